package login

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// The headers by which a request says that it is meant: pages of elsewhere cannot send
// them without being asked for, and so not at all.
var meantHeaders = []string{"X-Gramql-Csrf", "Apollo-Require-Preflight"}

// accountHeader chooses one of several accounts.
const accountHeader = "X-Gramql-Account"

// isMeant reports whether a request with a cookie was sent on purpose: it has one of the
// headers, or a page of ours has sent it.
func (l *Login) isMeant(r *http.Request) bool {
	for _, name := range meantHeaders {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || origin.Host == "" {
		return r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "same-origin"
	}
	return origin.Host == r.Host || origin.Host == hostOf(l.PublicURL)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Visitor is who asks with a session.
type Visitor struct {
	Session Session
	// Account is the account in whose name the visitor asks, with its token; empty
	// where none is connected or the one that is named is not.
	Account Account
}

// Identify returns who asks by the cookie of a request; nil for nobody, and for a request
// that was not sent on purpose.
func (l *Login) Identify(ctx context.Context, r *http.Request) (*Visitor, error) {
	if r.Header.Get("Authorization") != "" || l.cookieOf(r) == "" || !l.isMeant(r) {
		return nil, nil
	}
	s, err := l.session(ctx, r)
	if errors.Is(err, ErrNoSession) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	accounts, err := l.Store.Accounts(ctx, s.Viewer)
	if err != nil {
		return nil, err
	}
	v := &Visitor{Session: s}
	for _, account := range accounts {
		if v.Account.Token != "" {
			break
		}
		if account.named(r.Header.Get(accountHeader)) {
			if account.Token, err = l.Vault.Open(ctx, account.Graph, account.Login); err != nil {
				return nil, err
			}
			v.Account = account
		}
	}
	return v, nil
}

// named reports whether a text names the account: any id of it, or its username. No text
// names each.
func (a Account) named(text string) bool {
	return text == "" || text == a.ID || text == a.Graph || text == a.User || strings.EqualFold(text, a.Username)
}
