package login

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// RenewAt returns when a token is to be renewed that comes now and ends at a time: once a
// third of its life is over, and at another moment for each token. A token that never ends
// is never renewed.
func RenewAt(now, expires time.Time) time.Time {
	life := expires.Sub(now)
	if expires.IsZero() || life <= 0 {
		return time.Time{}
	}
	return now.Add(life/3 + rand.N(life/12+1)) //nolint:gosec // no secret: renewals are to be spread
}

// errNoProvider means an account of a login type that the upstream does not have.
var errNoProvider = errors.New("the Graph API server has no such login")

// Renew has Meta give a token in the place of an account's, and returns the token and when
// it ends. The error is exchange.ErrDead where Meta gives none any more.
func (l *Login) Renew(ctx context.Context, a Account) (token string, expires time.Time, err error) {
	p, ok := l.Providers.Of(a.Login)
	if !ok {
		return "", time.Time{}, errNoProvider
	}
	return l.meta.Renew(ctx, p, a.Token)
}

// Works asks Meta whether an account's token works. The error is exchange.ErrDead where it does
// not.
func (l *Login) Works(ctx context.Context, a Account) error {
	p, ok := l.Providers.Of(a.Login)
	if !ok {
		return errNoProvider
	}
	return l.meta.Works(ctx, p, a.Token)
}
