package transport

import (
	"errors"
	"net/http/httptest"
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
