package server

import (
	"net/http"
	"time"

	"github.com/rs/cors"
)

// preflightAge is how long a browser may reuse the answer to a preflight request.
const preflightAge = 10 * time.Minute

// CORS lets pages of exactly these origins, such as "https://app.example", call
// the handler with an access token. Cookies are not allowed: no one is identified
// by one. Without origins, no page of another origin may call.
func CORS(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next // to package cors, an empty list means every origin
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Authorization", "Cache-Control", "Content-Type", "Traceparent", "X-Request-Id"},
		ExposedHeaders: []string{"Retry-After", "X-Request-Id"},
		MaxAge:         int(preflightAge.Seconds()),
	}).Handler(next)
}
