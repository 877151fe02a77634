package login

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gramql/gramql/internal/globalid"
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
	sent := r.Header.Get("Origin")
	if sent == "" {
		return r.Header.Get("Sec-Fetch-Site") == "same-origin"
	}
	ours, err := url.Parse(l.PublicURL)
	page, wrong := url.Parse(sent)
	return err == nil && wrong == nil && page.Scheme == ours.Scheme && (isHost(page, r.Host) || isHost(page, ours.Host))
}

// isHost reports whether a page is of a host, with which its scheme's own port may be named.
func isHost(page *url.URL, host string) bool {
	port := map[string]string{"http": ":80", "https": ":443"}[page.Scheme]
	return page.Host != "" && strings.EqualFold(page.Host, strings.TrimSuffix(host, port))
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
	// Account is the account in whose name the visitor asks: the one that is named, else
	// the first that was connected. It is empty where there is none, and has no Token
	// where none that it has been connected with works.
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
	name := nameOf(r.Header.Get(accountHeader))
	for _, account := range accounts {
		if !account.named(name) || v.Account.Graph != "" && account.Graph != v.Account.Graph {
			continue // nobody is to ask, let alone write, in the name of another account than before
		}
		if account.Token, err = l.Vault.Open(ctx, account.Graph, account.Login); err != nil {
			return nil, err
		}
		if v.Account = account; account.Token != "" {
			break
		}
	}
	return v, nil
}

// nameOf returns the Graph API id in the global id of an account; any other text as it is.
func nameOf(text string) string {
	if id, err := globalid.Parse(text); err == nil && id.Type == "User" && len(id.Way.Steps) == 0 {
		return id.GraphID
	}
	return text
}

// named reports whether a text names the account: any id of it, or its username. No text
// names each.
func (a Account) named(text string) bool {
	return text == "" || text == a.ID || text == a.Graph || text == a.User || strings.EqualFold(text, a.Username)
}
