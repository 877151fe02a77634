package app_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
)

// bomb is a document of fragments that spread the next one twice.
func bomb(depth int) string {
	var b strings.Builder
	b.WriteString("{ me { ...f0 } }")
	for i := range depth {
		fmt.Fprintf(&b, " fragment f%d on User { ...f%d ...f%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on User { username }", depth)
	return b.String()
}

// endless is a body without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func query(document string) io.Reader {
	return strings.NewReader(fmt.Sprintf(`{"query":%q}`, document))
}

const secretText = "EAAsecretofsomebody"

// It runs by itself, for it looks at the memory of the whole process.
func TestHardening_refusesWhatIsHostile(t *testing.T) { //nolint:paralleltest // see above
	w := start(t, func(s *config.Settings) { s.CORSOrigins = "https://app.example" })
	base := strings.TrimSuffix(w.url, "/graphql")
	jsonType := "application/json"
	for _, c := range []struct {
		name, method, url, contentType string
		body                           io.Reader
		status                         int
		says                           string
	}{
		{"20,000 aliases", "POST", w.url, jsonType, query("{" + strings.Repeat(" a: __typename", 20_000) + "}"), 413, "OPERATION_TOO_LARGE"},
		{"10,000 aliases", "POST", w.url, jsonType, query("{" + strings.Repeat(" a: __typename", 10_000) + "}"), 200, "OPERATION_TOO_LARGE"},
		{"60 aliases", "POST", w.url, jsonType, query("{" + strings.Repeat(" a: __typename", 60) + "}"), 200, "OPERATION_TOO_LARGE"},
		{"500 fields of one name", "POST", w.url, jsonType, query("{" + strings.Repeat(" __typename", 500) + "}"), 200, ""},
		{"a fragment bomb", "POST", w.url, jsonType, query(bomb(30)), 200, "OPERATION_TOO_LARGE"},
		{"a circle of fragments", "POST", w.url, jsonType, query("{ ...a } fragment a on Query { ...a }"), 200, "GRAPHQL_VALIDATION_FAILED"},
		{"50 levels", "POST", w.url, jsonType, query(strings.Repeat("{ me ", 50) + strings.Repeat("}", 50)), 200, "code"},
		{"20 MB", "POST", w.url, jsonType, strings.NewReader(strings.Repeat(" ", 20<<20)), 413, "OPERATION_TOO_LARGE"},
		{"a body without end", "POST", w.url, jsonType, endless{}, 413, "OPERATION_TOO_LARGE"},
		{"a form", "POST", w.url, "application/x-www-form-urlencoded", strings.NewReader("query={__typename}"), 415, ""},
		{"plain text", "POST", w.url, "text/plain;charset=utf-8", query("{ __typename }"), 415, ""},
		{"no type", "POST", w.url, "", query("{ __typename }"), 415, ""},
		{"GraphQL as it is", "POST", w.url, "application/graphql", strings.NewReader("{ __typename }"), 415, ""},
		{"an odd charset", "POST", w.url, "application/json; charset=utf-7", query("{ __typename }"), 415, ""},
		{"a name twice", "POST", w.url, jsonType, strings.NewReader(`{"query":"{ ` + secretText + ` }","query":"{ __typename }"}`), 400, "BAD_USER_INPUT"},
		{"bytes behind the end", "POST", w.url, jsonType, strings.NewReader(`{"query":"{ __typename }"} ` + secretText), 400, "BAD_USER_INPUT"},
		{"an array", "POST", w.url, jsonType, strings.NewReader(`[{"query":"{ __typename }"}]`), 400, "BAD_USER_INPUT"},
		{"PUT", "PUT", w.url, jsonType, query("{ __typename }"), 405, ""},
		{"TRACE", "TRACE", w.url, "", http.NoBody, 405, ""},
		{"a token in the URL", "GET", w.url + "?query={__typename}&access_token=" + secretText, "", http.NoBody, 400, ""},
		{"profiles", "GET", base + "/debug/pprof/", "", http.NoBody, 404, ""},
		{"metrics", "GET", base + "/metrics", "", http.NoBody, 404, ""},
		{"a hidden file", "GET", base + "/.env", "", http.NoBody, 404, ""},
		{"the sources", "GET", base + "/.git/config", "", http.NoBody, 404, ""},
		{"the way up", "GET", base + "/%2e%2e/%2e%2e/etc/passwd", "", http.NoBody, 404, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r, err := http.NewRequestWithContext(t.Context(), c.method, c.url, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if c.contentType != "" {
				r.Header.Set("Content-Type", c.contentType)
			}
			r.Header.Set("Origin", "https://app.example.evil")
			response, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if response.StatusCode != c.status || !strings.Contains(string(body), c.says) {
				t.Errorf("status %d, want %d, and %q: %.300s", response.StatusCode, c.status, c.says, body)
			}
			if len(body) > 20_000 || strings.Contains(string(body), secretText) {
				t.Errorf("the answer has %d bytes, or repeats what was sent: %.300s", len(body), body)
			}
			if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
				t.Errorf("memory grew by %d MB", grown>>20)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": ""} {
				if got := response.Header.Get(name); got != want && c.method != "TRACE" {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestHardening_letsPagesOfNamedOriginsIn(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *config.Settings) { s.CORSOrigins = "https://app.example" })
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url, query("{ __typename }"))
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
