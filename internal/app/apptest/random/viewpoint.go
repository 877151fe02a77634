package random

import (
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

// Viewpoint is a token, the account it belongs to, and a way to look nodes up.
type Viewpoint struct {
	Name, Token, Account string
	Lookups              dialect.LookupMode
}

// Viewpoints are the login types, with the ways to look nodes up that each has.
var Viewpoints = []Viewpoint{
	{Name: "Basic Display", Token: "IGQVdemojayposiris", Account: apptest.Jayposiris, Lookups: dialect.Single},
	{Name: "Instagram Login", Token: localgraph.DemoToken, Account: apptest.Account, Lookups: dialect.IDs},
	{Name: "Facebook Login", Token: apptest.FacebookToken, Account: apptest.Business, Lookups: dialect.Batch},
	{Name: "Instagram Login, one by one", Token: localgraph.DemoToken, Account: apptest.Account, Lookups: dialect.Single},
}
