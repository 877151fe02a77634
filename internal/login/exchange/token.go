package exchange

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/dialect"
)

// answered is an answer with a token. Meta documents the members as those of the one row
// of a list data, and answers them by themselves; permissions are a list or a text with
// commas.
type answered struct {
	Token       string          `json:"access_token"`
	ExpiresIn   json.Number     `json:"expires_in"`
	Permissions json.RawMessage `json:"permissions"`
	Data        []answered      `json:"data"`
}

// Granted is a token, and what is known of it.
type Granted struct {
	Token   string
	Scopes  []string
	Expires time.Time // zero: never
}

// endless is a life that no token is given: one of so long has no end.
const endless = 100 * 365 * 24 * time.Hour

// grant returns the token of an answer.
func (a answered) grant(now time.Time) (Granted, error) {
	if a.Token == "" && len(a.Data) > 0 {
		a = a.Data[0]
	}
	if a.Token == "" || strings.ContainsFunc(a.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return Granted{}, errOddAnswer
	}
	g := Granted{Token: a.Token}
	if json.Unmarshal(a.Permissions, &g.Scopes) != nil {
		var list string
		if json.Unmarshal(a.Permissions, &list) == nil {
			g.Scopes = strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	if seconds, err := a.ExpiresIn.Float64(); err == nil && seconds > 0 && seconds < endless.Seconds() {
		g.Expires = now.Add(time.Duration(seconds) * time.Second)
	}
	return g, nil
}

// redeem turns a code into a token, by one request that is never repeated.
func (c *Client) redeem(ctx context.Context, p Provider, code string) (Granted, error) {
	form := url.Values{
		"client_id":     {c.ID},
		"client_secret": {c.Secret},
		"grant_type":    {"authorization_code"},
		"redirect_uri":  {c.Redirect},
		"code":          {code},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Code, strings.NewReader(form.Encode()))
	if err != nil {
		return Granted{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer answered
	if err := c.call(r, "redeem a code", &answer); err != nil {
		return Granted{}, err
	}
	return answer.grant(c.Now())
}

// long is how long a token lives that needs no exchange.
const long = 7 * 24 * time.Hour

// prolong turns a short-lived token into one that lives for weeks. A token that lives
// long, or for ever, is returned as it is.
func (c *Client) prolong(ctx context.Context, p Provider, short Granted) (Granted, error) {
	query := url.Values{"client_secret": {c.Secret}}
	if p.Login == dialect.Facebook {
		if short.Expires.IsZero() || short.Expires.Sub(c.Now()) > long {
			return short, nil
		}
		query.Set("grant_type", "fb_exchange_token")
		query.Set("client_id", c.ID)
		query.Set("fb_exchange_token", short.Token)
	} else {
		query.Set("grant_type", "ig_exchange_token")
		query.Set("access_token", short.Token)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.LongLived+"?"+query.Encode(), nil)
	if err != nil {
		return Granted{}, err
	}
	var answer answered
	if err := c.call(r, "prolong a token", &answer); err != nil {
		return Granted{}, err
	}
	lasting, err := answer.grant(c.Now())
	lasting.Scopes = short.Scopes
	return lasting, err
}

// read reads a node or an edge with a token.
func (c *Client) read(ctx context.Context, p Provider, token, path, fields string, into any) error {
	address := p.Graph + path + "?" + url.Values{"fields": {fields}, "limit": {"100"}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return c.call(r, "read "+path, into)
}

// debugToken reads what Meta knows of a token, in the app's own name.
func (c *Client) debugToken(ctx context.Context, p Provider, token string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Graph+"/debug_token?"+url.Values{"input_token": {token}}.Encode(), nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+c.ID+"|"+c.Secret)
	return c.call(r, "describe a token", into)
}
