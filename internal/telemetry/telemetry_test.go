package telemetry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/graphapi/transport"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func scrape(t *testing.T, m *metrics) string {
	t.Helper()
	recorder := httptest.NewRecorder()
	m.handler().ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	return recorder.Body.String()
}

// watched serves one request as the endpoint would.
func watched(t *testing.T, o Options, r *http.Request, serve http.HandlerFunc) (*Telemetry, *http.Response) {
	t.Helper()
	seen, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	seen.Handler(serve).ServeHTTP(recorder, r)
	if err := seen.Close(); err != nil {
		t.Error(err)
	}
	return seen, recorder.Result()
}

func request(t *testing.T) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql?variables=secret", http.NoBody)
}

func TestHandler_writesOneRecordOfARequestWhateverItsName(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	name := "Feed\nlevel=ERROR msg=forged " + strings.Repeat("x", 1000)
	seen, response := watched(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}, request(t), func(w http.ResponseWriter, r *http.Request) {
		o := FromContext(r.Context())
		_, end := o.Begin(r.Context(), "query", name)
		o.called()
		o.Cost(25)
		o.Failed([]string{"FORBIDDEN", "UNSUPPORTED"})
		end()
		w.WriteHeader(http.StatusOK)
	})
	text := log.String()
	if strings.Count(text, "\n") != 1 || strings.Contains(text, "secret") || len(text) > 400 {
		t.Errorf("the log is %q", text)
	}
	for _, part := range []string{
		"msg=request", "request=" + response.Header.Get("X-Request-Id"), "kind=query", "status=200", "outcome=FORBIDDEN", "calls=1", "cost=25",
		`errors="[FORBIDDEN UNSUPPORTED]"`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %q", part, text)
		}
	}
	if got := scrape(t, seen.metrics); !strings.Contains(got, `gramql_operations_total{kind="query",outcome="FORBIDDEN"} 1`) ||
		!strings.Contains(got, "gramql_operations_in_flight 0") {
		t.Error(got)
	}
}

func TestHandler_recordsAClientThatLeavesAsCanceled(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		serve   func(w http.ResponseWriter, leave func())
		outcome string
	}{
		"before the answer":         {func(w http.ResponseWriter, leave func()) { leave(); w.WriteHeader(http.StatusOK) }, "CANCELED"},
		"and there is no answer":    {func(_ http.ResponseWriter, leave func()) { leave() }, "CANCELED"},
		"before a refusal":          {func(w http.ResponseWriter, leave func()) { leave(); w.WriteHeader(http.StatusServiceUnavailable) }, "CANCELED"},
		"once the answer has begun": {func(w http.ResponseWriter, leave func()) { w.WriteHeader(http.StatusOK); leave() }, "UPSTREAM_ERROR"},
	} {
		var log bytes.Buffer
		ctx, leave := context.WithCancel(t.Context())
		seen, _ := watched(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}, request(t).WithContext(ctx), func(w http.ResponseWriter, r *http.Request) {
			o := FromContext(r.Context())
			_, end := o.Begin(r.Context(), "query", "")
			o.Failed([]string{"UPSTREAM_ERROR"})
			end()
			c.serve(w, leave)
		})
		leave()
		if text := log.String(); !strings.Contains(text, "level=INFO") || !strings.Contains(text, "outcome="+c.outcome+" ") {
			t.Errorf("a client that leaves %s is logged as %s", name, text)
		}
		if got := scrape(t, seen.metrics); !strings.Contains(got, `outcome="`+c.outcome+`"} 1`) {
			t.Errorf("a client that leaves %s is counted as %s", name, got)
		}
	}
}

func TestHandler_countsWhatHeldNoOperationByItsStatus(t *testing.T) {
	t.Parallel()
	seen, _ := watched(t, Options{}, request(t), func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	})
	if got := scrape(t, seen.metrics); !strings.Contains(got, `gramql_operations_total{kind="none",outcome="HTTP_413"} 1`) {
		t.Error(got)
	}
}

func TestHandler_takesAPlainRequestIDAndMakesOneOtherwise(t *testing.T) {
	t.Parallel()
	for given, taken := range map[string]bool{
		"0af7651916cd43dd": true, "a.b-c_d:1": true, "": false, "a b": false, "a\"b": false, "ä": false, strings.Repeat("a", 65): false,
	} {
		r := request(t)
		r.Header.Set("X-Request-Id", given)
		_, response := watched(t, Options{}, r, func(http.ResponseWriter, *http.Request) {})
		if got := response.Header.Get("X-Request-Id"); (got == given) != taken || got == "" {
			t.Errorf("%q became %q", given, got)
		}
	}
}

