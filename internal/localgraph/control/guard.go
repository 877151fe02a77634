package control

import (
	"net/http"
	"net/url"

	"github.com/gramql/gramql/internal/loopback"
)

// onThisMachine lets in who calls from this machine, by a name of this machine,
// and from no web page but one of the server itself. A page of elsewhere could
// reach the server through a browser on this machine, also by a name of its own
// that leads here (DNS rebinding).
func onThisMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback.Is(r.RemoteAddr) || !loopback.Is(r.Host) || !ownPage(r) {
			var told errorBody
			told.Error.Message = "the control API is for programs on this machine"
			write(w, http.StatusForbidden, told)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownPage reports whether a request comes from no web page, or from one that the
// server itself has sent.
func ownPage(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		return false
	}
	for _, origin := range r.Header.Values("Origin") {
		if page, err := url.Parse(origin); err != nil || page.Host != r.Host {
			return false
		}
	}
	return true
}
