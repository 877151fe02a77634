// Package login is the login window: people connect their Instagram accounts in a
// browser, and are known by a session from then on.
//
//	login.go    what it is made of, and the store that it needs
//	start.go    the way to Meta's window
//	callback.go the way back
//	connect.go  from a code to the accounts that it opens
//	renew.go    when a token is exchanged for one that lives longer
//	session.go  sessions, and the cookie that names one
//	connected.go whether an account still is connected
//	identify.go in whose name a request with a cookie asks
//	signed.go   what Meta signs
//	removal.go  people who remove the app, and have their data deleted
//	page.go     pages that say what to do
package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login/exchange"
)

// How long things live.
const (
	// beginLife is how long people may take in Meta's window.
	beginLife = 10 * time.Minute
	// sessionLife is how long a session lives that nobody ends.
	sessionLife = 90 * 24 * time.Hour
	// seenEvery is how often it is noted that a session is used.
	seenEvery = time.Minute
)

// Options are what a login is made of.
type Options struct {
	Store     Store
	Vault     Vault
	Providers exchange.Providers
	// App is the Meta app; without an id nobody can log in.
	App App
	// PublicURL is where browsers reach this server, without a slash at its end.
	PublicURL string
	// Failed returns where people come back to of whom no account was connected, in place of
	// the path that they began with; "" for a page that tells them. The code says why, as RFC
	// 6749 does, and missing are permissions that they did not allow. Nil is for such a page
	// always.
	Failed func(returnTo, code string, missing []string) (instead string)
	Log    *slog.Logger
	Now    func() time.Time
}

// App is the Meta app that people allow something.
type App struct {
	ID, Secret string
	// Others are further secrets by which Meta may sign requests: Meta has one for the Meta
	// app and one for its Instagram app, of which ID and Secret are either.
	Others []string
}

// Login is the login window. It may be used by many goroutines at once.
type Login struct {
	Options
	meta *exchange.Client
}

// New returns the login window of an upstream.
func New(o Options) *Login {
	return &Login{o, exchange.New(exchange.Options{ID: o.App.ID, Secret: o.App.Secret, Redirect: o.PublicURL + CallbackPath, Now: o.Now})}
}

// Vault keeps the tokens of accounts.
type Vault interface {
	// Keep keeps a good token of an account.
	Keep(ctx context.Context, account string, login dialect.Login, token string) error
	// Open returns an account's token of a login type; empty if there is none that is
	// good.
	Open(ctx context.Context, account string, login dialect.Login) (token string, err error)
}

// Why a store does not do what it is asked for.
var (
	// ErrNotBegun means a state that was not given out, to this browser, in time, or
	// that has come back before.
	ErrNotBegun = errors.New("no such login was begun")
	// ErrNoSession means a session that there is none of, or no more.
	ErrNoSession = errors.New("no such session")
)

// Topic returns the topic of a session's only event: that it has ended.
func Topic(session string) string { return "session/" + session }

// accessTopic begins the topics of accesses.
const accessTopic = "access/"

// AccessTopic returns the topic of an access's only event: that it was taken back.
func AccessTopic(access string) string { return accessTopic + access }

// EndedAccess returns the access whose topic it is.
func EndedAccess(topic string) (access string, ok bool) { return strings.CutPrefix(topic, accessTopic) }

// AccountsTopic returns the topic of the accounts of a viewer: that the state of one has
// changed.
func AccountsTopic(viewer string) string { return "accounts/" + viewer }

