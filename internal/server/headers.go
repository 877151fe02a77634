package server

import "net/http"

// SecurityHeaders sets the headers that keep a browser from doing more with an
// answer than showing it to its own page (OWASP, HTTP Headers Cheat Sheet). A
// page that needs more sets its own Content-Security-Policy over this one.
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

// refuseTrace keeps a handler that takes every method from answering TRACE.
func refuseTrace(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodTrace {
			w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
			http.Error(w, "TRACE is not answered", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// closeAfterChunks ends the connection after a request whose body came in chunks.
// net/http takes one that tells a length too, by the chunks, and forgets the
// length; a proxy that went by it takes what stands behind for the next request.
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
