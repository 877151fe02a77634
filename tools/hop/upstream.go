package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

// endOfID is the last digits of an id, and what is before them.
var endOfID = regexp.MustCompile(`("id":"\d{10,})\d"`)

// accounts is how many accounts the upstream lists, in place of the demo world's one.
const accounts = 5

// call is a call to the upstream, without its token.
type call struct{ method, uri, body string }

// canned is the answer to a call.
type canned struct {
	status int
	header http.Header
	body   []byte
}

// upstream answers each call with what the local graph answered when the call was made
// first. It does not look at tokens.
type upstream struct {
	server *httptest.Server
	// roots is a file with the certificate that the server is known by; empty without TLS.
	roots string
	graph *localgraph.Server
	packs bool
	delay atomic.Int64 // in nanoseconds

	mu    sync.Mutex
	known map[call]canned
	// made counts the calls, and last is the last of them.
	made int
	last call
}

func openUpstream(ctx context.Context, dir string, o options) (*upstream, error) {
	u := &upstream{packs: o.gzip, known: map[call]canned{}}
	u.server = httptest.NewUnstartedServer(u)
	switch o.upstream {
	case "http":
		u.server.Start()
	case "tls", "h2":
		u.server.EnableHTTP2 = o.upstream == "h2"
		u.server.StartTLS()
		u.roots = filepath.Join(dir, "roots.pem")
		certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: u.server.Certificate().Raw})
		if err := os.WriteFile(u.roots, certificate, 0o600); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("-upstream %q: it speaks http, tls or h2", o.upstream)
	}
	var err error
	u.graph, err = localgraph.Open(ctx, localgraph.Options{Dir: filepath.Join(dir, "graph"), Log: slog.New(slog.DiscardHandler)})
	return u, err
}

func (u *upstream) close() {
	u.server.CloseClientConnections()
	u.server.Close()
	_ = u.graph.Close()
}

// environment is what a process needs to trust the upstream.
func (u *upstream) environment() []string {
	if u.roots == "" {
		return nil
	}
	return []string{"SSL_CERT_FILE=" + u.roots}
}

// ServeHTTP answers a call.
func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := u.answer(call{r.Method, r.RequestURI, string(body)}, r.Header)
	time.Sleep(time.Duration(u.delay.Load()))
	for name, values := range answer.header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.status)
	_, _ = w.Write(answer.body)
}

// answer counts a call, and returns its answer.
func (u *upstream) answer(c call, header http.Header) canned {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.made++
	u.last = c
	if _, known := u.known[c]; !known {
		u.known[c] = u.ask(c, header)
	}
	return u.known[c]
}

// ask asks the local graph, in the name of the account whose many viewers the clients
// are.
func (u *upstream) ask(c call, header http.Header) canned {
	r := httptest.NewRequestWithContext(context.Background(), c.method, c.uri, strings.NewReader(c.body))
	r.Header = header.Clone()
	r.Header.Del("Accept-Encoding")
	token, _, _ := strings.Cut(header.Get("Authorization"), "~")
	r.Header.Set("Authorization", token)
	w := httptest.NewRecorder()
	u.graph.ServeHTTP(w, r)
	answer := canned{w.Code, w.Header(), w.Body.Bytes()}
	if strings.Contains(c.uri, "/me/accounts?") {
		answer.body = many(answer.body)
	}
	if u.packs {
		answer.header.Set("Content-Encoding", "gzip")
		answer.body = packed(answer.body)
	}
	answer.header.Set("Content-Length", strconv.Itoa(len(answer.body)))
	return answer
}

// take returns how many calls were made since take was called last, and the last of them.
func (u *upstream) take() (made int, last call) {
	u.mu.Lock()
	defer u.mu.Unlock()
	made, u.made = u.made, 0
	return made, u.last
}

// many lists the one account of an answer several times, each time with other ids: all of
// them end in another digit.
func many(answer []byte) []byte {
	var list struct {
		Data []json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(answer, &list); err != nil || len(list.Data) != 1 {
		return answer // an error, which the command will tell
	}
	var all [][]byte
	for i := range accounts {
		all = append(all, endOfID.ReplaceAll(list.Data[0], []byte(`${1}`+strconv.Itoa(i)+`"`)))
	}
	return bytes.Join([][]byte{[]byte(`{"data":[`), bytes.Join(all, []byte(",")), []byte(`]}`)}, nil)
}

func packed(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
