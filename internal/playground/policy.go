package playground

import (
	"net/http"
	"strings"
)

// contentSecurityPolicy lets the page load its own files, talk to its own origin,
// and nothing else. Measured in Chromium: without 'unsafe-inline' for styles, Monaco,
// GraphiQL's editor, cannot place a line, because it writes style attributes into its
// HTML; without data: images, its marks below errors are missing. Scripts get neither.
var contentSecurityPolicy = strings.Join([]string{
	"default-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"script-src 'self'",
	"worker-src 'self'",
	"connect-src 'self'",
	"font-src 'self'",
	"img-src 'self' data:",
	"style-src 'self' 'unsafe-inline'",
}, "; ")

// withPolicy sets the page's policy on every answer, refusals included.
func withPolicy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", contentSecurityPolicy)
		next.ServeHTTP(w, r)
	})
}
