package localgraph

import (
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// Token is an access token of the demo world.
type Token struct {
	// Token is the access token, Label says whose it is and what it may do.
	Token, Label string
}

// DemoToken reads all of metricsaurus with Instagram Login.
const DemoToken = "IGAAdemometricsaurus" //nolint:gosec // opens the demo world only

// grant is what an access token grants.
type grant struct {
	Token
	viewer expand.Viewer
	// me is the kind of node that /me is.
	me      catalog.Kind
	expired time.Time
}

var jayposiris = expand.Viewer{Login: catalog.BasicDisplay, Permissions: catalog.Basic | catalog.Posts, Account: world.Jayposiris}

var metricsaurus = expand.Viewer{Login: catalog.Instagram, Permissions: catalog.Basic | catalog.Posts | catalog.Comments | catalog.Insights | catalog.Messages | catalog.Publish, Account: world.Metricsaurus}

var cretaceouscoffee = expand.Viewer{Login: catalog.Instagram, Permissions: metricsaurus.Permissions, Account: world.Cretaceouscoffee}

var metricsaurusPage = expand.Viewer{Login: catalog.Facebook, Permissions: catalog.All, Account: world.Metricsaurus, Person: world.Person}

var grants = []grant{
	{Token: Token{DemoToken, "Instagram Login, metricsaurus, all permissions"}, viewer: metricsaurus, me: catalog.Account},
	{Token: Token{"IGAAdemobasic", "Instagram Login, metricsaurus, instagram_business_basic only"}, viewer: with(metricsaurus, catalog.Basic|catalog.Posts), me: catalog.Account},
	{Token: Token{"IGAAdemocretaceous", "Instagram Login, cretaceouscoffee, all permissions"}, viewer: cretaceouscoffee, me: catalog.Account},
	{Token: Token{"IGAAdemoexpired", "Instagram Login, metricsaurus, expired"}, viewer: metricsaurus, me: catalog.Account, expired: time.Date(2025, time.June, 2, 11, 0, 0, 0, time.UTC)},
	{Token: Token{"EAAdemometricsaurus", "Facebook Login, the Page of metricsaurus, all permissions"}, viewer: metricsaurusPage, me: catalog.Person},
	{Token: Token{"EAAdemobasic", "Facebook Login, the Page of metricsaurus, instagram_basic and the Page's permissions only"}, viewer: with(metricsaurusPage, catalog.Basic|catalog.Posts|catalog.Pages), me: catalog.Person},
	{Token: Token{"IGQVdemojayposiris", "Basic Display, jayposiris, both permissions"}, viewer: jayposiris, me: catalog.Account},
	{Token: Token{"IGQVdemoprofileonly", "Basic Display, jayposiris, instagram_graph_user_profile only"}, viewer: with(jayposiris, catalog.Basic), me: catalog.Account},
	// /me/accounts hands it out, so it has no label.
	{Token: Token{Token: world.PageToken}, viewer: metricsaurusPage, me: catalog.Page},
}

func with(v expand.Viewer, permissions catalog.Permission) expand.Viewer {
	v.Permissions = permissions
	return v
}

// DemoTokens returns the access tokens of the demo world, the most useful one
// first.
func DemoTokens() []Token {
	var tokens []Token
	for _, g := range grants {
		if g.Label != "" {
			tokens = append(tokens, g.Token)
		}
	}
	return tokens
}

// findGrant returns the grant of a token. The error says that it is unknown, or
// has expired by now.
func findGrant(token string, now time.Time) (grant, error) {
	for _, g := range grants {
		if g.Token.Token != token {
			continue
		}
		if !g.expired.IsZero() {
			return grant{}, apierror.ExpiredToken(g.expired, now)
		}
		return g, nil
	}
	return grant{}, apierror.UnknownToken(catalog.OfToken(token))
}

// meNode returns the node that /me is.
func (g grant) meNode() expand.Node {
	node := expand.Node{ID: g.viewer.Account, Type: catalog.TypeOf(g.me, g.viewer.Login)}
	switch g.me {
	case catalog.Person:
		node.ID = world.Person
	case catalog.Page:
		node.ID = world.Page
	}
	return node
}
