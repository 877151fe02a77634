package login

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// ErrDead means that a token is dead: only the person can give another.
var ErrDead = errors.New("the access token is dead")

// Source: Meta, "Handle Errors": 190 and 102 are of the token.
const tokenCode, sessionCode = 190, 102

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

// Renew has Meta give a token in the place of an account's, and returns the token and when
// it ends. The old one works on.
func (l *Login) Renew(ctx context.Context, a Account) (token string, expires time.Time, err error) {
	p, ok := l.Providers.Of(a.Login)
	if !ok {
		return "", time.Time{}, errNoProvider
	}
	query := url.Values{"grant_type": {"ig_refresh_token"}, "access_token": {a.Token}}
	if p.Login == dialect.Facebook {
		query = url.Values{"grant_type": {"fb_exchange_token"}, "client_id": {l.App.ID}, "client_secret": {l.App.Secret}, "fb_exchange_token": {a.Token}}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Refresh+"?"+query.Encode(), nil)
	if err != nil {
		return "", time.Time{}, errOddAnswer // the error has the address in it, with secrets
	}
	var answer answered
	if err := l.call(r, "renew a token", &answer); err != nil {
		return "", time.Time{}, ofToken(err)
	}
	g, err := answer.grant(l.Now())
	return g.token, g.expires, err
}

// IsRefusal reports whether an error is Meta's answer to a call, and a broken server's is
// none.
func IsRefusal(err error) bool {
	said, ok := errors.AsType[*refused](err)
	return ok && said.status < http.StatusInternalServerError && said.status != http.StatusTooManyRequests
}

// errNoProvider means an account of a login type that the upstream does not have.
var errNoProvider = errors.New("the Graph API server has no such login")

// Works asks Meta whether an account's token works. The error is ErrDead where it does
// not.
func (l *Login) Works(ctx context.Context, a Account) error {
	p, ok := l.Providers.Of(a.Login)
	if !ok {
		return errNoProvider
	}
	var me struct{}
	return ofToken(l.read(ctx, p, a.Token, "/me", "id", &me))
}

// ofToken returns an error of a call with what it says of the call's token.
func ofToken(err error) error {
	said, ok := errors.AsType[*refused](err)
	if !ok || said.code != tokenCode && said.code != sessionCode {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDead, err)
}
