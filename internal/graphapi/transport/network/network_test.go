package network

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/graphapi"
)

const environmentProxy = "http://proxy.example:3128"

// Go reads the environment's proxies once, at the first call.
func TestMain(m *testing.M) {
	_ = os.Setenv("HTTP_PROXY", environmentProxy)
	_ = os.Setenv("HTTPS_PROXY", environmentProxy)
	goleak.VerifyTestMain(m)
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
	under := New().secure
	for name, x := range map[string]struct{ got, least, most time.Duration }{
		"the handshake":           {under.TLSHandshakeTimeout, time.Second, graphapi.Guard},
		"the header of an answer": {under.ResponseHeaderTimeout, time.Second, graphapi.Guard},
		"an unused connection":    {under.IdleConnTimeout, time.Minute, 5 * time.Minute},
		"connecting":              {dialer().Timeout, time.Second, graphapi.Guard},
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
	if !under.DisableCompression {
		t.Error("packed answers are unpacked twice")
	}
	if !under.ForceAttemptHTTP2 {
		t.Error("HTTP/2 is not spoken")
	}
	if under.Proxy == nil || under.DialContext == nil {
		t.Error("no proxy, or no limit to connecting")
	}
}

// overBoth runs a test over plain HTTP, and over HTTPS with HTTP/2, against a server that
// answers as told.
func overBoth(t *testing.T, answer http.HandlerFunc, test func(t *testing.T, n *Network, base string)) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			server := httptest.NewUnstartedServer(answer)
			server.EnableHTTP2 = true
			n := New()
			if scheme == "http" {
				server.Start()
			} else {
				server.StartTLS()
				n.secure.TLSClientConfig.RootCAs = x509.NewCertPool()
				n.secure.TLSClientConfig.RootCAs.AddCert(server.Certificate())
			}
			defer server.Close()
			defer n.CloseIdleConnections()
			test(t, n, server.URL)
		})
	}
}

// call makes a call, and returns all of its answer's body.
func call(ctx context.Context, n *Network, method, address, body string) (response *http.Response, text string, err error) {
	var form io.Reader
	if body != "" {
		form = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, address, form)
	if err != nil {
		return nil, "", err
	}
	request.Header.Set("Authorization", "Bearer secret")
	if response, err = n.RoundTrip(request); err != nil {
		return nil, "", err
	}
	all, err := io.ReadAll(response.Body)
	return response, string(all), errors.Join(err, response.Body.Close())
}

func get(t *testing.T, n *Network, address string) (*http.Response, string) {
	t.Helper()
	response, text, err := call(t.Context(), n, "GET", address, "")
	if err != nil {
		t.Fatal(err)
	}
	return response, text
}

func TestNetwork_sendsTheCallAndAsksForAPackedAnswer(t *testing.T) {
	overBoth(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = fmt.Fprintf(w, "%s %s %s %d %s %s %s", r.Method, r.RequestURI, r.Host, r.ContentLength, body,
			r.Header.Get("Authorization"), r.Header.Get("Accept-Encoding"))
	}, func(t *testing.T, n *Network, base string) {
		_, host, _ := strings.Cut(base, "://")
		for _, c := range []struct{ method, path, body, want string }{
			{"GET", "/v27.0/me?fields=id,media%7Bid%7D", "", "/v27.0/me?fields=id,media%7Bid%7D " + host + " 0  Bearer secret gzip"},
			{"POST", "/", "batch=%5B%5D", "/ " + host + " 12 batch=%5B%5D Bearer secret gzip"},
			{"DELETE", "/1?x=1", "", "/1?x=1 " + host + " 0  Bearer secret gzip"},
		} {
			if _, got, err := call(t.Context(), n, c.method, base+c.path, c.body); err != nil || got != c.method+" "+c.want {
				t.Errorf("the server saw %s, %v; want %s %s", got, err, c.method, c.want)
			}
		}
	})
}

func TestNetwork_leavesTheRequestAsItWas(t *testing.T) {
	overBoth(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, n *Network, base string) {
		request := httptest.NewRequest("GET", base, nil)
		request.Header.Set("Accept", "application/json")
		response, err := n.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if len(request.Header) != 1 || request.Header.Get("Accept") != "application/json" {
			t.Errorf("the header is %v now", request.Header)
		}
	})
}

