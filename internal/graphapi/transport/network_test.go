package transport

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestNetwork_talksToARealServer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"authorization":"`+r.Header.Get("Authorization")+`","encoding":"`+r.Header.Get("Accept-Encoding")+`"}`)
	}))
	defer server.Close()
	base, under := parseURL(t, server.URL), network()
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

func TestNetwork_showsNoPlainCallToAProxy(t *testing.T) {
	for address, want := range map[string]string{
		"http://graph.example/me":  "<nil>",
		"https://graph.example/me": environmentProxy,
	} {
		got, err := proxy(httptest.NewRequest("GET", address, nil))
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("proxy for %s = %v, %v, want %s", address, got, err, want)
		}
	}
}

func TestNetwork_isBounded(t *testing.T) {
	under := network()
	for name, x := range map[string]struct{ got, least, most time.Duration }{
		"the handshake":           {under.TLSHandshakeTimeout, time.Second, graphapi.Guard},
		"the header of an answer": {under.ResponseHeaderTimeout, time.Second, graphapi.Guard},
		"an unused connection":    {under.IdleConnTimeout, time.Minute, 5 * time.Minute},
	} {
		if x.got < x.least || x.got > x.most {
			t.Errorf("%s may take %v", name, x.got)
		}
	}
	for name, x := range map[string]struct{ got, least, most int }{
		"bytes of headers":       {int(under.MaxResponseHeaderBytes), 16 << 10, 256 << 10},
		"unused connections":     {under.MaxIdleConns, 32, 128},
		"of these to one server": {under.MaxIdleConnsPerHost, 16, under.MaxIdleConns},
	} {
		if x.got < x.least || x.got > x.most {
			t.Errorf("%s: at most %d", name, x.got)
		}
	}
	if under.TLSClientConfig.MinVersion < tls.VersionTLS12 {
		t.Error("old versions of TLS are spoken")
	}
	if !under.ForceAttemptHTTP2 {
		t.Error("HTTP/2 is not spoken")
	}
	if under.Proxy == nil || under.DialContext == nil {
		t.Error("no proxy, or no limit to connecting")
	}
}
