package exchange

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/gramql/gramql/internal/dialect"
)

// ErrApp means that Meta refuses the app: its id, its secret or its redirect address.
var ErrApp = errors.New("the app is refused")

// notACode is a code that Meta never gave out.
const notACode = "gramql-doctor"

// ProveApp proves the app's id and secret to an upstream, without anyone signing in; the
// error is ErrApp if it refuses them. Facebook gives an app with its secret a token of
// its own, which is dropped; Instagram looks at both before it looks at a code.
func (c *Client) ProveApp(ctx context.Context, p Provider) error {
	var why *RefusedError
	if p.Login != dialect.Facebook {
		_, err := c.redeem(ctx, p, notACode)
		if !errors.As(err, &why) {
			return err
		}
		if why.OfApp {
			return ErrApp
		}
		if why.Status != http.StatusBadRequest {
			return err
		}
		return nil // the code alone is refused
	}
	query := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ID}, "client_secret": {c.Secret}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Code+"?"+query.Encode(), http.NoBody)
	if err != nil {
		return err
	}
	err = c.call(r, "give the app a token", new(answered))
	if errors.As(err, &why) && why.OfApp {
		return ErrApp
	}
	return err
}
