package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
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
		`gramql_upstream_calls_total{node="User",outcome="UNAUTHENTICATED"} 1`,
		`gramql_operations_total{kind="query",outcome="OPERATION_TOO_LARGE"} 1`,
		`gramql_operation_upstream_calls_bucket{le="0"} 3`,
		`gramql_operation_upstream_calls_count 5`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %s in\n%s", line, got)
		}
	}
}