func TestTraces_areOneTreeUnderTheClientsTrace(t *testing.T) {
	t.Parallel()
	exporter := tracetest.NewInMemoryExporter()
	r := request(t)
	r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	var spans tracetest.SpanStubs
	keep := exported{exporter, &spans}
	var seen *Telemetry
	seen, err := New(t.Context(), Options{Exporter: keep})
	if err != nil {
		t.Fatal(err)
	}
	seen.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, end := FromContext(r.Context()).Begin(r.Context(), "query", "Feed")
		seen.Called(ctx, transport.CallResult{Node: "Media", Exchange: transport.Exchange{Method: "GET", Path: "/v25.0/17895695668004550/comments", Status: 200, Fields: "id"}})
		end()
	})).ServeHTTP(httptest.NewRecorder(), r)
	if err := seen.Close(); err != nil {
		t.Fatal(err)
	}
	parents := map[string]string{}
	byID := map[string]string{"b7ad6b7169203331": "client"}
	for _, s := range spans {
		byID[s.SpanContext.SpanID().String()] = s.Name
		if s.SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("%s is of another trace", s.Name)
		}
		for _, a := range s.Attributes {
			if text := a.Value.String(); strings.Contains(text, "17895695668004550") || strings.Contains(text, "secret") {
				t.Errorf("%s holds %s", s.Name, text)
			}
		}
	}
	for _, s := range spans {
		parents[s.Name] = byID[s.Parent.SpanID().String()]
	}
	for name, parent := range map[string]string{"POST /graphql": "client", "query": "POST /graphql", "GET /v25.0/{id}/comments": "query"} {
		if parents[name] != parent {
			t.Errorf("the parent of %q is %q, want %q", name, parents[name], parent)
		}
	}
}

// exported keeps spans beyond the exporter's end.
type exported struct {
	*tracetest.InMemoryExporter
	spans *tracetest.SpanStubs
}

func (e exported) Shutdown(ctx context.Context) error {
	*e.spans = e.GetSpans()
	return e.InMemoryExporter.Shutdown(ctx)
}

func TestTraces_areSentOnlyWhereTheEnvironmentSaysSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, true},
		{map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, true},
		{map[string]string{"OTEL_TRACES_EXPORTER": "otlp"}, true},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"}, false},
		{map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, false},
	} {
		got := wanted(func(name string) (string, bool) { v, ok := c.env[name]; return v, ok })
		if got != c.want {
			t.Errorf("%v: traces are wanted: %v", c.env, got)
		}
	}
}

func TestTagged_blanksCredentials(t *testing.T) {
	t.Parallel()
	const token = "IGAAsecretofsomebody"
	for name, tell := range map[string]func(*slog.Logger){
		"a message":             func(log *slog.Logger) { log.Info("call of " + token) },
		"a text":                func(log *slog.Logger) { log.Info("call", "path", "/"+token) },
		"an error":              func(log *slog.Logger) { log.Info("call", "error", fmt.Errorf("ask: %w", errors.New(token))) },
		"a text of all records": func(log *slog.Logger) { log.With("path", token).Info("call") },
		"a text behind the others": func(log *slog.Logger) {
			log.Info("call", "status", 200, "took", time.Second, "a", 1, "b", 2, "c", 3, "path", token)
		},
	} {
		var text bytes.Buffer
		tell(Tagged(slog.New(slog.NewTextHandler(&text, nil))))
		if strings.Contains(text.String(), "secret") || !strings.Contains(text.String(), "call") {
			t.Errorf("%s: %s", name, text.String())
		}
	}
}

func TestTagged_namesTheRequestOfARecord(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	log := Tagged(slog.New(slog.NewTextHandler(&text, nil))).With("listener", "graphql")
	log.InfoContext(context.WithValue(t.Context(), key{}, &Operation{ended: ended{id: "abc"}}), "call")
	log.Info("start")
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "listener=graphql request=abc") || strings.Contains(lines[1], "request=") {
		t.Errorf("%q", lines)
	}
}
