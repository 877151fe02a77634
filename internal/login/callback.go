package login

import (
	"errors"
	"net/http"
	"strings"
)

// Callback answers GET /login/callback: people come back from Meta's window, with a code
// for a token or with why there is none.
func (l *Login) Callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	begun, err := l.Store.TakeBegun(r.Context(), hashOf(query.Get("state")), hashOf(l.browserOf(r)), l.Now())
	switch {
	case errors.Is(err, ErrNotBegun):
		l.fail(w, r, notBegun)
		return
	case err != nil:
		l.broken(w, r, "find a login that was begun", err)
		return
	}
	provider, ok := l.Providers.Of(begun.Login)
	if !ok {
		l.fail(w, r, badLogin)
		return
	}
	code, _, _ := strings.Cut(query.Get("code"), "#")
	switch {
	case query.Get("error") == "access_denied":
		l.deny(w, r, begun.ReturnTo)
		return
	case code == "":
		l.fail(w, r, noCode)
		return
	}
	accounts, err := l.connect(r.Context(), provider, code)
	if err != nil {
		l.refuse(w, r, provider, err)
		return
	}
	for _, account := range accounts {
		if err := l.Vault.Keep(r.Context(), account.Graph, account.Login, account.Token); err != nil {
			l.broken(w, r, "keep a token", err)
			return
		}
	}
	cookie := newSecret()
	now := l.Now()
	session := Session{ID: newSecret(), Cookie: hashOf(cookie), UserAgent: shorten(r.UserAgent()), CreatedAt: now, SeenAt: now, Expires: now.Add(sessionLife)}
	if err := l.Store.SignIn(r.Context(), hashOf(l.cookieOf(r)), session, accounts); err != nil {
		l.broken(w, r, "open a session", err)
		return
	}
	l.setCookie(w, cookie)
	redirect(w, begun.ReturnTo)
}

// deny answers people who did not allow it.
func (l *Login) deny(w http.ResponseWriter, r *http.Request, returnTo string) {
	if l.Denied != nil {
		if instead := l.Denied(returnTo); instead != "" {
			redirect(w, instead)
			return
		}
	}
	l.fail(w, r, denied)
}

// maxAgent bounds what is kept of a browser's name, in bytes.
const maxAgent = 200

func shorten(agent string) string {
	return strings.ToValidUTF8(agent[:min(len(agent), maxAgent)], "")
}
