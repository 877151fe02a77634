package server

import "net/http"

// SecurityHeaders sets the headers that keep a browser from doing more with an
// answer than handing it to a page of the same origin. A handler that needs more
// replaces the Content-Security-Policy.
//
// Source: OWASP, HTTP Headers Cheat Sheet.
func SecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
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
