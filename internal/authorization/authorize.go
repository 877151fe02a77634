package authorization

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/loopback"
	"github.com/gramql/gramql/internal/page"
)

// The addresses, below the public one. To SignedInPath people come back who have signed in.
const (
	AuthorizePath = "/oauth/authorize"
	SignedInPath  = "/oauth/authorize/signed-in"
)

// The parameters of SignedInPath: which request it is, by which code of RFC 6749 the sign-in has
// failed, and the permissions that the person did not allow.
const idParam, errorParam, missingParam = "request", "error", "missing"

// serverError is the code of what is nobody's fault but ours, or Meta's.
const serverError = "server_error"

// failures are the codes by which a sign-in may fail, and what they mean to an app.
var failures = map[string]string{
	"access_denied":           "the person did not allow it",
	"temporarily_unavailable": "Meta does not answer; have the person begin anew in a few minutes",
	"invalid_request":         "this server has no such login",
	serverError:               "the sign-in has failed; have the person begin anew",
}

// missingForm is that of permissions.
var missingForm = regexp.MustCompile(`^[a-z_]{1,50}(?:,[a-z_]{1,50}){0,9}$`)

var (
	over = page.Page{Status: http.StatusBadRequest, Title: "This sign-in is over", Advice: "It was begun more than fifteen minutes ago, in another browser, or has ended already. Begin anew in the app."}
	ours = page.Page{Status: http.StatusInternalServerError, Title: "Something went wrong here", Advice: "Begin anew in the app in a few minutes. The log says more."}
)

// Authorize answers GET /oauth/authorize: an app has sent somebody to sign in. A session that
// the browser has is no consent: whoever sends people here gets nothing without a sign-in
// that was begun for it.
func (s *Server) Authorize(w http.ResponseWriter, r *http.Request) {
	if s.elsewhere(w, r) {
		return
	}
	q, why, shown := s.Clients.read(r.URL.RawQuery)
	switch {
	case shown != nil:
		page.Write(w, r, *shown)
		return
	case why != nil:
		s.answer(w, q.redirect, q.state, url.Values{"error": {why.code}, "error_description": {why.description}})
		return
	}
	id, browser, now := newSecret(), s.browser(w, r), s.Now()
	if err := s.Store.Begin(r.Context(), Begun{
		ID: credential.HashOf(id), Browser: credential.HashOf(browser), Client: q.client.ID, Redirect: q.redirect, State: q.state,
		Challenge: q.challenge, Scopes: q.scopes, CreatedAt: now, Expires: now.Add(beginLife),
	}); err != nil {
		s.failed(r.Context(), "begin a sign-in for an app", err)
		s.answer(w, q.redirect, q.state, url.Values{"error": {serverError}, "error_description": {failures[serverError]}})
		return
	}
	signIn := url.Values{"return_to": {s.path() + SignedInPath + "?" + idParam + "=" + id}}
	if q.login != "" {
		signIn.Set("login", q.login)
	}
	redirect(w, s.PublicURL+s.SignInPath+"?"+signIn.Encode())
}

// hereParam says that the browser was sent here from another name of this machine.
const hereParam = "here"

// elsewhere sends a browser on that reaches this machine by another name than the public one:
// cookies are for one of them.
func (s *Server) elsewhere(w http.ResponseWriter, r *http.Request) bool {
	u, err := url.Parse(s.PublicURL)
	if err != nil || r.Host == u.Host || !loopback.Is(r.Host) || !loopback.Is(u.Host) || r.URL.Query().Has(hereParam) {
		return false
	}
	redirect(w, s.PublicURL+AuthorizePath+"?"+r.URL.RawQuery+"&"+hereParam+"=1")
	return true
}

// Continue answers GET /oauth/authorize/signed-in: people come back from the sign-in, and
// are sent back to the app, with a code.
func (s *Server) Continue(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	begun, err := s.Store.TakeBegun(r.Context(), credential.HashOf(query.Get(idParam)), credential.HashOf(s.browserOf(r)), s.Now())
	switch {
	case errors.Is(err, ErrNone):
		page.Write(w, r, over)
		return
	case err != nil:
		s.broken(w, r, "find a sign-in for an app", err)
		return
	}
	if client, known := s.Clients[begun.Client]; !known {
		page.Write(w, r, unknownApp)
		return
	} else if _, known := client.redirect(begun.Redirect); !known {
		page.Write(w, r, strangeWay)
		return
	}
	if query.Has(errorParam) {
		s.fail(w, begun, query.Get(errorParam), query.Get(missingParam))
		return
	}
	person, since, err := s.SignedIn(r)
	switch {
	case err != nil:
		s.failed(r.Context(), "find out who has signed in", err)
		s.fail(w, begun, serverError, "")
		return
	case person == "" || since.Before(begun.CreatedAt.Truncate(time.Millisecond)):
		page.Write(w, r, over)
		return
	}
	code, err := s.newCode(r.Context(), begun, person)
	if err != nil {
		s.failed(r.Context(), "give an app a code", err)
		s.fail(w, begun, serverError, "")
		return
	}
	s.answer(w, begun.Redirect, begun.State, url.Values{"code": {code}})
}

