package serving_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

func TestTelemetry_countsWhatThePartsOfTheProgramDo(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.AdminAddr = "127.0.0.1:0" })
	w.Do(apptest.FacebookToken, `{ me { username } }`, nil)
	w.Do("", `{ me { username } }`, nil)
	w.Do("IGAAdemoexpired", `{ me { username } }`, nil)
	w.Do(apptest.FacebookToken, `{ nothing }`, nil)
	w.Post(apptest.FacebookToken, `{ me { media(first: 1000) { nodes { comments(first: 1000) { nodes { replies(first: 1000) { nodes { text } } } } } } } }`, nil)
	got := w.Metrics()
	for _, line := range []string{
		`gramql_operations_total{kind="query",outcome="ok"} 1`,
		`gramql_operations_executed_total{execution="direct"} 1`,
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
