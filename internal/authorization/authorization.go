// Package authorization lets apps sign people in through this server: OAuth 2.1 for apps
// that keep no secret, on phones, on desktops and in browsers. An app sends people to
// authorize, people sign in with Meta, the app gets a code, and for the code two tokens: one
// that it asks by, and one by which it gets others.
//
//	authorization.go what it is made of, and the store that it needs
//	clients.go       the file of the apps that may do so
//	redirect.go      where apps may have people sent
//	scope.go         what apps may be allowed
//	authorize.go     the way to the sign-in, and the way back
//	request.go       what an app asks for
//	token.go         the endpoint that gives tokens; form.go what it is sent
//	code.go          tokens for a code
//	refresh.go       tokens for a refresh token
//	secret.go        what codes and tokens look like
//	identify.go      in whose name a request with an access token asks
//	revoke.go        apps end what they have
//	signin.go        what people see of the apps that they have signed in to
//	metadata.go      where all that is, for apps
package authorization

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/credential"
)

// How long things live.
const (
	// beginLife is how long people may take to sign in.
	beginLife = 15 * time.Minute
	codeLife  = time.Minute
	// accessLife is how long an access token lives.
	accessLife = 15 * time.Minute
	// refreshLife is how long a family lives whose refresh token nobody uses.
	refreshLife = 90 * 24 * time.Hour
	// grace is how long the refresh token before the current one is still answered, with
	// the answer that its app may not have had.
	grace = 30 * time.Second
)

// Options are what the authorization server is made of.
type Options struct {
	Store   Store
	Clients Clients
	// PublicURL is where browsers and apps reach this server, without a slash at its end. It
	// is the issuer, too.
	PublicURL string
	// SignInPath is where people sign in, below PublicURL; its parameter return_to is the path
	// that they come back to.
	SignInPath string
	// SignedIn returns who is signed in in the browser of a request, and since when; "" for
	// nobody.
	SignedIn func(r *http.Request) (person string, since time.Time, err error)
	Log      *slog.Logger
	Now      func() time.Time
	// ClientOf returns the address that a request came from.
	ClientOf func(*http.Request) string
}

// Server is the authorization server. It may be used by many goroutines at once.
type Server struct {
	Options
	// refused counts what was refused to each client.
	refused *credential.Rates
}

// New returns an authorization server.
func New(o Options) *Server { return &Server{o, credential.NewRates(o.Now)} }

// Why a store does not do what it is asked for.
var (
	// ErrNone means that there is no such thing, or no more.
	ErrNone = errors.New("there is none")
	// ErrEnd is what a change of a family returns that is to end it.
	ErrEnd = errors.New("the family ends")
)

// Store keeps what apps were given. It knows secrets by their hashes only.
type Store interface {
	// Begin keeps what an app asks for while a person signs in, and forgets what is too old.
	Begin(ctx context.Context, b Begun) error
	// TakeBegun returns what was begun by an id, once, if it was begun in the same browser and
	// is not too old; else ErrNone.
	TakeBegun(ctx context.Context, id, browser credential.Hash, now time.Time) (Begun, error)
	// Add keeps a new family. It is ErrNone if its person is not there any more.
	Add(ctx context.Context, f Family) error
	// ChangeByCode changes the family that a code began, and Change that of an id; ErrNone if
	// there is none. No one else changes the family meanwhile. The access tokens that the
	// change returns are kept with it. When the change returns ErrEnd, the family and its
	// access tokens end, which is told by their Topic of package credential; after another
	// error, which is returned, nothing has changed. The change may be run again.
	ChangeByCode(ctx context.Context, code credential.Hash, change Change) error
	Change(ctx context.Context, family string, change Change) error
	// FindAccess returns the access token of a secret, unless it has ended; else ErrNone.
	FindAccess(ctx context.Context, secret credential.Hash, now time.Time) (Access, error)
	// EndAccess ends an access token by its id, and EndFamily a family of a person; ErrNone if
	// there is none. Both tell of it as Change does.
	EndAccess(ctx context.Context, access string) error
	EndFamily(ctx context.Context, person, family string) error
	// Families returns the families of a person that have not ended, the newest first.
	Families(ctx context.Context, person string, now time.Time) ([]Family, error)
	// Trim forgets what ended before a time.
	Trim(ctx context.Context, before time.Time) error
}

// Change changes a family, and returns the access tokens that it gets.
type Change func(f *Family) ([]Access, error)

// Begun is what an app asks for while a person signs in.
type Begun struct {
	ID, Browser credential.Hash
	Client      string
	// Redirect is where the app wants to have people sent, as it wrote it.
	Redirect string
	// State is the app's own, and goes back to it; empty for none.
	State string
	// Challenge is the SHA-256 of the app's verifier, as PKCE writes it.
	Challenge          string
	Scopes             []string
	CreatedAt, Expires time.Time
}

// Family is all that comes of one sign-in: a code, then refresh tokens one after the other,
// each with an access token.
type Family struct {
	// ID is the name in the refresh tokens.
	ID             string
	Client, Person string
	Scopes         []string
	// Code, Redirect and Challenge are what the tokens are given for.
	Code                credential.Hash
	Redirect, Challenge string
	// Root is the part that is the same in all refresh tokens; empty until the code was
	// redeemed. Refresh is the current one, Before the one that it came of by Nonce.
	Root, Refresh, Before credential.Hash
	Nonce                 string
	// RefreshedAt is when the current refresh token was given.
	CreatedAt, RefreshedAt time.Time
	// Expires is when the family ends, unless it is used before: at first, when its code does.
	Expires time.Time
}

// redeemed reports whether the family's code was used.
func (f *Family) redeemed() bool { return f.Root != "" }

// Access is an access token.
type Access struct {
	// ID is the name in the token.
	ID     string
	Secret credential.Hash
	// Family is what the token is of, and Person whose it is. Client is set by a store.
	Family, Person, Client string
	Scopes                 []string
	CreatedAt, Expires     time.Time
}

// Trim forgets what has ended.
func (s *Server) Trim(ctx context.Context) error { return s.Store.Trim(ctx, s.Now()) }
