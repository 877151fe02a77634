package renewal

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/login"
)

const (
	// patience is how long is waited for another process that renews the same token, and
	// look how often is looked whether it has.
	patience, look = 10 * time.Second, 100 * time.Millisecond
	// pause is how long after a renewal another refusal leads to none: the token is new, or
	// Meta does not answer.
	pause = 30 * time.Second
)

// Instead returns the token that works in place of one of an access that Meta has refused;
// "" where there is none. However many ask at once, here and in other processes, Meta is
// asked once.
func (r *Renewer) Instead(ctx context.Context, access, refused string) (string, error) {
	came := r.flights.DoChan(access+" "+refused, func() (any, error) {
		return r.instead(context.WithoutCancel(ctx), access, refused)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case result := <-came:
		token, _ := result.Val.(string)
		return token, result.Err
	}
}

func (r *Renewer) instead(ctx context.Context, access, refused string) (string, error) {
	a, found, err := r.Store.Find(ctx, access)
	if err != nil || !found {
		return "", err
	}
	for end := time.Now().Add(patience); ; time.Sleep(look) {
		token, err := r.Vault.Open(ctx, a.Graph, a.Login)
		if err != nil || token != refused {
			return token, err
		}
		if at, ok := r.tried.Get(access); ok && r.Now().Sub(at) < pause || time.Now().After(end) {
			return "", nil
		}
		claim, ok, err := r.claim(ctx, a)
		if err != nil {
			return "", err
		}
		if ok {
			r.tried.Add(access, r.Now())
			return r.replace(ctx, a, claim, token)
		}
	}
}

// replace renews a token that was refused.
func (r *Renewer) replace(ctx context.Context, a login.Account, claim, refused string) (string, error) {
	a.Token = refused
	token, _, err := r.renew(ctx, a, claim, true)
	if token == refused {
		return "", err
	}
	return token, err
}
