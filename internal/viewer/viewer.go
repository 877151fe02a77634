// Package viewer carries the person in whose name the Graph API is asked.
package viewer

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// Viewer is one caller's access to the Graph API.
type Viewer struct {
	// ID is what all that is kept for the viewer hangs on. See Hasher.Viewer.
	ID ID
	// Token is the caller's access token. It is never part of a URL, a log or an
	// answer.
	Token string
	// Dialect is what the token's login type can do.
	Dialect *dialect.Dialect
	// Person is who is signed in, and Session where; empty for a Graph API token. A
	// person whose account is not connected any more has no Token.
	Person, Session string
	// Credential is the API key, or the access token of an app, by which the viewer asks in the
	// person's name; empty for another credential. Limits are what it allows; nil is all.
	Credential string
	Limits     *Limits
	// Until is when the credential ends; the zero time is never.
	Until time.Time
	// Access names what a connected account allows, whichever the token is by which it
	// does; empty for a Graph API token. With Access, no Token means that the person has to
	// sign in again.
	Access string
	// Account is the Graph API id of the connected account in whose name the viewer asks;
	// empty for a Graph API token, and for a person of whom no such account is connected.
	Account string
	// Lost reports that the Account in whose name the credential asks by itself is not connected
	// any more, and that the request names no other.
	Lost bool
	// Others reports that the person has connected other accounts as well, which the token is
	// not for.
	Others bool
}

// Chosen returns the id of the account in whose name the viewer asks, where the token may be
// of several; else an empty one.
func (v Viewer) Chosen() string {
	if v.Dialect == nil || !v.Dialect.MeIsPage {
		return ""
	}
	return v.Account
}

// String hides the token, so that a viewer may be printed.
func (v Viewer) String() string {
	if v.Dialect == nil {
		return "viewer"
	}
	return "viewer by " + v.Dialect.Login.Title()
}

// GoString hides the token as String does.
func (v Viewer) GoString() string { return v.String() }

type key struct{}

// NewContext returns a context that carries the viewer.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return put(ctx, v)
}

func put(ctx context.Context, who any) context.Context { return context.WithValue(ctx, key{}, who) }

// FromContext returns the context's viewer, and whether there is one.
func FromContext(ctx context.Context) (Viewer, bool) {
	v, ok := ctx.Value(key{}).(Viewer)
	return v, ok
}
