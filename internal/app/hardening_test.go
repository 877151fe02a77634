package app_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
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

// The promise: whatever is sent is answered within this time, and takes no more
// memory than this.
const (
	promisedTime   = 500 * time.Millisecond
	promisedMemory = 64 << 20
)

// refused sends the request and holds the answer to the promise. A busy machine
// gets some tries: what is slow by itself is slow each time.
func (h hostile) refused(t *testing.T, w *world) {
	t.Helper()
	var took time.Duration
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		h.send(t, w)
		took = time.Since(began)
		runtime.ReadMemStats(&after)
		// All that was taken, even for a moment: by the client here, too.
		if taken := after.TotalAlloc - before.TotalAlloc; taken > promisedMemory {
			t.Errorf("it took %d MB", taken>>20)
		}
		if took < promisedTime {
			return
		}
	}
	t.Errorf("the fastest of five answers took %v", took)
}

func (h hostile) send(t *testing.T, w *world) {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(h.request(t, w))
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

func (h hostile) request(t *testing.T, w *world) *http.Request {
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
	r, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(w.url, "/graphql")+path, body)
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

// It runs by itself, for it looks at the memory of the whole process.
func TestHardening_refusesWhatIsHostile(t *testing.T) { //nolint:paralleltest // see above
	w := start(t, func(s *config.Settings) { s.CORSOrigins = "https://app.example" })
	const large = "OPERATION_TOO_LARGE"
	huge := strings.Repeat(" ", 20<<20)
	for _, c := range []hostile{
		{name: "20,000 aliases", body: query("{" + strings.Repeat(" a: __typename", 20_000) + "}"), status: 413, says: large},
		{name: "10,000 aliases", body: query("{" + strings.Repeat(" a: __typename", 10_000) + "}"), status: 200, says: "2000 tokens"},
		{name: "60 aliases", body: query("{ me {" + strings.Repeat(" a: username", 60) + "} }"), status: 200, says: "50 aliases"},
		{name: "500 fields of one name", body: query("{ me {" + strings.Repeat(" username", 500) + "} }"), status: 200, says: "UNAUTHENTICATED"},
		{name: "2,000 fields of one name", body: query("{ me {" + strings.Repeat(" username", 1990) + "} }"), status: 200, says: "comparisons"},
		{name: "a circle of fragments", body: query("{ ...a } fragment a on Query { ...a }"), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
		{name: "50 levels", body: query(strings.Repeat("{ me ", 50) + strings.Repeat("}", 50)), status: 200, says: "code"},
		{name: "21 levels", body: query("{ me {" + strings.Repeat("media { nodes { owner {", 7) + "id" + strings.Repeat("}}}", 7) + "} }"), status: 200, says: "20 levels"},
		{name: "100,000 levels", body: query(strings.Repeat("{a", 100_000)), status: 200, says: "2000 tokens"},
		{name: "a schema in circles", body: query("{ __schema { types" + strings.Repeat("{ fields { type", 8) + "{ name" + strings.Repeat("}}", 8) + "}}}"), status: 200, says: "code"},
		{name: "the schema under many names", body: query("{" + strings.Repeat(" a: __schema { types { name } } __schema { types { name } }", 8) + "}"), status: 200, says: "no aliases"},
		{name: "20 MB", body: text(huge), status: 413, says: large},
		{name: "a body without end", body: func() io.Reader { return endless{} }, status: 413, says: large},
		{name: "a URL of 300 kB", method: "GET", path: "/graphql?query=" + strings.Repeat("x", 300_000), status: 431},
		{name: "a header of 300 kB", header: map[string]string{"X": strings.Repeat("x", 300_000)}, body: query("{ __typename }"), status: 431},
		{name: "a form", contentType: "application/x-www-form-urlencoded", body: text("query={__typename}"), status: 415},
		{name: "a form with files", contentType: "multipart/form-data; boundary=x", body: query("{ __typename }"), status: 415},
		{name: "plain text", contentType: "text/plain;charset=utf-8", body: query("{ __typename }"), status: 415},
		{name: "plain text that says JSON", contentType: "text/plain; application/json", body: query("{ __typename }"), status: 415},
		{name: "no type", contentType: "none", body: query("{ __typename }"), status: 415},
		{name: "GraphQL as it is", contentType: "application/graphql", body: text("{ __typename }"), status: 415},
		{name: "an odd charset", contentType: "application/json; charset=utf-7", body: query("{ __typename }"), status: 415},
		{name: "letters that are no UTF-8", body: text("{\"query\":\"{ __typename }\xff\"}"), status: 400, says: "BAD_USER_INPUT"},
		{name: "a name twice", body: text(`{"query":"{ ` + secretText + ` }","query":"{ __typename }"}`), status: 400, says: "BAD_USER_INPUT"},
		{name: "bytes behind the end", body: text(`{"query":"{ __typename }"} ` + secretText), status: 400, says: "BAD_USER_INPUT"},
		{name: "half a body", body: text(`{"query":"{ __typename }","variables":{"token":"` + secretText), status: 400, says: "BAD_USER_INPUT"},
		{name: "an array", body: text(`[{"query":"{ __typename }"}]`), status: 400, says: "BAD_USER_INPUT"},
		{name: "two operations and no name", body: query("query A { __typename } query B { __typename }"), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
		{name: "an operation that is not there", body: text(`{"query":"query A { __typename }","operationName":"B"}`), status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
		{name: "a mutation by GET", method: "GET", path: "/graphql?query=mutation{__typename}", status: 200, says: "GRAPHQL_VALIDATION_FAILED"},
		{name: "PUT", method: "PUT", body: query("{ __typename }"), status: 405},
		{name: "DELETE", method: "DELETE", status: 405},
		{name: "a method that is made up", method: "QUIERO", status: 405},
		{name: "another method in a header", method: "PUT", header: map[string]string{"X-HTTP-Method-Override": "POST"}, body: query("{ __typename }"), status: 405},
		{name: "TRACE", method: "TRACE", header: map[string]string{"Authorization": "Bearer " + secretText}, status: 405},
		{name: "a token in the URL", method: "GET", path: "/graphql?query={__typename}&access_token=" + secretText, status: 400, says: "Authorization"},
		{name: "a token in a cookie", method: "GET", path: "/graphql?query={me{username}}", header: map[string]string{"Cookie": "access_token=" + facebookToken}, status: 200, says: "UNAUTHENTICATED"},
		{name: "a wish for traces", header: map[string]string{"Apollo-Federation-Include-Trace": "ftv1", "Apollo-Query-Plan-Experimental": "1"}, body: query("{ __typename }"), status: 200, says: `{"data":{"__typename":"Query"}}`},
		{name: "profiles", method: "GET", path: "/debug/pprof/", status: 404},
		{name: "variables of the process", method: "GET", path: "/debug/vars", status: 404},
		{name: "metrics", method: "GET", path: "/metrics", status: 404},
		{name: "a hidden file", method: "GET", path: "/.env", status: 404},
		{name: "the sources", method: "GET", path: "/.git/config", status: 404},
		{name: "the way up", method: "GET", path: "/%2e%2e/%2e%2e/etc/passwd", status: 404},
		{name: "a script in the address", method: "GET", path: "/%3Cscript%3E" + secretText, status: 404},
	} {
		t.Run(c.name, func(t *testing.T) { c.refused(t, w) })
	}
}

// doors are what stands open by mistake elsewhere.
var doors = []string{"/.env", "/.git/config", "/%2e%2e/%2e%2e/etc/passwd", "/debug/vars", "/debug/pprof/cmdline", "/server-status", "/actuator/env"}

func TestHardening_opensNoDoorOnTheAdminAddress(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	for _, door := range append(doors, "/graphql", "/") {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.admin+door, http.NoBody)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", door, response.StatusCode)
		}
	}
}
func TestHardening_letsPagesOfNamedOriginsIn(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *config.Settings) { s.CORSOrigins = "https://app.example" })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url, query("{ __typename }")())
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "https://app.example")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := response.Header; got.Get("Access-Control-Allow-Origin") != "https://app.example" || !strings.Contains(strings.Join(got.Values("Vary"), ","), "Origin") {
		t.Errorf("%v", got)
	}
}
