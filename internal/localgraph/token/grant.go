// Package token keeps the access tokens of the local graph: those of the demo
// world, which are always the same, and those that are issued at the login, with
// what people have allowed there.
//
//	grant.go    what an access token grants
//	demo.go     the tokens of the demo world
//	app.go      apps, their secrets and their own tokens
//	register.go finds and issues tokens
//	code.go     codes that are good for a token
//	consent.go  what people allowed, decline and withdraw
package token

import (
	"time"

	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// Kind is a kind of access token.
type Kind uint8

// The kinds of access tokens.
const (
	Short  Kind = iota + 1 // what a code is good for, in hours
	Long                   // what a short one can be exchanged for, for 60 days
	Page                   // a Page's, which comes with a user's
	System                 // a system user's, without an end
	OfApp                  // an app's own
)

// Grant is what an access token grants.
type Grant struct {
	Consent
	// ID is the number of a token that was issued at the login; 0 for a demo token
	// and for an app's.
	ID   int64
	Kind Kind
	// Permissions are what the scopes that were granted allow.
	Permissions catalog.Permission
	// Me is the kind of node that /me is.
	Me              catalog.Kind
	Issued, Expires time.Time // a zero Expires is never
}

// Viewer returns whom the token belongs to, and what it may do.
func (g Grant) Viewer() expand.Viewer {
	return expand.Viewer{Login: g.Login, Permissions: g.Permissions, Account: g.Account, Person: g.Person, Token: g.ID}
}

// MeNode returns the node that /me is.
func (g Grant) MeNode() expand.Node {
	node := expand.Node{ID: g.Account, Type: catalog.TypeOf(g.Me, g.Login)}
	switch g.Me {
	case catalog.Person:
		node.ID = g.Person
	case catalog.Page:
		node.ID = world.Page
	}
	return node
}
