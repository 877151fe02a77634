package httpx

import (
	"errors"
	"net/http"
	"strings"
)

const maxToken = 4 << 10 // bytes; Graph API tokens stay under 512

// ErrMalformedToken means an Authorization header that holds no bearer token.
// It does not repeat the header.
var ErrMalformedToken = errors.New("the Authorization header is malformed; send Authorization: Bearer <access token>")

// BearerToken returns the caller's token from the Authorization header (RFC
// 6750, section 2.1). ok is false when there is no such header, or none that says
// anything: clients without a token send an empty one, or the scheme alone. Any
// other header that is not one bearer token gives ErrMalformedToken.
func BearerToken(r *http.Request) (token string, ok bool, err error) {
	return bearerToken(r.Header["Authorization"])
}

func bearerToken(headers []string) (token string, ok bool, err error) {
	if len(headers) == 0 {
		return "", false, nil
	}
	scheme, token, _ := strings.Cut(strings.Trim(headers[0], " "), " ")
	token = strings.TrimLeft(token, " ") // RFC 9110 allows several
	bearer := strings.EqualFold(scheme, "Bearer")
	switch {
	case len(headers) == 1 && token == "" && (scheme == "" || bearer):
		return "", false, nil
	case len(headers) > 1 || !bearer || token == "" || len(token) > maxToken || strings.ContainsFunc(token, notInToken):
		return "", false, ErrMalformedToken
	}
	return token, true, nil
}

// notInToken is wider than RFC 6750's token68: old Graph API tokens of the form
// <app id>|<secret> are sent as they are.
func notInToken(r rune) bool { return r <= ' ' || r > '~' }
