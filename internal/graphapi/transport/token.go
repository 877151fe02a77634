package transport

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// viewersOnly refuses a call in the name of no viewer, with graphapi.ErrNoToken or
// graphapi.ErrNotConnected or graphapi.ErrAccountLost, before a cache could answer it. A viewer who has to sign in again
// has no token, and may have answers.
type viewersOnly struct{ next graphapi.Doer }

// Do makes the call of the context's viewer.
func (o viewersOnly) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	switch {
	case v.Token != "" || v.Access != "":
		return o.next.Do(ctx, call)
	case v.Lost:
		return nil, graphapi.ErrAccountLost
	case v.Person != "" && v.Account == "":
		return nil, graphapi.ErrNotConnected
	}
	return nil, graphapi.ErrNoToken
}

// token puts the viewer's access token into a call: in a header, for URLs are
// written into logs on the way. The token goes to no other server than base.
type token struct {
	base   *url.URL
	secret []byte
	next   http.RoundTripper
}

// RoundTrip makes the call in the name of the context's viewer. Without a viewer it makes
// no call and returns graphapi.ErrNoToken.
func (t *token) RoundTrip(request *http.Request) (*http.Response, error) {
	v, ok := viewer.FromContext(request.Context())
	switch {
	case !ok || v.Token == "":
		closeBody(request)
		return nil, graphapi.ErrNoToken
	case request.URL.Host != t.base.Host || request.URL.Scheme != t.base.Scheme:
		closeBody(request)
		return nil, graphapi.ErrForeignHost
	}
	signed := *request // a round tripper leaves the request as it was
	signed.Header = maps.Clone(request.Header)
	signed.Header["Authorization"] = []string{"Bearer " + v.Token}
	signed.URL = t.sign(request.URL, v.Token)
	return t.next.RoundTrip(&signed)
}

// sign returns the URL without any token in it and, when there is a secret,
// with the proof that the call comes from the app's own server.
//
// Source: Meta, Graph API: Securing Graph API Requests.
func (t *token) sign(address *url.URL, accessToken string) *url.URL {
	query := withoutToken(address.RawQuery)
	if len(t.secret) > 0 {
		if query != "" {
			query += "&"
		}
		query += "appsecret_proof=" + Proof(t.secret, accessToken)
	}
	if query == address.RawQuery {
		return address
	}
	signed := *address
	signed.RawQuery = query
	return &signed
}

// Proof returns the proof that a call with a token comes from the app that has the secret.
func Proof(secret []byte, accessToken string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(accessToken))
	return hex.EncodeToString(mac.Sum(nil))
}

// withoutToken drops access_token from a query, whose other parts stay as they
// are.
func withoutToken(query string) string {
	for part := range strings.SplitSeq(query, "&") {
		if isToken(part) {
			return strings.Join(slices.DeleteFunc(strings.Split(query, "&"), isToken), "&")
		}
	}
	return query
}

func isToken(part string) bool {
	name, _, _ := strings.Cut(part, "=")
	plain, err := url.QueryUnescape(name)
	return err == nil && strings.EqualFold(plain, "access_token")
}

// closeBody keeps the promise of a round tripper that makes no call.
func closeBody(request *http.Request) {
	if request.Body != nil {
		_ = request.Body.Close()
	}
}
