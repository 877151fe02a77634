package network

import (
	"crypto/tls"
	"fmt"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

const environmentProxy = "http://proxy.example:3128"

// Go reads the environment's proxies once, at the first call.
func TestMain(m *testing.M) {
	_ = os.Setenv("HTTP_PROXY", environmentProxy)
	_ = os.Setenv("HTTPS_PROXY", environmentProxy)
	os.Exit(m.Run())
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
	under := New()
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
