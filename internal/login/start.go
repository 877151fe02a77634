package login

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/loopback"
)

// The addresses of the login, below the public one.
const (
	StartPath    = "/login"
	CallbackPath = "/login/callback"
	LogoutPath   = "/logout"
)

// Address returns where people log in by a login type, as a link; by the usual one for 0.
func (l *Login) Address(login dialect.Login) string {
	address := l.PublicURL + StartPath
	if login != 0 {
		address += "?" + url.Values{loginParam: {login.String()}}.Encode()
	}
	return address
}

// loginParam is the login type by which a login begins.
const loginParam = "login"

// maxReturn bounds the path that people come back to, in bytes.
const maxReturn = 2 << 10

// Start answers GET /login: it sends people to Meta's window. The parameter login is the
// login type, return_to the path that they come back to.
func (l *Login) Start(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if loopback.Is(r.Host) && loopback.Is(hostOf(l.PublicURL)) && r.Host != hostOf(l.PublicURL) && !query.Has(hereParam) {
		// This machine has several names, and cookies are for one of them.
		query.Set(hereParam, "1")
		redirect(w, l.PublicURL+StartPath+"?"+query.Encode())
		return
	}
	returnTo, ok := l.returnTo(query.Get("return_to"))
	if !ok {
		l.fail(w, r, badReturn)
		return
	}
	begun := Begun{ReturnTo: returnTo}
	if name := query.Get(loginParam); name != "" {
		var err error
		if begun.Login, err = dialect.ParseLogin(name); err != nil {
			l.stop(w, r, badLogin, begun)
			return
		}
	}
	provider, ok := l.Providers.Of(begun.Login)
	switch {
	case !ok:
		l.stop(w, r, badLogin, begun)
		return
	case l.App.ID == "" || l.App.Secret == "":
		l.stop(w, r, noApp, begun)
		return
	}
	state, browser := newSecret(), l.browser(w, r)
	begun.State, begun.Browser, begun.Login, begun.Expires = hashOf(state), hashOf(browser), provider.Login, l.Now().Add(beginLife)
	if err := l.Store.Begin(r.Context(), begun); err != nil {
		l.brokenIn(w, r, begun, "begin a login", err)
		return
	}
	redirect(w, provider.Window(l.App.ID, l.meta.Redirect, state, query.Has(againParam)))
}

// againParam has Meta's window ask again for permissions that the person did not allow.
const againParam = "again"

// hereParam says that the browser was sent here from another name of this machine.
const hereParam = "here"

// returnTo returns where people come back to: a path of ours, else the address below
// which everything is.
func (l *Login) returnTo(path string) (string, bool) {
	if path == "" {
		return l.home(), true
	}
	u, err := url.Parse(path)
	ok := err == nil && len(path) <= maxReturn && u.Scheme == "" && u.Host == "" && u.Opaque == "" &&
		strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f })
	return path, ok
}

// home is the path of the public address.
func (l *Login) home() string {
	u, err := url.Parse(l.PublicURL)
	if err != nil {
		return "/"
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}

// redirect sends a browser to an address that nobody is to keep.
func redirect(w http.ResponseWriter, address string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
}
