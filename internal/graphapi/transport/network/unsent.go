package network

import (
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// unsentError is the error of a call of which nothing was sent, because no connection was
// had.
type unsentError struct{ error }

// Unsent returns true.
func (unsentError) Unsent() bool { return true }

// Unwrap returns why there is no connection.
func (e unsentError) Unwrap() error { return e.error }

// roundTripSecure makes a call over HTTPS, and tells, of a call that is no read, whether
// it got as far as a connection.
func (n *Network) roundTripSecure(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodGet {
		return n.secure.RoundTrip(request)
	}
	var connected atomic.Bool
	request = request.WithContext(httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}))
	response, err := n.secure.RoundTrip(request)
	if err != nil && !connected.Load() {
		err = unsentError{err}
	}
	return response, err
}
