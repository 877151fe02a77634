package renewal

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
)

const (
	// claimTime is how long a claim holds whose process was killed: longer than a renewal
	// takes.
	claimTime = time.Minute
	// again is when a renewal is tried again that Meta did not answer, and tomorrow when one
	// that Meta refused for another reason than the token. Both are spread by their half.
	again, tomorrow = time.Hour, 24 * time.Hour
)

// renew renews the token of an account that is claimed, and returns the one that works now;
// "" for none. The old token stays until the new one is kept, so that no end of this process
// loses both. A token that was refused may be alive all the same: before it is buried for
// another reason than its death, Meta is asked whether it works.
func (r *Renewer) renew(ctx context.Context, a login.Account, claim string, refused bool) (token string, outcome Outcome, err error) {
	fresh, expires, failed := r.Meta.Renew(ctx, a)
	ctx = context.WithoutCancel(ctx) // what Meta has said is kept, whoever waits for it
	if failed == nil {
		return r.keep(ctx, a, claim, fresh, expires)
	}
	outcome = Failed
	if exchange.IsRefusal(failed) {
		outcome = Refused
	}
	r.Renewed(outcome)
	if refused && outcome == Refused && !errors.Is(failed, exchange.ErrDead) {
		if alive := r.Meta.Works(ctx, a); errors.Is(alive, exchange.ErrDead) {
			failed = alive
		}
	}
	if errors.Is(failed, exchange.ErrDead) {
		if err := r.Vault.Bury(ctx, a.Graph, a.Login, a.Token); err != nil {
			return "", outcome, err
		}
		a.RenewAt = time.Time{}
		return "", outcome, r.settle(ctx, a, claim, false, failed.Error())
	}
	wait := again
	if outcome == Refused {
		wait = tomorrow
	}
	a.RenewAt = r.Now().Add(wait + rand.N(wait/2)) //nolint:gosec // no secret: renewals are to be spread
	r.Log.WarnContext(ctx, "an account's token was not renewed: it is tried again", "account", a.Graph, "login", a.Login, "at", a.RenewAt, "error", failed)
	return a.Token, outcome, r.settle(ctx, a, claim, true, failed.Error())
}

// keep keeps a token that has come.
func (r *Renewer) keep(ctx context.Context, a login.Account, claim, fresh string, expires time.Time) (token string, _ Outcome, err error) {
	swapped, err := r.Vault.Swap(ctx, a.Graph, a.Login, a.Token, fresh)
	if err != nil {
		return "", Failed, err
	}
	if !swapped { // somebody has signed in meanwhile, or the access was taken back
		token, err = r.Vault.Open(ctx, a.Graph, a.Login)
		return token, Renewed, err
	}
	r.Renewed(Renewed)
	a.Expires, a.RenewAt = expires, login.RenewAt(r.Now(), expires)
	return fresh, Renewed, r.settle(ctx, a, claim, true, "its token was renewed")
}

// settle gives a claim up, with what is known of the account's token.
func (r *Renewer) settle(ctx context.Context, a login.Account, claim string, token bool, why string) error {
	return r.Store.Settle(ctx, a.ID, claim, Settled{a.StateWith(token, r.Now()), a.Expires, a.RenewAt, why})
}
