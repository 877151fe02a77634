package faults_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestOutage_isToldWithoutACallAndEndsByItself(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Unavailable}}, func(s *config.Settings) {
		s.AdminAddr = "127.0.0.1:0"
	})
	for asked := 1; ; asked++ {
		a := w.Do(localgraph.DemoToken, "{ me { username } }", nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" || a.Errors[0].Extensions["retryable"] != true {
			t.Fatalf("%+v", a)
		}
		if calls := w.Drain(); len(calls) == 0 {
			if e := a.Errors[0].Extensions; e["retryAfter"] != float64(1) || e["hint"] == nil || e["graph"] != nil {
				t.Errorf("an outage is told as %+v", a.Errors[0])
			}
			break
		}
		if asked > 20 {
			t.Fatal("the Graph API is called each time")
		}
	}
	if got := w.Metrics(); !strings.Contains(got, "\ngramql_upstream_viewer_breakers_open 1\n") || strings.Contains(got, "\ngramql_upstream_retries_total 0\n") {
		t.Errorf("the metrics do not tell: %s", got)
	}
	w.Graph.Faults().Clear()
	w.Until("a trial call closes the breaker", func() bool {
		return len(w.Do(localgraph.DemoToken, "{ me { username } }", nil).Errors) == 0
	})
	if got := w.Metrics(); !strings.Contains(got, "\ngramql_upstream_viewer_breakers_open 0\n") {
		t.Errorf("the metrics do not tell that it is over: %s", got)
	}
}