// fail tells an app that the sign-in has failed, by a code and the permissions that were not
// allowed, with commas.
func (s *Server) fail(w http.ResponseWriter, b Begun, code, missing string) {
	description, known := failures[code]
	if !known {
		code, description = serverError, failures[serverError]
	}
	if missingForm.MatchString(missing) {
		description += ": " + missing
	}
	s.answer(w, b.Redirect, b.State, url.Values{"error": {code}, "error_description": {description}})
}

// Failed returns where people come back to whose sign-in has failed, in place of the path that
// it was begun with; "" for a sign-in that was not for an app. The code is one of RFC 6749,
// section 4.1.2.1, and missing are permissions that they did not allow.
func (s *Server) Failed(returnTo, code string, missing []string) string {
	rest, ok := strings.CutPrefix(returnTo, s.path()+SignedInPath+"?")
	if !ok {
		return ""
	}
	why := url.Values{errorParam: {code}}
	if len(missing) > 0 {
		why.Set(missingParam, strings.Join(missing, ","))
	}
	return s.path() + SignedInPath + "?" + rest + "&" + why.Encode()
}

// newCode begins a family, and returns its code.
func (s *Server) newCode(ctx context.Context, b Begun, person string) (string, error) {
	code, name := credential.NewSecret(CodePrefix)
	now := s.Now()
	return code, s.Store.Add(ctx, Family{
		ID: name, Client: b.Client, Person: person, Scopes: b.Scopes,
		Code: credential.HashOf(code), Redirect: b.Redirect, Challenge: b.Challenge,
		CreatedAt: now, Expires: now.Add(codeLife),
	})
}

// answer sends people back to an app. The answer says from whom it is, so that an app which
// knows several servers is not told by another.
//
// Source: RFC 9207, section 2.
func (s *Server) answer(w http.ResponseWriter, to, state string, answer url.Values) {
	if state != "" {
		answer.Set("state", state)
	}
	answer.Set("iss", s.PublicURL)
	redirect(w, redirectTo(to, answer))
}

// path is that of the public address, without a slash at its end.
func (s *Server) path() string {
	u, err := url.Parse(s.PublicURL)
	if err != nil {
		return ""
	}
	return u.EscapedPath()
}

// redirect sends a browser to an address that nobody is to keep, or to tell others of.
func redirect(w http.ResponseWriter, address string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
}

// broken says that the fault is ours, and writes into the log what could not be done.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, what string, err error) {
	s.failed(r.Context(), what, err)
	page.Write(w, r, ours)
}

func (s *Server) failed(ctx context.Context, what string, err error) {
	if !errors.Is(err, context.Canceled) {
		s.Log.ErrorContext(ctx, "authorization: could not "+what, "error", err)
	}
}

// newSecret returns a secret of 256 bits that cannot be guessed.
func newSecret() string { return rand.Text() + rand.Text() }

// browserCookie binds a sign-in to the browser in which it was begun.
const browserCookie = "gramql-authorize"

// cookieName is that of browserCookie. On https no other host and no page without TLS can set
// it.
func (s *Server) cookieName() string {
	if strings.HasPrefix(s.PublicURL, "https://") {
		return "__Host-" + browserCookie
	}
	return browserCookie
}

// browserOf returns what names the browser of a request; "" for none.
func (s *Server) browserOf(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil || len(c.Value) != len(newSecret()) {
		return ""
	}
	return c.Value
}

// browser returns what names the browser of a request, and gives it a name if it has none.
// One name is for all sign-ins that are begun in it at the same time.
func (s *Server) browser(w http.ResponseWriter, r *http.Request) string {
	name := s.browserOf(r)
	if name == "" {
		name = newSecret()
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure is off for an address of plain http only
		Name: s.cookieName(), Value: name, Path: "/", MaxAge: int(beginLife.Seconds()),
		HttpOnly: true, Secure: strings.HasPrefix(s.PublicURL, "https://"), SameSite: http.SameSiteLaxMode,
	})
	return name
}
