package token

import (
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// Demo reads all of metricsaurus with Instagram Login.
const Demo = "IGAAdemometricsaurus"

// DemoToken is an access token of the demo world.
type DemoToken struct {
	// Token is the access token, Label says whose it is and what it may do.
	Token, Label string
}

type demoGrant struct {
	DemoToken
	Grant
}

// demoGrants are the tokens of the demo world, the most useful one first.
var demoGrants = []demoGrant{
	{DemoToken{Demo, "Instagram Login, metricsaurus, all permissions"}, onInstagram(world.Metricsaurus)},
	{DemoToken{"IGAAdemobasic", "Instagram Login, metricsaurus, instagram_business_basic only"}, onInstagram(world.Metricsaurus, "instagram_business_basic")},
	{DemoToken{"IGAAdemocretaceous", "Instagram Login, cretaceouscoffee, all permissions"}, onInstagram(world.Cretaceouscoffee)},
	{DemoToken{"IGAAdemoexpired", "Instagram Login, metricsaurus, expired"}, ended(onInstagram(world.Metricsaurus))},
	{DemoToken{"EAAdemometricsaurus", "Facebook Login, the Page of metricsaurus, all permissions"}, onFacebook(catalog.Person)},
	{DemoToken{"EAAdemobasic", "Facebook Login, the Page of metricsaurus, instagram_basic and the Page's permissions only"}, withoutHashtags(onFacebook(catalog.Person, "public_profile", "pages_show_list", "pages_read_engagement", "instagram_basic"))},
	{DemoToken{"IGQVdemojayposiris", "Basic Display, jayposiris, both permissions"}, demo(catalog.BasicDisplay, world.Jayposiris)},
	{DemoToken{"IGQVdemoprofileonly", "Basic Display, jayposiris, instagram_graph_user_profile only"}, demo(catalog.BasicDisplay, world.Jayposiris, "user_profile")},
	// /me/accounts hands it out, so it has no label.
	{DemoToken{Token: world.PageToken}, onFacebook(catalog.Page)},
}

// demo returns the grant of a demo token with some scopes; without any, with all.
func demo(login catalog.Login, account int64, granted ...string) Grant {
	if granted == nil {
		granted = catalog.ScopeNames(login)
	}
	return Grant{
		Consent:     Consent{App: DemoApp.ID, Login: login, Account: account, Granted: granted},
		Kind:        Long,
		Permissions: catalog.Permissions(login, granted),
		Me:          catalog.Account,
		Issued:      time.Date(2025, time.April, 3, 11, 0, 0, 0, time.UTC),
	}
}

func onInstagram(account int64, granted ...string) Grant {
	return demo(catalog.Instagram, account, granted...)
}

func onFacebook(me catalog.Kind, granted ...string) Grant {
	g := demo(catalog.Facebook, world.Metricsaurus, granted...)
	g.Me, g.Person = me, world.Person
	if me == catalog.Page {
		g.Kind = Page
	}
	return g
}

func ended(g Grant) Grant {
	g.Expires = g.Issued.Add(60 * 24 * time.Hour)
	return g
}

// withoutHashtags is a grant of an app that lacks the feature Instagram Public
// Content Access.
func withoutHashtags(g Grant) Grant {
	g.Permissions &^= catalog.Hashtags
	return g
}

// DemoTokens returns the access tokens of the demo world, the most useful one
// first.
func DemoTokens() []DemoToken {
	var tokens []DemoToken
	for _, g := range demoGrants {
		if g.Label != "" {
			tokens = append(tokens, g.DemoToken)
		}
	}
	return tokens
}

func findDemo(text string) (Grant, bool) {
	for _, g := range demoGrants {
		if g.Token == text {
			return g.Grant, true
		}
	}
	return Grant{}, false
}
