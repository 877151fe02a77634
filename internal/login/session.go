package login

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Cookies that a browser has of this server: the session's secret, and what binds a login
// to the browser in which it was begun.
const sessionCookie, browserCookie = "gramql", "gramql-login"

// secure reports whether browsers reach this server by https.
func (l *Login) secure() bool { return strings.HasPrefix(l.PublicURL, "https://") }

// named returns the name of a cookie. On https no other host and no page without TLS can
// set it.
func (l *Login) named(cookie string) string {
	if l.secure() {
		return "__Host-" + cookie
	}
	return cookie
}

// cookie returns a cookie that no script reads, and that pages of elsewhere do not send.
func (l *Login) cookie(cookie, value string, life time.Duration) *http.Cookie {
	c := &http.Cookie{ //nolint:gosec // Secure is off for an address of plain http only
		Name: l.named(cookie), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: l.secure(), SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

func (l *Login) setCookie(w http.ResponseWriter, value string) {
	http.SetCookie(w, l.cookie(sessionCookie, value, sessionLife))
}

// cookieOf returns the session's secret that a request brings; "" for none.
func (l *Login) cookieOf(r *http.Request) string { return l.valueOf(r, sessionCookie) }

// browserOf returns what names the browser of a request; "" for none.
func (l *Login) browserOf(r *http.Request) string { return l.valueOf(r, browserCookie) }

// maxSecret bounds what is taken for a secret, in bytes.
const maxSecret = 128

func (l *Login) valueOf(r *http.Request, cookie string) string {
	c, err := r.Cookie(l.named(cookie))
	if err != nil || len(c.Value) > maxSecret {
		return ""
	}
	return c.Value
}

// browser returns what names the browser of a request, and gives it a name if it has
// none. One name is for all logins that are begun in it at the same time.
func (l *Login) browser(w http.ResponseWriter, r *http.Request) string {
	name := l.browserOf(r)
	if len(name) != len(newSecret()) {
		name = newSecret()
	}
	http.SetCookie(w, l.cookie(browserCookie, name, beginLife))
	return name
}

// Logout answers POST /logout: it ends the session.
func (l *Login) Logout(w http.ResponseWriter, r *http.Request) {
	if !l.isMeant(r) {
		l.fail(w, r, notMeant)
		return
	}
	if cookie := l.cookieOf(r); cookie != "" {
		if err := l.Store.EndSession(r.Context(), hashOf(cookie)); err != nil {
			l.broken(w, r, "end a session", err)
			return
		}
	}
	l.setCookie(w, "")
	w.Header().Set("Cache-Control", "no-store")
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		redirect(w, l.home())
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// SignedIn returns the session of a request, which a page of elsewhere may have sent;
// ErrNoSession if it brings none.
func (l *Login) SignedIn(ctx context.Context, r *http.Request) (Session, error) {
	return l.session(ctx, r)
}

// session returns the session of a request; ErrNoSession if it brings none. It is noted
// now and then that the session is used.
func (l *Login) session(ctx context.Context, r *http.Request) (Session, error) {
	cookie := l.cookieOf(r)
	if cookie == "" {
		return Session{}, ErrNoSession
	}
	now := l.Now()
	s, err := l.Store.FindSession(ctx, hashOf(cookie), now)
	if err == nil && now.Sub(s.SeenAt) >= seenEvery {
		if failed := l.Store.See(ctx, s.ID, now); failed != nil && !errors.Is(failed, context.Canceled) {
			l.Log.WarnContext(ctx, "note that a session is used", "error", failed)
		}
	}
	return s, err
}
