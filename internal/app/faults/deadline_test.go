package faults_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestDeadline_reachesCallsThatWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ids := w.Newest(localgraph.DemoToken, 2*dialect.MaxInFlight)
	w = apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Slow, Delay: time.Minute}}, func(s *config.Settings) {
		s.Lookups, s.RequestTimeout = dialect.Single, 3*time.Second
	})
	a := w.Do(localgraph.DemoToken, apptest.NodesByID, map[string]any{"ids": ids})
	if len(a.Errors) != len(ids) {
		t.Fatalf("%d errors for %d nodes: %+v", len(a.Errors), len(ids), a.Errors)
	}
	for _, e := range a.Errors {
		if e.Extensions["code"] != "UPSTREAM_TIMEOUT" || e.Message != a.Errors[0].Message || e.Extensions["retryable"] != true {
			t.Errorf("%+v", e)
		}
	}
	if calls := w.Drain(); len(calls) != dialect.MaxInFlight {
		t.Errorf("%d calls were begun, of which %d may be on their way at once", len(calls), dialect.MaxInFlight)
	}
}
