package hostile_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
)

// hostile is a request as no sensible client sends it, and what is answered.
type hostile struct {
	name   string
	method string // "": POST
	path   string // "": /graphql
	// contentType is that of JSON when it is empty; none: none.
	contentType string
	header      map[string]string
	body        func() io.Reader
	status      int
	says        string // part of the answer
}

// secretText stands in requests where no answer may repeat it.
const secretText = "EAAsecretofsomebody"

// promisedMemory is the most that a refusal takes, even for a moment.
const promisedMemory = 64 << 20

// refused sends the request and holds the answer, and the memory that it took, to
// the promise. What hangs ends with its deadline; how long a refusal takes, a
// benchmark tells.
func (h hostile) refused(t *testing.T, w *apptest.World) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	h.send(t, w.URL)
	runtime.ReadMemStats(&after)
	// All that was taken since: by the client here, too.
	if taken := after.TotalAlloc - before.TotalAlloc; taken > promisedMemory {
		t.Errorf("it took %d MB", taken>>20)
	}
}

func (h hostile) send(t testing.TB, graphql string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	response, err := http.DefaultTransport.RoundTrip(h.request(ctx, t, graphql))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != h.status || !strings.Contains(string(body), h.says) {
		t.Errorf("status %d, want %d, and %q: %.300s", response.StatusCode, h.status, h.says, body)
	}
	if len(body) > 20_000 || strings.Contains(string(body), secretText) {
		t.Errorf("the answer has %d bytes, or repeats what was sent: %.300s", len(body), body)
	}
	wanted := map[string]string{"Access-Control-Allow-Origin": "", "Server": "", "X-Powered-By": ""}
	if h.method != http.MethodTrace && h.status != http.StatusRequestHeaderFieldsTooLarge { // which no handler of ours sees
		wanted["X-Content-Type-Options"] = "nosniff"
	}
	for name, want := range wanted {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func (h hostile) request(ctx context.Context, t testing.TB, graphql string) *http.Request {
	t.Helper()
	method, path, contentType, body := h.method, h.path, h.contentType, io.Reader(http.NoBody)
	if method == "" {
		method = http.MethodPost
	}
	if path == "" {
		path = "/graphql"
	}
	if contentType == "" {
		contentType = "application/json"
	}
	if h.body != nil {
		body = h.body()
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(graphql, "/graphql")+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "none" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("Origin", "https://app.example.evil")
	for name, value := range h.header {
		r.Header.Set(name, value)
	}
	return r
}

// text is a body as it stands, query one that holds a document.
func text(body string) func() io.Reader {
	return func() io.Reader { return strings.NewReader(body) }
}

func query(document string) func() io.Reader { return text(fmt.Sprintf(`{"query":%q}`, document)) }

// endless is a body without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
