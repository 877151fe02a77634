package app_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
)

func TestDeadline_reachesCallsThatWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	w := start(t)
	ids := w.feed(localgraph.DemoToken, 2*dialect.MaxInFlight)
	w = startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.Slow, Delay: time.Minute}}, func(s *config.Settings) {
		s.Lookups, s.RequestTimeout = dialect.Single, 3*time.Second
	})
	a := w.do(localgraph.DemoToken, nodesByID, map[string]any{"ids": ids})
	if len(a.Errors) != len(ids) {
		t.Fatalf("%d errors for %d nodes: %+v", len(a.Errors), len(ids), a.Errors)
	}
	for _, e := range a.Errors {
		if e.Extensions["code"] != "UPSTREAM_TIMEOUT" || e.Message != a.Errors[0].Message || e.Extensions["retryable"] != true {
			t.Errorf("%+v", e)
		}
	}
	if calls := w.drain(); len(calls) != dialect.MaxInFlight {
		t.Errorf("%d calls were begun, of which %d may be on their way at once", len(calls), dialect.MaxInFlight)
	}
}

func TestClient_whoGoesAwayTakesItsCallsAlong(t *testing.T) {
	t.Parallel()
	const clients, each = 30, 3 // calls
	w := startFaulty(t, localgraph.Options{}, []localgraph.Fault{{Kind: localgraph.Slow, Delay: time.Minute}}, func(s *config.Settings) {
		s.Lookups, s.RequestTimeout = dialect.Single, time.Minute
	})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var all sync.WaitGroup
	for client := range clients {
		var ids []string // of its own: identical calls would be one
		for i := range each {
			ids = append(ids, globalid.New("Media", strconv.Itoa(17900000000000000+client*each+i)))
		}
		all.Go(func() {
			if response, err := w.send(ctx, localgraph.DemoToken, nodesByID, map[string]any{"ids": ids}); err == nil {
				_ = response.Body.Close()
				t.Errorf("an answer came: status %d", response.StatusCode)
			}
		})
	}
	w.until("all calls are on their way", func() bool { return w.inFlightNow() == clients*each })
	leave()
	all.Wait()
	w.until("no call goes on, for nobody waits for it", func() bool { return w.inFlightNow() == 0 })
}

// until polls until a condition holds.
func (w *world) until(what string, holds func() bool) {
	w.t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			w.t.Fatalf("it never came that %s: %d calls are in flight", what, w.inFlightNow())
		}
	}
}
