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
	browser := hashOf(l.browserOf(r))
	begun, err := l.Store.TakeBegun(r.Context(), hashOf(query.Get("state")), browser, l.Now())
	switch {
	case errors.Is(err, ErrNotBegun):
		if browser == "" || begun.Browser != browser {
			begun = Begun{}
		}
		l.show(w, r, notBegun, begun)
		return
	case err != nil:
		l.broken(w, r, "find a login that was begun", err)
		return
	}
	provider, ok := l.Providers.Of(begun.Login)
	if !ok {
		l.stop(w, r, badLogin, begun)
		return
	}
	code, _, _ := strings.Cut(query.Get("code"), "#")
	switch {
	case query.Get("error") == "access_denied":
		l.stop(w, r, denied, begun)
		return
	case code == "":
		l.stop(w, r, noCode, begun)
		return
	}
	accounts, err := l.connect(r.Context(), provider, code)
	if err != nil {
		l.refuse(w, r, provider, begun, err)
		return
	}
	for _, account := range accounts {
		if err := l.Vault.Keep(r.Context(), account.Graph, account.Login, account.Token); err != nil {
			l.brokenIn(w, r, begun, "keep a token", err)
			return
		}
	}
	cookie := newSecret()
	now := l.Now()
	session := Session{ID: newSecret(), Cookie: hashOf(cookie), UserAgent: shorten(r.UserAgent()), CreatedAt: now, SeenAt: now, Expires: now.Add(sessionLife)}
	if err := l.Store.SignIn(r.Context(), hashOf(l.cookieOf(r)), session, accounts); err != nil {
		l.brokenIn(w, r, begun, "open a session", err)
		return
	}
	l.setCookie(w, cookie)
	redirect(w, begun.ReturnTo)
}

// maxAgent bounds what is kept of a browser's name, in bytes.
const maxAgent = 200

func shorten(agent string) string {
	return strings.ToValidUTF8(agent[:min(len(agent), maxAgent)], "")
}
