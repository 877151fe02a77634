package server

import (
	"maps"
	"net/http"
)

// securityHeaders keep a browser from doing more with an answer than handing it to a page
// of the same origin.
//
// Source: OWASP, HTTP Headers Cheat Sheet.
var securityHeaders = http.Header{
	"Content-Security-Policy":      {"default-src 'none'; frame-ancestors 'none'"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Referrer-Policy":              {"no-referrer"},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Frame-Options":              {"DENY"},
}

// SecurityHeaders sets headers that protect browsers. A handler that needs more replaces
// the Content-Security-Policy.
func SecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), securityHeaders) // whoever changes one of the values puts a new one in its place
		next.ServeHTTP(w, r)
	})
}

// refuseTrace answers TRACE with 405, for handlers that accept every method.
func refuseTrace(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodTrace {
			w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
			http.Error(w, "TRACE is not allowed", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// closeAfterChunks closes the connection after a request with a chunked body. If
// the request has a Content-Length too, net/http ignores that; a proxy that trusts
// it would take the rest of the body for the next request.
//
// Source: RFC 9112, section 6.1.
func closeAfterChunks(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
