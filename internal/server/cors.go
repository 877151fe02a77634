package server

import (
	"net/http"
	"time"

	"github.com/rs/cors"
)

// preflightAge is how long a browser may reuse the answer to a preflight request.
const preflightAge = 10 * time.Minute

// exposed are the headers of answers that pages may read beside the few that
// browsers always show.
var exposed = []string{"ETag", "Retry-After", "WWW-Authenticate", "X-Request-Id"}

// CORS lets pages of these origins call the handler with an access token, and with
// whatever headers they ask for: clients and tracers send many of their own, and
// none of them means more than its page may say anyway. Cookies are not allowed:
// no page of another origin asks in somebody's session.
func CORS(allows func(origin string) bool, next http.Handler) http.Handler {
	return cors.New(cors.Options{
		AllowOriginVaryRequestFunc: func(r *http.Request, sent string) (bool, []string) {
			once := len(r.Header["Origin"]) == 1
			return once && allows(sent), nil
		},
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: exposed,
		MaxAge:         int(preflightAge.Seconds()),
	}).Handler(next)
}
