// Package renewal keeps accounts connected: their tokens are renewed long before they end,
// and at once when Meta refuses one. It says of each account whether this server still has
// access to it.
//
//	renewal.go  what it is made of, and the store that it needs
//	work.go     what is due
//	token.go    one renewal of one token
//	instead.go  a token in place of one that was refused
package renewal

import (
	"context"
	"log/slog"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// Store keeps the accounts.
type Store interface {
	// Changed returns accounts whose state is another by now than was told, by their ids, which
	// come after an id.
	Changed(ctx context.Context, now time.Time, after string, most int) ([]login.Account, error)
	// Due returns accounts whose token is to be renewed by now, and which nobody has
	// claimed; those first whose token ends first.
	Due(ctx context.Context, now time.Time, most int) ([]login.Account, error)
	// Find returns the account that has given an access; false if there is none.
	Find(ctx context.Context, access string) (login.Account, bool, error)
	// Claim takes an account for a renewal until a time; false if another has it, or if
	// the access was taken back.
	Claim(ctx context.Context, id, claim string, now, until time.Time) (bool, error)
	// Settle gives a claim up, and notes what has come of it, unless somebody has signed in
	// meanwhile. It tells of another state than before by login.AccountsTopic.
	Settle(ctx context.Context, id, claim string, s Settled) error
}

// Settled is what is known of an account's token.
type Settled struct {
	State            login.State
	Expires, RenewAt time.Time
	// Why the state is what it is, for the log.
	Why string
}

// Vault keeps the tokens of accounts.
type Vault interface {
	// Open returns an account's token of a login type; empty if there is none that works.
	Open(ctx context.Context, account string, login dialect.Login) (token string, err error)
	// Swap keeps a token in the place of another; false if that is not there any more.
	Swap(ctx context.Context, account string, login dialect.Login, old, token string) (bool, error)
	// Bury notes that a token is dead.
	Bury(ctx context.Context, account string, login dialect.Login, token string) error
}

// Meta gives tokens.
type Meta interface {
	// Renew returns a token in the place of an account's, and when it ends. The error is
	// exchange.ErrDead where that one can't be renewed any more.
	Renew(ctx context.Context, a login.Account) (token string, expires time.Time, err error)
	// Works returns exchange.ErrDead if an account's token does not work.
	Works(ctx context.Context, a login.Account) error
}

// Options are what a renewer is made of.
type Options struct {
	Store Store
	Vault Vault
	Meta  Meta
	Now   func() time.Time
	Log   *slog.Logger
	// Renewed is called after each renewal with how it came out.
	Renewed func(Outcome)
}

// Outcome is how a renewal came out.
type Outcome string

// The outcomes.
const (
	Renewed Outcome = "renewed"
	Refused Outcome = "refused" // Meta has said why
	Failed  Outcome = "failed"  // Meta did not answer
)

// Renewer renews tokens. It may be used by many goroutines at once.
type Renewer struct {
	Options
	flights singleflight.Group
	// tried is when an account's token was renewed because it had been refused.
	tried *lru.Cache[string, time.Time]
}

// maxTried is how many accounts are remembered.
const maxTried = 10_000

// New returns a renewer.
func New(o Options) *Renewer {
	tried, _ := lru.New[string, time.Time](maxTried) // it has a size
	return &Renewer{Options: o, tried: tried}
}
