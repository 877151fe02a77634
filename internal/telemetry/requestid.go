package telemetry

import (
	"crypto/rand"
	"net/http"
	"strings"
)

const requestIDHeader = "X-Request-Id"

// maxRequestID is the longest id that is taken from a request.
const maxRequestID = 64

// requestID returns the id that a proxy gave the request, when it is plain, else
// a new one.
func requestID(header http.Header) string {
	given := header.Get(requestIDHeader)
	if given == "" || len(given) > maxRequestID || strings.Trim(given, plain) != "" {
		return rand.Text()
	}
	return given
}

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
