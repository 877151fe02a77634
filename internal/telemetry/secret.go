package telemetry

import (
	"net/http"
	"strings"
)

// secret is the access token of a request: clients put it where names belong, too, and
// names are written into logs and traces.
type secret string

// shortest is how many letters of a token tell something of it.
const shortest = 12

// secretOf returns what the Authorization header says behind its scheme.
func secretOf(header http.Header) secret {
	_, token, _ := strings.Cut(strings.TrimSpace(header.Get("Authorization")), " ")
	return secret(strings.TrimSpace(token))
}

// in reports whether a text has the token in it, or is a part of the token.
func (s secret) in(text string) bool {
	token := string(s)
	return len(token) >= shortest && strings.Contains(text, token) ||
		len(text) >= shortest && strings.Contains(token, text)
}

// hidden is written in place of a text that has a token in it.
const hidden = "(token)"
