package transport

import (
	"cmp"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/clock"
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
		if !clock.Pause(ctx, takes) {
			return nil, ctx.Err()
		}
		return landing, nil
	}
}

// launch joins a flight, which begins when it is a new one.
func launch(ctx context.Context, all *flights, key cache.Key, do call) (f *flight, joined bool) {
	if f, joined = all.join(ctx, key); !joined {
		f.launch(do)
	}
	return f, joined
}

func TestFlights_areJoinedUntilTheyLand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, joined := launch(t.Context(), &all, flightKey, lasting(time.Second))
		if joined {
			t.Error("the first joins a flight")
		}
		if g, joined := launch(t.Context(), &all, flightKey, lasting(time.Second)); !joined || g != f {
			t.Error("the second begins a flight of its own")
		}
		if _, joined := launch(t.Context(), &all, cache.Key{Viewer: ben}, lasting(time.Second)); joined {
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
		if _, joined := launch(t.Context(), &all, flightKey, lasting(0)); joined {
			t.Error("a flight that has landed is joined")
		}
		synctest.Wait()
	})
}

func TestFlight_lastsAsLongAsTheLongestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, _ := launch(t.Context(), &all, flightKey, lasting(time.Second))
		if at, ok := f.Deadline(); ok {
			t.Errorf("with no deadline it ends at %v", at)
		}
		now := time.Now()
		for _, x := range []struct{ after, want time.Duration }{{5 * time.Second, 5 * time.Second}, {3 * time.Second, 5 * time.Second}, {8 * time.Second, 8 * time.Second}} {
			ctx, stop := context.WithTimeout(t.Context(), x.after)
			defer stop()
			all.join(ctx, flightKey)
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
		f, _ := launch(t.Context(), &all, flightKey, lasting(time.Hour))
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
		f, _ := launch(t.Context(), &all, flightKey, lasting(10*time.Second))
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
			f, _ := launch(t.Context(), &all, flightKey, lasting(time.Second))
			all.join(t.Context(), flightKey)
			f.leave(x.why)
			if f.Err() != nil {
				t.Errorf("%s: it ended with %v while one waits", name, f.Err())
			}
			if _, joined := launch(t.Context(), &all, flightKey, lasting(0)); joined != x.joined {
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
			f, _ := launch(t.Context(), &all, flightKey, lasting(time.Second))
			if f.leave(why); !errors.Is(f.Err(), why) {
				t.Errorf("it ended with %v, want %v", f.Err(), why)
			}
			if _, joined := launch(t.Context(), &all, flightKey, lasting(0)); joined {
				t.Error("a flight that has ended is joined")
			}
			synctest.Wait()
		})
	}
}

// One who carries a flight of 10 s leaves after 1 s; another joins or does not, and leaves
// after 5 s or does not.
func TestFlight_thatIsCarried(t *testing.T) {
	const left, othersLeft, landed = time.Second, 5 * time.Second, 10 * time.Second
	for name, x := range map[string]struct {
		joined, othersLeave, noTime bool
		othersTime                  time.Duration // 0 is enough
		ended                       time.Duration
		want, others                error
	}{
		"ends with its caller":                              {ended: left, want: graphapi.ErrCanceled},
		"ends with its caller's time":                       {noTime: true, ended: left, want: graphapi.ErrTimeout},
		"goes on for another":                               {joined: true, ended: landed, want: graphapi.ErrCanceled},
		"goes on until the other leaves too":                {joined: true, othersLeave: true, ended: othersLeft, want: graphapi.ErrCanceled, others: graphapi.ErrCanceled},
		"is dropped when its caller has no time for others": {joined: true, noTime: true, ended: left, want: graphapi.ErrTimeout, others: errDropped},
		"is dropped while another has as much time again":   {joined: true, noTime: true, othersTime: 2*left + 1, ended: left, want: graphapi.ErrTimeout, others: errDropped},
		"is dropped while another has too little time":      {joined: true, noTime: true, othersTime: 2 * left, ended: left, want: graphapi.ErrTimeout, others: graphapi.ErrTimeout},
	} {
		synctest.Test(t, func(t *testing.T) {
			var all flights
			began := time.Now()
			ctx, stop := context.WithCancel(t.Context())
			if x.noTime {
				ctx, stop = context.WithTimeout(t.Context(), left)
			} else {
				time.AfterFunc(left, stop)
			}
			defer stop()
			f, _ := all.join(ctx, flightKey)
			others := make(chan error, 1)
			if x.joined {
				waits, leave := context.WithTimeout(t.Context(), cmp.Or(x.othersTime, time.Hour))
				defer leave()
				if x.othersLeave {
					time.AfterFunc(othersLeft, leave)
				}
				all.join(waits, flightKey)
				go func() {
					answer, err := f.wait(waits, nil)
					if (answer == nil) != (err != nil) {
						t.Errorf("%s: the other gets %+v, %v", name, answer, err)
					}
					others <- err
				}()
			}
			answer, err := f.carry(ctx, lasting(landed))
			if answer != nil || !errors.Is(err, x.want) || time.Since(began) != x.ended {
				t.Errorf("%s: after %v the caller gets %+v, %v", name, time.Since(began), answer, err)
			}
			if x.joined {
				if err := <-others; !errors.Is(err, x.others) {
					t.Errorf("%s: the other gets %v, want %v", name, err, x.others)
				}
			}
			if _, joined := all.join(t.Context(), flightKey); joined {
				t.Errorf("%s: it is joined afterwards", name)
			}
		})
	}
}

func TestFlight_thatIsCarriedEndsWithTheGuardWhereOnlyTheImpatientWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		began := time.Now()
		ctx, leave := context.WithCancel(t.Context())
		f, _ := all.join(ctx, flightKey)
		all.join(t.Context(), flightKey)
		go func() {
			if _, err := f.wait(t.Context(), time.After(time.Second)); !errors.Is(err, graphapi.ErrTimeout) {
				t.Errorf("an impatient one gets %v", err)
			}
			leave()
		}()
		if _, err := f.carry(ctx, lasting(time.Hour)); !errors.Is(err, graphapi.ErrCanceled) || time.Since(began) != time.Second+graphapi.Guard {
			t.Errorf("after %v the caller gets %v", time.Since(began), err)
		}
	})
}

func TestFlight_thatIsCarriedBringsItsAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		f, _ := all.join(ctx, flightKey)
		if answer, err := f.carry(ctx, lasting(45*time.Second)); answer != landing || err != nil {
			t.Errorf("with a minute's time, after 45 seconds: %+v, %v", answer, err)
		}
		stop()
		synctest.Wait()
		if all.landed.Load() != 1 || f.dropped != 0 {
			t.Errorf("%d have landed, dropped: %v", all.landed.Load(), f.dropped)
		}
	})
}

func TestFlight_panicsForAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all flights
		f, _ := all.join(t.Context(), flightKey)
		all.join(t.Context(), flightKey)
		panics := func(who string, waits func() (*graphapi.Answer, error)) {
			defer func() {
				if recover() != "defect" {
					t.Errorf("%s sees no panic", who)
				}
			}()
			_, _ = waits()
		}
		panics("the caller", func() (*graphapi.Answer, error) {
			return f.carry(t.Context(), func(context.Context) (*graphapi.Answer, error) { panic("defect") })
		})
		panics("the other", func() (*graphapi.Answer, error) { return f.wait(t.Context(), nil) })
		if len(all.flying) != 0 {
			t.Error("it can be joined still")
		}
	})
}
