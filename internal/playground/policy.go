package playground

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// metaMediaHosts are where the Graph API's pictures, videos and attachments are, as
// sources of a content security policy.
var metaMediaHosts = []string{"https://*.cdninstagram.com", "https://*.fbcdn.net", "https://*.fbsbx.com"}

// MediaHosts returns the hosts of the pictures and videos in an upstream's answers:
// Meta's own, and for any other upstream, which may serve them itself, its origin too.
func MediaHosts(upstream *url.URL) []string {
	host := strings.ToLower(upstream.Host)
	if !plainHost.MatchString(host) || strings.HasSuffix(upstream.Hostname(), ".instagram.com") || strings.HasSuffix(upstream.Hostname(), ".facebook.com") {
		return metaMediaHosts
	}
	return append([]string{upstream.Scheme + "://" + host}, metaMediaHosts...)
}

// plainHost is a host that means nothing else in a policy.
var plainHost = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?$`)

// contentSecurityPolicy lets the page load its own files, talk to its own origin, show
// pictures and videos from the media hosts, and nothing else: no inline scripts, and no
// inline styles either.
func contentSecurityPolicy(mediaHosts []string) string {
	media := strings.Join(append([]string{"'self'"}, mediaHosts...), " ")
	return strings.Join([]string{
		"default-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"script-src 'self'",
		"worker-src 'self'",
		"connect-src 'self'",
		"font-src 'self'",
		"img-src " + media,
		"media-src " + media,
		"style-src 'self'",
	}, "; ")
}

// withPolicy sets the page's policy on every answer, refusals included.
func withPolicy(policy string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		next.ServeHTTP(w, r)
	})
}
