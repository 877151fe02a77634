package lookup

import (
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// When all of a token's Facebook Pages or accounts are read, one call asks for
// FacebookPagesPerCall of them, and no more than MaxFacebookPagesCalls are made.
const (
	FacebookPagesPerCall  = 25
	MaxFacebookPagesCalls = 10
)

// MeCall returns the call for the node that the token belongs to.
func MeCall(n *expansion.Expansion) graphapi.Call { return callAt(n, "/me") }

// FacebookPagesCall returns the call for up to limit of the token's Facebook Pages, from
// a position on.
func FacebookPagesCall(of mapping.FacebookPages, n *expansion.Expansion, limit int, after paging.Position) graphapi.Call {
	call := callAt(n, of.Path)
	call.Params = url.Values{"limit": {strconv.Itoa(limit)}}
	for _, p := range after.Params() {
		call.Params.Set(p.Name, p.Value)
	}
	return call
}

// AccountsCall returns the call for the Instagram accounts of up to limit of the token's
// Facebook Pages, from a position on.
func AccountsCall(of mapping.FacebookPages, n *expansion.Expansion, limit int, after paging.Position) graphapi.Call {
	call := FacebookPagesCall(of, n, limit, after)
	call.Fields = of.Account + "{" + call.Fields + "}"
	call.Lifetime = min(call.Lifetime, n.Type.Fresh) // for which account a Page has
	return call
}
