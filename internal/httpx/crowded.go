package httpx

import "net/http"

// Crowded answers every request with 503: there are too many connections to read
// the request.
func Crowded(w http.ResponseWriter, r *http.Request) {
	ErrCrowded.Write(w, r)
}
