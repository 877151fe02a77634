package transport

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/transport/network"
)

func TestChain_talksToARealServer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"authorization":"`+r.Header.Get("Authorization")+`","encoding":"`+r.Header.Get("Accept-Encoding")+`"}`)
	}))
	defer server.Close()
	base, under := parseURL(t, server.URL), network.New()
	defer under.CloseIdleConnections()
	c := graphapi.New(New(Chain{Base: base, Under: under}))
	answer, err := c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"authorization":"Bearer ` + accessToken + `","encoding":"gzip"}`; string(answer.Body) != want {
		t.Errorf("answer = %s, want %s", answer.Body, want)
	}
}
