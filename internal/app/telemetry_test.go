package app_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// metrics reads what Prometheus would read.
func metrics(t *testing.T, admin string) string {
	t.Helper()
	response, err := http.Get(admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTelemetry_countsWhatThePartsOfTheProgramDo(t *testing.T) {
	t.Parallel()
	w := start(t, func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	w.do(facebookToken, `{ me { username } }`, nil)
	w.do("", `{ me { username } }`, nil)
	w.do("IGAAdemoexpired", `{ me { username } }`, nil)
	w.do(facebookToken, `{ nothing }`, nil)
	w.post(facebookToken, `{ me { media(first: 1000) { nodes { comments(first: 1000) { nodes { replies(first: 1000) { nodes { text } } } } } } } }`, nil)
	got := metrics(t, w.admin)
	for _, line := range []string{
		`gramql_operations_total{kind="query",outcome="ok"} 1`,
		`gramql_operations_total{kind="query",outcome="UNAUTHENTICATED"} 2`,
		`gramql_operations_total{kind="none",outcome="GRAPHQL_VALIDATION_FAILED"} 1`,
		`gramql_operations_in_flight 0`,
		`gramql_upstream_calls_total{node="User",outcome="ok"} 1`,
		`gramql_upstream_calls_total{node="User",outcome="Unauthenticated"} 1`,
		`gramql_operations_total{kind="query",outcome="OPERATION_TOO_LARGE"} 1`,
		`gramql_operation_upstream_calls_bucket{le="0"} 3`,
		`gramql_operation_upstream_calls_count 5`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %s in\n%s", line, got)
		}
	}
}

// safe is a buffer that many goroutines write to.
type safe struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// TestTelemetry_tellsNoSecret lets every kind of outcome be logged at level debug.
func TestTelemetry_tellsNoSecret(t *testing.T) {
	t.Parallel()
	const secret, variable = "the-app-secret-1234567890", "17841405822304914"
	var log safe
	graph, err := openGraph(localgraph.Options{IDs: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	w := startLogging(t, graph, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), func(s *config.Settings) {
		s.AdminAddr, s.AccessLog, s.RequestTimeout = "127.0.0.1:0", true, 500*time.Millisecond
		s.AppSecret = config.Secret(secret)
	})
	var tokens []string
	for _, d := range localgraph.DemoTokens() {
		tokens = append(tokens, d.Token)
	}
	tokens = append(tokens, "IGAAdemoexpired", "IGAAnobodysatoken", "EAAnobodysatoken")
	query := `query Named($id: ID!) { me { username media(first: 2) { nodes { caption } } } user(id: $id) { username } }`
	ask := func() (answers string) {
		for _, token := range tokens {
			answers += string(w.post(token, query, map[string]any{"id": variable}))
		}
		return answers
	}
	answers := ask()
	for _, kind := range []localgraph.FaultKind{localgraph.TruncatedJSON, localgraph.Unavailable, localgraph.AccountThrottled, localgraph.UnknownError} {
		graph.Faults().Add(localgraph.Fault{Kind: kind})
		answers += ask()
		graph.Faults().Clear()
	}
	told := map[string]string{"log": log.String(), "metrics": metrics(t, w.admin), "answers": answers}
	if !strings.Contains(told["log"], `"operation":"Named"`) || !strings.Contains(told["log"], "Graph API call") || !strings.Contains(told["log"], `"cost":`) {
		t.Fatalf("the log does not tell of the operations: %.500s", told["log"])
	}
	for where, text := range told {
		for _, hidden := range append([]string{secret}, tokens...) {
			if strings.Contains(text, hidden) {
				t.Errorf("the %s hold %s", where, hidden)
			}
		}
	}
}