func TestNetwork_readsAnswersOfEachForm(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 10_000)
	overBoth(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Form", r.URL.Path)
		switch r.URL.Path {
		case "/sized":
			w.Header().Set("Content-Length", fmt.Sprint(len(long)))
			_, _ = io.WriteString(w, long)
		case "/chunked":
			for i := 0; i < len(long); i += 1000 {
				_, _ = io.WriteString(w, long[i:i+1000])
				_ = http.NewResponseController(w).Flush()
			}
		case "/packed":
			w.Header().Set("Content-Encoding", "gzip")
			packer := gzip.NewWriter(w)
			_, _ = io.WriteString(packer, long)
			_ = packer.Close()
		case "/told before":
			w.Header().Set("Link", "</style.css>")
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusProcessing)
			_, _ = io.WriteString(w, long)
		case "/the last":
			w.Header().Set("Connection", "close")
			_, _ = io.WriteString(w, long)
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/a redirect":
			http.Redirect(w, r, "/none", http.StatusFound)
		}
	}, func(t *testing.T, n *Network, base string) {
		for range 3 {
			for path, status := range map[string]int{
				"/sized": 200, "/chunked": 200, "/packed": 200, "/told%20before": 200, "/the%20last": 200, "/none": 204, "/a%20redirect": 302,
			} {
				want := long
				if status != 200 {
					want = ""
				}
				response, got := get(t, n, base+path)
				if response.StatusCode != status || status != 302 && got != want || response.Header.Get("X-Form") == "" {
					t.Errorf("%s: %d, %d bytes of %d", path, response.StatusCode, len(got), len(want))
				}
				if response.Header.Get("Content-Encoding") != "" || path == "/packed" && response.ContentLength > 0 {
					t.Errorf("%s: says that it is packed, or how long it was: %d", path, response.ContentLength)
				}
			}
		}
	})
}

func TestNetwork_takesABadlyPackedAnswerForNone(t *testing.T) {
	overBoth(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		switch r.URL.Path {
		case "/plain":
			_, _ = io.WriteString(w, "plain")
		case "/cut":
			var whole strings.Builder
			packer := gzip.NewWriter(&whole)
			_, _ = io.WriteString(packer, strings.Repeat("plain", 100))
			_ = packer.Close()
			_, _ = io.WriteString(w, whole.String()[:whole.Len()-10])
		}
	}, func(t *testing.T, n *Network, base string) {
		for _, path := range []string{"/plain", "/cut"} {
			if _, got, err := call(t.Context(), n, "GET", base+path, ""); err == nil {
				t.Errorf("%s: %q", path, got)
			}
		}
		if response, got := get(t, n, base+"/empty"); got != "" || response.StatusCode != 200 {
			t.Errorf("an empty answer: %d %q", response.StatusCode, got)
		}
	})
}

func TestNetwork_refusesAHeadWithoutEnd(t *testing.T) {
	overBoth(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
		}
	}, func(t *testing.T, n *Network, base string) {
		if _, _, err := call(t.Context(), n, "GET", base, ""); err == nil {
			t.Error("100 kB of head are read")
		}
	})
}

func TestNetwork_endsACallWithItsContext(t *testing.T) {
	came, gone := make(chan struct{}, 10), make(chan struct{}, 10)
	overBoth(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ok" {
			return
		}
		if r.URL.Path == "/body" {
			_, _ = io.WriteString(w, "begun")
			_ = http.NewResponseController(w).Flush()
		}
		came <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	}, func(t *testing.T, n *Network, base string) {
		for _, path := range []string{"/head", "/body"} {
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-came; cancel() }()
			if _, _, err := call(ctx, n, "GET", base+path, ""); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", path, err)
			}
			<-gone
			get(t, n, base+"/ok")
			ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
			if _, _, err := call(ctx, n, "GET", base+path, ""); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, with a deadline: %v", path, err)
			}
			cancel()
			select { // one that was late to the server never came
			case <-came:
				<-gone
			default:
			}
			get(t, n, base+"/ok")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := call(ctx, n, "GET", base+"/ok", ""); !errors.Is(err, context.Canceled) {
			t.Errorf("ended before: %v", err)
		}
	})
}

func TestNetwork_givesEachOfManyCallsItsOwnAnswer(t *testing.T) {
	overBoth(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat(r.URL.Path, 5000))
	}, func(t *testing.T, n *Network, base string) {
		var all sync.WaitGroup
		for caller := range 20 {
			all.Go(func() {
				for i := range 20 {
					path := fmt.Sprintf("/%d-%d", caller, i)
					ctx, cancel := context.WithCancel(t.Context())
					if i%5 == 4 { // and some give up
						time.AfterFunc(time.Duration(i)*10*time.Microsecond, cancel)
					}
					if _, got, err := call(ctx, n, "GET", base+path, ""); err == nil && got != strings.Repeat(path, 5000) || err != nil && ctx.Err() == nil {
						t.Errorf("%s: %.20s…, %v", path, got, err)
					}
					cancel()
				}
			})
		}
		all.Wait()
	})
}

func TestNetwork_tellsNoSecretWhenNoOneAnswers(t *testing.T) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = socket.Close()
	for _, scheme := range []string{"http", "https"} {
		_, _, err := call(t.Context(), New(), "GET", scheme+"://"+socket.Addr().String()+"/me?appsecret_proof=secret", "")
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}
