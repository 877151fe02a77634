package faults_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/badnetwork"
	"github.com/gramql/gramql/internal/config"
)

// startOverLine starts the program with a line between it and the shared local
// graph that can go bad.
func startOverLine(t *testing.T, change ...func(*config.Settings)) (*apptest.World, *badnetwork.Line) {
	t.Helper()
	var line *badnetwork.Line
	between := func(s *config.Settings) {
		var err error
		if line, err = badnetwork.Open(s.Graph); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(line.Close)
		s.Graph = line.URL()
	}
	return apptest.Start(t, append(change, between)...), line
}

func spoil(t *testing.T, line *badnetwork.Line, spoilt badnetwork.Toxic) {
	t.Helper()
	spoilt.Toxicity = 1
	if err := line.Spoil(spoilt); err != nil {
		t.Fatal(err)
	}
}

func TestLine_thatAnswersTooLateGivesTypedErrorsByTheOwnDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []badnetwork.Toxic{
		{Type: "latency", Attributes: map[string]int{"latency": 30_000}},
		{Type: "timeout", Attributes: map[string]int{"timeout": 0}},
		{Type: "bandwidth", Attributes: map[string]int{"rate": 0}},
	} {
		t.Run(c.Type, func(t *testing.T) {
			t.Parallel()
			w, line := startOverLine(t, func(s *config.Settings) { s.RequestTimeout = 500 * time.Millisecond })
			spoil(t, line, c)
			began := time.Now()
			a := w.Do(apptest.FacebookToken, "{ __typename me { username } }", nil)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UPSTREAM_TIMEOUT" || fmt.Sprint(a.Errors[0].Path) != "[me]" {
				t.Errorf("errors %+v, want one at me", a.Errors)
			}
			if apptest.At(a.Data, "__typename") != "Query" {
				t.Errorf("data %v: what needs no call is answered", a.Data)
			}
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("the answer took %v with a deadline of 500 ms", took)
			}
			line.Heal(t.Context())
		})
	}
}

func TestLine_thatCutsAnswersIntoSlicesChangesNothing(t *testing.T) {
	t.Parallel()
	w, line := startOverLine(t)
	want := w.Do(apptest.FacebookToken, apptest.FeedOperation, nil)
	spoil(t, line, badnetwork.Toxic{Type: "slicer", Attributes: map[string]int{"average_size": 64, "size_variation": 32, "delay": 10}})
	got := w.Do(apptest.FacebookToken, apptest.FeedOperation, nil)
	if len(got.Errors) > 0 || fmt.Sprint(got.Data) != fmt.Sprint(want.Data) {
		t.Errorf("errors %+v; sliced, the answer is another", got.Errors)
	}
}

func TestLine_thatBreaksOffGivesATypedErrorAndServesAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []badnetwork.Toxic{
		{Type: "reset_peer", Attributes: map[string]int{"timeout": 0}},
		{Type: "limit_data", Attributes: map[string]int{"bytes": 300}},
	} {
		t.Run(c.Type, func(t *testing.T) {
			t.Parallel()
			w, line := startOverLine(t)
			spoil(t, line, c)
			a := w.Do(apptest.FacebookToken, apptest.FeedOperation, nil)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UPSTREAM_ERROR" || a.Errors[0].Extensions["retryable"] != true {
				t.Errorf("errors %+v, want a retryable one of the upstream", a.Errors)
			}
			line.Heal(t.Context())
			if a := w.Do(apptest.FacebookToken, apptest.FeedOperation, nil); len(a.Errors) > 0 {
				t.Errorf("on a good line: %+v", a.Errors)
			}
		})
	}
}