// Store keeps who has connected which accounts. It knows secrets by their hashes only.
type Store interface {
	// Begin keeps that a login has begun, and forgets those that are too old.
	Begin(ctx context.Context, b Begun) error
	// TakeBegun returns what has begun with a state, once, if it was begun in the same
	// browser and is not too old; else it may be returned with ErrNotBegun.
	TakeBegun(ctx context.Context, state, browser Hash, now time.Time) (Begun, error)
	// SignIn connects accounts, and opens a session in place of an old one. The session
	// is of the viewer of the old session or, where there is none, of the one who has
	// connected one of the accounts before, else of a new one. It tells of the sessions that
	// end with that, as EndSession does, by their Topic.
	SignIn(ctx context.Context, old Hash, fresh Session, accounts []Account) error
	// FindSession returns the session of a cookie; ErrNoSession if there is none.
	FindSession(ctx context.Context, cookie Hash, now time.Time) (Session, error)
	// See notes that a session is used.
	See(ctx context.Context, session string, now time.Time) error
	// EndSession ends the session of a cookie, if there is one.
	EndSession(ctx context.Context, cookie Hash) error
	// Revoke takes back what the accounts of a user allowed: their tokens are dropped, and
	// their state is Revoked. It tells of each access by AccessTopic. A request that was
	// honoured before, by Revoke or by Erase, takes nothing back, nor does any what was allowed
	// after it. Accounts is how many were concerned.
	Revoke(ctx context.Context, request Removal) (accounts int, err error)
	// Erase deletes all that is kept of a user, and keeps that it did under the hash of a
	// code. It tells as Revoke does, and ends the sessions of viewers without an account. A
	// request that was honoured before deletes nothing; by Revoke alone, what was allowed
	// again since is left.
	Erase(ctx context.Context, request Removal, receipt Hash) (accounts int, err error)
	// Disconnect takes back what a viewer's accounts allowed, by their ids, and forgets the
	// accounts. It tells as Revoke does, and that they are gone by AccountsTopic, as Erase does.
	Disconnect(ctx context.Context, viewer string, accounts []string) error
	// RevokeSession ends a session of a viewer by its id, as EndSession does; ErrNoSession if
	// there is none.
	RevokeSession(ctx context.Context, viewer, session string) error
	// Erased returns when Erase was done with a receipt; false if there is none.
	Erased(ctx context.Context, receipt Hash) (time.Time, bool, error)
	// Accounts returns the accounts that a viewer has connected, the first first, and those last
	// of which it cannot be read when.
	Accounts(ctx context.Context, viewer string) ([]Account, error)
	// Sessions returns the sessions of a viewer, the newest first.
	Sessions(ctx context.Context, viewer string, now time.Time) ([]Session, error)
}

// Hash is a secret as a store knows it: its SHA-256 in hexadecimal.
type Hash string

// hashOf returns the hash of a secret; "" of none.
func hashOf(secret string) Hash {
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(secret))
	return Hash(hex.EncodeToString(sum[:]))
}

// newSecret returns a secret of 256 bits that cannot be guessed.
func newSecret() string { return rand.Text() + rand.Text() }

// Begun is a login that has begun.
type Begun struct {
	State, Browser Hash
	Login          dialect.Login
	// ReturnTo is a path of ours.
	ReturnTo string
	Expires  time.Time
}

// Session is a browser in which somebody is signed in.
type Session struct {
	ID     string
	Cookie Hash
	// Viewer is whose session it is; a store sets it.
	Viewer    string
	UserAgent string
	CreatedAt time.Time
	SeenAt    time.Time
	Expires   time.Time
}

// Account is an account that a viewer has connected, with one login type.
type Account struct {
	ID    string
	Login dialect.Login
	// Graph is the account's Graph API id; User is the id that Meta's callbacks name
	// the person by: the app-scoped one, or the Facebook user's.
	Graph, User string
	Username    string
	Scopes      []string
	ConnectedAt time.Time
	// Expires is when the token ends, RenewAt when to ask for one that lives longer; the
	// zero time is never.
	Expires, RenewAt time.Time
	// Access names what the account allows this server, from its connection until that is
	// taken back. It stays when the token is renewed, and when the person signs in again.
	Access string
	// State is what was told of the account last, by the event Told of AccountsTopic; 0 for
	// none.
	State State
	Told  int64
	// Torn reports that not all that is kept of the account can be read: nothing is asked in its
	// name until the person has signed in again.
	Torn bool
	// Token goes to the vault, and never into a store.
	Token string
	// Others reports that somebody who asks in the name of the account has connected others
	// as well, which the token is not for.
	Others bool
}
