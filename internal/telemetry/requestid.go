package telemetry

import (
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/redact"
)

const requestIDHeader = "X-Request-Id"

// maxRequestID is the longest id that is taken from a request.
const maxRequestID = 64

// requestID returns the id that a proxy gave the request, when it is plain and tells
// nothing of a credential, else a new one.
func requestID(header http.Header, token secret) string {
	given := header.Get(requestIDHeader)
	if given == "" || len(given) > maxRequestID || strings.Trim(given, plain) != "" || token.in(given) || redact.HasCredential(given) {
		return rand.Text()
	}
	return given
}

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
