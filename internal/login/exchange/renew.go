package exchange

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// ErrDead means that a token is dead: only the person can give another.
var ErrDead = errors.New("the access token is dead")

// Source: Meta, "Handle Errors": 190 and 102 are of the token.
const tokenCode, sessionCode = 190, 102

// Renew has Meta give a token in the place of another, and returns it and when it ends; the
// zero time is never. The old one works on.
func (c *Client) Renew(ctx context.Context, p Provider, old string) (token string, expires time.Time, err error) {
	query := url.Values{"grant_type": {"ig_refresh_token"}, "access_token": {old}}
	if p.Login == dialect.Facebook {
		query = url.Values{"grant_type": {"fb_exchange_token"}, "client_id": {c.ID}, "client_secret": {c.Secret}, "fb_exchange_token": {old}}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Refresh+"?"+query.Encode(), nil)
	if err != nil {
		return "", time.Time{}, errOddAnswer // the error has the address in it, with secrets
	}
	var answer answered
	if err := c.call(r, "renew a token", &answer); err != nil {
		return "", time.Time{}, ofToken(err)
	}
	g, err := answer.grant(c.Now())
	return g.Token, g.Expires, err
}

// IsRefusal reports whether an error is Meta's answer to a call, and a broken server's is
// none.
func IsRefusal(err error) bool {
	said, ok := errors.AsType[*RefusedError](err)
	return ok && said.Status < http.StatusInternalServerError && said.Status != http.StatusTooManyRequests
}

// Works asks Meta whether a token works. The error is ErrDead where it does not.
func (c *Client) Works(ctx context.Context, p Provider, token string) error {
	var me struct{}
	return ofToken(c.read(ctx, p, token, "/me", "id", &me))
}

// ofToken returns an error of a call with what it says of the call's token.
func ofToken(err error) error {
	said, ok := errors.AsType[*RefusedError](err)
	if !ok || said.code != tokenCode && said.code != sessionCode {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDead, err)
}
