package transport

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestToken_goesToNoOtherServer(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	tripper := &token{base: parseURL(t, "https://graph.example"), next: u}
	for _, address := range []string{
		"https://evil.example/me", "http://graph.example/me", "https://graph.example:8443/me", "https://graph.example.evil.example/me",
	} {
		request := httptest.NewRequestWithContext(asViewer(t.Context()), "GET", address, nil)
		response, err := tripper.RoundTrip(request)
		if err == nil {
			_ = response.Body.Close()
		}
		if !errors.Is(err, graphapi.ErrForeignHost) {
			t.Errorf("%s: error = %v", address, err)
		}
	}
	if len(u.requests) != 0 {
		t.Errorf("asked %s", u.requests[0].URL)
	}
}

func TestToken_takesTokensOutOfTheURL(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	tripper := &token{base: parseURL(t, "https://graph.example"), next: u}
	for _, query := range []string{
		"fields=a%2Cb&access_token=Hush&limit=1", "access_token=Hush&fields=a%2Cb&limit=1", "fields=a%2Cb&limit=1&access%5Ftoken=Hush",
		"fields=a%2Cb&limit=1&Access_Token", "fields=a%2Cb&limit=1",
	} {
		request := httptest.NewRequestWithContext(asViewer(t.Context()), "GET", "https://graph.example/me?"+query, nil)
		response, err := tripper.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := u.requests[len(u.requests)-1].URL.RawQuery; got != "fields=a%2Cb&limit=1" {
			t.Errorf("query %s became %s", query, got)
		}
		if request.Header.Get("Authorization") != "" || request.URL.RawQuery != query {
			t.Errorf("the caller's request was changed: %s %v", request.URL, request.Header)
		}
	}
}

// body tells whether it was closed.
type body struct {
	io.Reader
	closed bool
}

func (b *body) Close() error {
	b.closed = true
	return nil
}

func TestToken_closesTheBodyOfACallThatItDoesNotMake(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	tripper := &token{base: parseURL(t, "https://graph.example"), next: u}
	for name, x := range map[string]struct {
		ctx     context.Context //nolint:containedctx // a case
		address string
		want    error
	}{
		"without a viewer":     {t.Context(), "https://graph.example/1", graphapi.ErrNoToken},
		"without a token":      {as(t.Context(), ""), "https://graph.example/1", graphapi.ErrNoToken},
		"to another host":      {asViewer(t.Context()), "https://evil.example/1", graphapi.ErrForeignHost},
		"by another protocol":  {asViewer(t.Context()), "http://graph.example/1", graphapi.ErrForeignHost},
		"where it is to go to": {asViewer(t.Context()), "https://graph.example/1", nil},
	} {
		sent := &body{Reader: strings.NewReader("message=Hello")}
		response, err := tripper.RoundTrip(httptest.NewRequestWithContext(x.ctx, "POST", x.address, sent))
		if err == nil {
			_ = response.Body.Close()
		}
		if !errors.Is(err, x.want) || sent.closed != (x.want != nil) {
			t.Errorf("%s: error %v, and the body is closed: %t", name, err, sent.closed)
		}
	}
	if response, err := tripper.RoundTrip(httptest.NewRequestWithContext(t.Context(), "GET", "https://graph.example/1", nil)); err == nil {
		_ = response.Body.Close()
		t.Error("a call without a viewer or a body is made")
	}
	if len(u.requests) != 1 {
		t.Errorf("%d calls were made", len(u.requests))
	}
}
