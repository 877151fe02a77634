package transport

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
)

func TestRevalidator_holdsUntilAnAnswerChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*testing.T, *reader, cache.Store)
		holds  bool
	}{
		"nothing happens":    {func(*testing.T, *reader, cache.Store) {}, true},
		"another call comes": {func(_ *testing.T, r *reader, _ cache.Store) { r.ask(as(context.Background(), "IGAA1"), "/2") }, true},
		"the answer ages":    {func(*testing.T, *reader, cache.Store) { time.Sleep(time.Hour) }, false},
		"it is asked for anew": {func(_ *testing.T, r *reader, _ cache.Store) {
			time.Sleep(time.Second)
			_, _ = r.Do(as(context.Background(), "IGAA1"), graphapi.Call{Path: "/1", Lifetime: time.Minute, Anew: true})
		}, false},
		"the viewer's answers are gone": {func(_ *testing.T, r *reader, s cache.Store) { s.Drop(context.Background(), r.hasher.ID("IGAA1")) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReader(t)
				ctx := as(t.Context(), "IGAA1")
				r.ask(ctx, "/1")
				record := new(Record)
				r.ask(recorded(ctx, record), "/1")
				calls, ok := record.Hits()
				if !ok || len(calls) != 1 {
					t.Fatalf("%+v, %v", calls, ok)
				}
				c.change(t, r, r.answers)
				again, seen := new(Record), 0
				revalidator := Revalidator{Answers: r.answers, Watch: func(context.Context, CallResult) { seen++ }}
				if got := revalidator.Valid(recorded(ctx, again), calls); got != c.holds {
					t.Errorf("it holds: %v", got)
				}
				if c.holds != (len(again.Calls()) == 1 && again.Calls()[0].Cache == hit && seen == 1) {
					t.Errorf("put down as %+v, told %d times", again.Calls(), seen)
				}
			})
		})
	}
}

func TestRecord_tellsWhetherTheCacheAnsweredAll(t *testing.T) {
	r := newReader(t)
	ctx := as(t.Context(), "IGAA1")
	for _, c := range []struct {
		paths []string
		hits  bool
	}{{nil, false}, {[]string{"/1"}, false}, {[]string{"/1"}, true}, {[]string{"/1", "/2"}, false}, {[]string{"/1", "/2"}, true}} {
		record := new(Record)
		for _, path := range c.paths {
			r.ask(recorded(ctx, record), path)
		}
		if _, ok := record.Hits(); ok != c.hits {
			t.Errorf("%v: %v", c.paths, ok)
		}
	}
}

// ask makes a call of which nothing but its being made matters.
func (r *reader) ask(ctx context.Context, path string) {
	_, _ = r.Do(ctx, graphapi.Call{Path: path, Lifetime: time.Minute})
}

func TestRevalidator_goesByTheClockOfTheChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		ctx, record := as(t.Context(), "IGAA1"), new(Record)
		r.ask(ctx, "/1")
		r.ask(recorded(ctx, record), "/1")
		calls, _ := record.Hits()
		for after, want := range map[time.Duration]bool{time.Minute - 1: true, time.Minute: false} {
			now := time.Now().Add(after)
			if got := (Revalidator{Answers: r.answers, Now: func() time.Time { return now }}).Valid(ctx, calls); got != want {
				t.Errorf("after %v it holds: %t", after, got)
			}
		}
	})
}

func TestRevalidator_tellsWatchOfEachCallAsOfAHit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReader(t)
		ctx, record := as(t.Context(), "IGAA1"), new(Record)
		for range 2 {
			r.ask(ctx, "/1")
			r.ask(ctx, "/2")
		}
		r.ask(recorded(ctx, record), "/1")
		r.ask(recorded(ctx, record), "/2")
		calls, _ := record.Hits()
		time.Sleep(time.Second)
		var seen []CallResult
		revalidator := Revalidator{Answers: r.answers, Watch: func(_ context.Context, c CallResult) { seen = append(seen, c) }}
		if !revalidator.Valid(recorded(ctx, new(Record)), calls) || len(seen) != 2 {
			t.Fatalf("told of %d calls", len(seen))
		}
		for i, path := range []string{"/v25.0/1", "/v25.0/2"} {
			if seen[i].Path != path || seen[i].Cache != hit || !seen[i].Began.Equal(time.Now()) {
				t.Errorf("told of %+v", seen[i])
			}
		}
		if !(Revalidator{Answers: r.answers}).Valid(ctx, calls) {
			t.Error("without a record and a watch it does not hold")
		}
		r.answers.Drop(ctx, r.hasher.ID("IGAA1"))
		seen = nil
		if revalidator.Valid(recorded(ctx, new(Record)), calls) || len(seen) != 0 {
			t.Errorf("of what does not hold any more, it tells %+v", seen)
		}
	})
}
