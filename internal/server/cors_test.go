package server_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/origin"
	"github.com/gramql/gramql/internal/server"
)

// allowing lets in the origins of patterns.
func allowing(patterns ...origin.Pattern) func(string) bool {
	return func(sent string) bool {
		return slices.ContainsFunc(patterns, func(p origin.Pattern) bool { return p.Matches(sent) })
	}
}

// corsAnswer asks a handler that lets in these origins.
func corsAnswer(t *testing.T, allowed []string, method string, headers map[string]string) http.Header {
	t.Helper()
	var patterns []origin.Pattern
	for _, text := range allowed {
		p, err := origin.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		patterns = append(patterns, p)
	}
	h := server.CORS(allowing(patterns...), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	r := httptest.NewRequestWithContext(t.Context(), method, "/graphql", http.NoBody)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder.Header()
}

func preflight(from, asked string) map[string]string {
	return map[string]string{"Origin": from, "Access-Control-Request-Method": http.MethodPost, "Access-Control-Request-Headers": asked}
}

func TestCORS_letsInExactlyTheOriginsOfTheSetting(t *testing.T) {
	t.Parallel()
	allowed := []string{"https://app.example", "http://127.0.0.1:3000", "capacitor://localhost", "https://*.preview.example"}
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodHead, http.MethodOptions} {
		for from, want := range map[string]bool{
			"https://app.example": true, "http://127.0.0.1:3000": true, "HTTPS://App.Example": true,
			"capacitor://localhost": true, "https://a.preview.example": true,
			"null": false, "*": false, "": false, "https://app.example.evil": false, "https://a.b.preview.example": false,
			"ionic://localhost": false, "https://app.example, https://evil.example": false,
		} {
			header := corsAnswer(t, allowed, method, preflight(from, "authorization"))
			if got := header.Get("Access-Control-Allow-Origin"); got != "" != want || want && got != from {
				t.Errorf("%s from %q: allowed origin %q", method, from, got)
			}
			if header.Get("Access-Control-Allow-Credentials") != "" || !strings.Contains(header.Get("Vary"), "Origin") {
				t.Errorf("%s from %q: %v", method, from, header)
			}
		}
	}
}

func TestCORS_withoutOriginsLetsInNone(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodOptions} {
		if got := corsAnswer(t, nil, method, preflight("https://app.example", "authorization")).Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s: allowed origin %q", method, got)
		}
	}
}

func TestCORS_letsInTwoOriginsAtOnceNever(t *testing.T) {
	t.Parallel()
	app, err := origin.Parse("https://app.example")
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", http.NoBody)
	r.Header["Origin"] = []string{"https://app.example", "https://evil.example"}
	recorder := httptest.NewRecorder()
	server.CORS(allowing(app), http.NotFoundHandler()).ServeHTTP(recorder, r)
	if got := recorder.Header()["Access-Control-Allow-Origin"]; got != nil {
		t.Errorf("allowed origins %q", got)
	}
}

// Clients and tracers send headers of their own, which no list of ours keeps up with.
func TestCORS_allowsWhateverHeadersAnAllowedPageAsksFor(t *testing.T) {
	t.Parallel()
	allowed := []string{"https://app.example"}
	for _, asked := range []string{
		"authorization,content-type",
		"apollographql-client-name,apollographql-client-version,authorization,content-type",
		"apollo-require-preflight,x-apollo-operation-id,x-apollo-operation-name",
		"baggage,sentry-trace", "b3,traceparent,tracestate,uber-trace-id,x-b3-traceid,x-datadog-trace-id",
		"graphql-require-preflight,x-requested-with", "content-encoding,if-none-match", "x-gramql-account,x-gramql-csrf", "idempotency-key",
	} {
		header := corsAnswer(t, allowed, http.MethodOptions, preflight("https://app.example", asked))
		if got := header.Get("Access-Control-Allow-Headers"); got != asked {
			t.Errorf("asked for %q, allowed %q", asked, got)
		}
		if header.Get("Access-Control-Max-Age") != "600" || header.Get("Access-Control-Allow-Methods") != http.MethodPost {
			t.Errorf("preflight: %v", header)
		}
		for _, name := range []string{"Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"} {
			if !strings.Contains(header.Get("Vary"), name) {
				t.Errorf("the preflight's answer does not vary by %s", name)
			}
		}
		if got := corsAnswer(t, allowed, http.MethodOptions, preflight("https://evil.example", asked)); got.Get("Access-Control-Allow-Headers") != "" {
			t.Errorf("another origin is told %v", got)
		}
	}
}

func TestCORS_showsPagesTheHeadersThatSayWhatToDo(t *testing.T) {
	t.Parallel()
	shown := strings.Split(corsAnswer(t, []string{"https://app.example"}, http.MethodPost, map[string]string{"Origin": "https://app.example"}).Get("Access-Control-Expose-Headers"), ", ")
	for _, name := range []string{"Retry-After", "X-Request-Id", "Etag", "Www-Authenticate"} {
		if !slices.Contains(shown, name) {
			t.Errorf("%s is not among %q", name, shown)
		}
	}
}
