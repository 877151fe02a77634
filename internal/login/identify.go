package login

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/problem"
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

// Why nobody asks by a session's cookie that a request brings.
var (
	ErrSignedOut = problem.New(problem.Unauthenticated, "the session has ended", "Sign in again in a browser, at loginUrl.")
	ErrNotMeant  = problem.New(problem.Unauthenticated, "the session's cookie alone does not say that the request was sent on purpose",
		"Send the header X-GramQL-CSRF: 1 with the cookie.")
)

// Identify returns who asks by the cookie of a request; nil for a request that brings none.
// The error may be ErrSignedOut, or ErrNotMeant.
func (l *Login) Identify(ctx context.Context, r *http.Request) (*Visitor, error) {
	switch {
	case r.Header.Get("Authorization") != "", l.cookieOf(r) == "":
		return nil, nil
	case !l.isMeant(r):
		return nil, ErrNotMeant
	}
	s, err := l.session(ctx, r)
	if errors.Is(err, ErrNoSession) {
		return nil, ErrSignedOut
	}
	if err != nil {
		return nil, err
	}
	account, err := l.AccountFor(ctx, s.Viewer, r.Header, nil)
	if err != nil {
		return nil, err
	}
	return &Visitor{Session: s, Account: account}, nil
}

// Names reports whether a header names the account in whose name its request asks.
func Names(header http.Header) bool { return header.Get(accountHeader) != "" }

// AccountFor returns the account in whose name a person asks by a request with a header, as
// Visitor has it: one among those that a credential is for, by their Graph API ids, unless
// that is for all.
func (l *Login) AccountFor(ctx context.Context, person string, header http.Header, among []string) (Account, error) {
	return l.AccountNamed(ctx, person, header.Get(accountHeader), among)
}

// AccountNamed returns the account of a person that a text names by any id of the account or of
// its connection, or by the username, as AccountFor does.
func (l *Login) AccountNamed(ctx context.Context, person, name string, among []string) (found Account, err error) {
	accounts, err := l.Store.Accounts(ctx, person)
	if err != nil {
		return Account{}, err
	}
	name = nameOf(name)
	for _, account := range maybeFirst(accounts) {
		if !account.named(name) || found.Graph != "" && account.Graph != found.Graph || among != nil && !slices.Contains(among, account.Graph) {
			continue // nobody is to ask, let alone write, in the name of another account than before
		}
		if found, err = l.opened(ctx, account, accounts, among); err != nil || found.Token != "" {
			break
		}
	}
	found.Others = found.Graph != "" && slices.ContainsFunc(accounts, func(other Account) bool {
		return (among == nil || slices.Contains(among, other.Graph)) && found.isApart(other)
	})
	return found, err
}

// maybeFirst returns accounts, those first of which it cannot be read when they were connected:
// whoever names none may mean them.
func maybeFirst(accounts []Account) []Account {
	return slices.SortedStableFunc(slices.Values(accounts), func(a, b Account) int {
		switch {
		case a.ConnectedAt.IsZero() == b.ConnectedAt.IsZero():
			return 0
		case a.ConnectedAt.IsZero():
			return -1
		}
		return 1
	})
}

// isApart reports whether the account is another one than the other, and its token not for the
// other. With Facebook Login one token is for all accounts of a person.
func (a Account) isApart(other Account) bool {
	return a.Graph != other.Graph && (a.Login != dialect.Facebook || other.Login != dialect.Facebook || a.User != other.User)
}

// Opened returns the accounts that a person has connected, each with its token if that works,
// as far as a credential is for them.
func (l *Login) Opened(ctx context.Context, person string, among []string) (all []Account, err error) {
	accounts, err := l.Store.Accounts(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, account := range accounts {
		if among != nil && !slices.Contains(among, account.Graph) {
			continue
		}
		if account, err = l.opened(ctx, account, accounts, among); err != nil {
			return nil, err
		}
		all = append(all, account)
	}
	return all, nil
}

// opened returns one of a person's accounts with its token, if that works and opens no other
// account than a credential is for.
func (l *Login) opened(ctx context.Context, account Account, accounts []Account, among []string) (_ Account, err error) {
	if among != nil && account.opensOthers(accounts, among) {
		account.Access = "" // nothing that was kept for others is for the credential
		return account, nil
	}
	if account.Token, err = l.Vault.Open(ctx, account.Graph, account.Login); err != nil {
		return account, err
	}
	if !account.StateWith(account.Token != "", l.Now()).works() {
		account.Token = ""
	}
	return account, nil
}

// opensOthers reports whether the account's token opens further accounts than those that a
// credential is for: a token of Facebook Login is for all Pages that were allowed.
func (a Account) opensOthers(accounts []Account, among []string) bool {
	return a.Login == dialect.Facebook && slices.ContainsFunc(accounts, func(other Account) bool {
		return other.Login == dialect.Facebook && other.User == a.User && !slices.Contains(among, other.Graph)
	})
}

// nameOf returns the id in the global id of an account, or of its connection; any other text
// as it is.
func nameOf(text string) string {
	if id, err := globalid.Parse(text); err == nil && id.Type == "User" && len(id.Way.Steps) == 0 {
		return id.GraphID
	}
	if id, err := globalid.ParseKept(text); err == nil && id.Type == "ConnectedAccount" {
		return id.GraphID
	}
	return text
}

// named reports whether a text names the account: any id of it, or its username. No text
// names each.
func (a Account) named(text string) bool {
	return text == "" || text == a.ID || text == a.Graph || text == a.User || strings.EqualFold(text, a.Username)
}
