package renewal

import (
	"context"
	"crypto/rand"

	"github.com/gramql/gramql/internal/login"
)

// atOnce is how many accounts are looked up at once.
const atOnce = 100

// Work notes which accounts' state has changed, and renews the tokens that are due. It ends
// with the first that Meta does not answer for: that one is due later, and the others with
// the next work.
func (r *Renewer) Work(ctx context.Context) error {
	if err := r.settleChanged(ctx); err != nil {
		return err
	}
	for {
		due, err := r.Store.Due(ctx, r.Now(), atOnce)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, a := range due {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if outcome, err := r.renewDue(ctx, a); err != nil || outcome == Failed {
				return err
			}
		}
	}
}

// settleChanged notes the states that time has changed.
func (r *Renewer) settleChanged(ctx context.Context) error {
	last := ""
	for {
		changed, err := r.Store.Changed(ctx, r.Now(), last, atOnce)
		if err != nil {
			return err
		}
		for _, a := range changed {
			if err := r.settleState(ctx, a); err != nil {
				return err
			}
			last = a.ID
		}
		if len(changed) < atOnce {
			return nil
		}
	}
}

// settleState notes the state of an account, unless it was told: that of an account whose
// token cannot be opened is, though the store knows of a token.
func (r *Renewer) settleState(ctx context.Context, a login.Account) error {
	if a.Torn { // until somebody signs in
		return nil
	}
	token, err := r.Vault.Open(ctx, a.Graph, a.Login)
	if err != nil || a.StateWith(token != "", r.Now()) == a.State {
		return err
	}
	claim, ok, err := r.claim(ctx, a)
	if err != nil || !ok {
		return err // whoever has it settles it
	}
	if token, err = r.Vault.Open(ctx, a.Graph, a.Login); err != nil { // it may have come since
		return err
	}
	return r.settle(ctx, a, claim, token != "", "its time has come")
}

// renewDue renews an account's token, unless another process does. An account without a token
// that can be opened is no more due; one whose row is torn is due again when its claim ends.
func (r *Renewer) renewDue(ctx context.Context, a login.Account) (Outcome, error) {
	claim, ok, err := r.claim(ctx, a)
	if err != nil || !ok || a.Torn {
		return "", err
	}
	if a.Token, err = r.Vault.Open(ctx, a.Graph, a.Login); err != nil {
		return "", err
	}
	if a.Token == "" {
		return "", r.settle(ctx, a, claim, false, "it has no token that can be opened")
	}
	_, outcome, err := r.renew(ctx, a, claim, false)
	return outcome, err
}

// claim takes an account for one renewal.
func (r *Renewer) claim(ctx context.Context, a login.Account) (claim string, ok bool, err error) {
	claim = rand.Text()
	now := r.Now()
	ok, err = r.Store.Claim(ctx, a.ID, claim, now, now.Add(claimTime))
	return claim, ok, err
}
