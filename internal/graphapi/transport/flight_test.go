package transport

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
)

var (
	flightKey = cache.Key{Viewer: ann}
	landing   = &graphapi.Answer{Status: 200, Body: []byte(good)}
)

// lasting returns a shared call that takes a time, and ends with its context.
func lasting(takes time.Duration) call {
	return func(ctx context.Context) (*graphapi.Answer, error) {
		if !pause(ctx, takes) {
			return nil, ctx.Err()
		}
		return landing, nil
	}
}

func TestFlights_areJoinedUntilTheyLand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, joined := all.join(t.Context(), flightKey, lasting(time.Second))
		if joined {
			t.Error("the first joins a flight")
		}
		if g, joined := all.join(t.Context(), flightKey, lasting(time.Second)); !joined || g != f {
			t.Error("the second begins a flight of its own")
		}
		if _, joined := all.join(t.Context(), cache.Key{Viewer: ben}, lasting(time.Second)); joined {
			t.Error("another key joins it")
		}
		if all.landed.Load() != 0 {
			t.Error("a flight has landed before its time")
		}
		if answer, err := f.wait(t.Context(), nil); answer != landing || err != nil {
			t.Errorf("it came to %+v, %v", answer, err)
		}
		synctest.Wait()
		if all.landed.Load() != 2 || len(all.flying) != 0 {
			t.Errorf("%d have landed, %d are under way", all.landed.Load(), len(all.flying))
		}
		if _, joined := all.join(t.Context(), flightKey, lasting(0)); joined {
			t.Error("a flight that has landed is joined")
		}
		synctest.Wait()
	})
}

func TestFlight_lastsAsLongAsTheLongestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, _ := all.join(t.Context(), flightKey, lasting(time.Second))
		if at, ok := f.Deadline(); ok {
			t.Errorf("with no deadline it ends at %v", at)
		}
		now := time.Now()
		for _, x := range []struct{ after, want time.Duration }{{5 * time.Second, 5 * time.Second}, {3 * time.Second, 5 * time.Second}, {8 * time.Second, 8 * time.Second}} {
			ctx, stop := context.WithTimeout(t.Context(), x.after)
			defer stop()
			all.join(ctx, flightKey, nil)
			if at, ok := f.Deadline(); !ok || at.Sub(now) != x.want {
				t.Errorf("with a deadline after %v it ends after %v", x.after, at.Sub(now))
			}
		}
		time.Sleep(time.Second)
	})
}

func TestFlight_endsWithTheGuardOfEveryCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		began := time.Now()
		f, _ := all.join(t.Context(), flightKey, lasting(time.Hour))
		if f.Err() != nil {
			t.Errorf("under way it has ended with %v", f.Err())
		}
		_, err := f.wait(t.Context(), nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != graphapi.Guard {
			t.Errorf("it ended with %v after %v", err, time.Since(began))
		}
	})
}

func TestFlight_goesOnWithoutThoseWhosePatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, _ := all.join(t.Context(), flightKey, lasting(10*time.Second))
		if answer, err := f.wait(t.Context(), time.After(time.Second)); answer != nil || !errors.Is(err, graphapi.ErrTimeout) {
			t.Errorf("an impatient one gets %+v, %v", answer, err)
		}
		if f.Err() != nil {
			t.Errorf("the call ended with %v", f.Err())
		}
		if answer, err := f.wait(t.Context(), nil); answer != landing || err != nil {
			t.Errorf("a patient one gets %+v, %v", answer, err)
		}
	})
}

func TestFlight_thatIsTooSlowForOneIsJoinedByNoOther(t *testing.T) {
	for name, x := range map[string]struct {
		why    error
		joined bool
	}{"too slow": {context.DeadlineExceeded, false}, "no longer wanted by one": {context.Canceled, true}} {
		synctest.Test(t, func(t *testing.T) {
			var all flights
			f, _ := all.join(t.Context(), flightKey, lasting(time.Second))
			all.join(t.Context(), flightKey, nil)
			f.leave(x.why)
			if f.Err() != nil {
				t.Errorf("%s: it ended with %v while one waits", name, f.Err())
			}
			if _, joined := all.join(t.Context(), flightKey, lasting(0)); joined != x.joined {
				t.Errorf("%s: joined: %t", name, joined)
			}
			if answer, err := f.wait(t.Context(), nil); answer != landing || err != nil {
				t.Errorf("%s: who waits gets %+v, %v", name, answer, err)
			}
		})
	}
}

func TestFlight_endsWithTheLastWhoLeaves(t *testing.T) {
	for _, why := range []error{context.Canceled, context.DeadlineExceeded} {
		synctest.Test(t, func(t *testing.T) {
			var all flights
			f, _ := all.join(t.Context(), flightKey, lasting(time.Second))
			if f.leave(why); !errors.Is(f.Err(), why) {
				t.Errorf("it ended with %v, want %v", f.Err(), why)
			}
			if _, joined := all.join(t.Context(), flightKey, lasting(0)); joined {
				t.Error("a flight that has ended is joined")
			}
			synctest.Wait()
		})
	}
}
