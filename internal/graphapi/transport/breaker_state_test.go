package transport

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

// told is what a breaker told of its circuits, and of its reasons.
type told struct {
	host, viewers []bool
	log           bytes.Buffer
}

// breakerOf returns a breaker without a chain, whose circuits open after some failures.
func breakerOf(opens int) (*breaker, *told) {
	told := &told{}
	return newBreaker(Chain{
		BreakerOpens: opens, Log: slog.New(slog.NewTextHandler(&told.log, nil)),
		BreakerChanged:       func(open bool) { told.host = append(told.host, open) },
		ViewerBreakerChanged: func(open bool) { told.viewers = append(told.viewers, open) },
	}, nil), told
}

// fail has calls of viewers fail, one after the other.
func (b *breaker) fail(callers ...viewer.ID) {
	for _, caller := range callers {
		b.failed(caller)
	}
}

// prove has a call of each viewer work.
func (b *breaker) prove(callers ...viewer.ID) {
	for _, caller := range callers {
		b.answered(caller, true)
	}
}

func TestBreaker_holdsUpOneViewerBetweenTrials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _ := breakerOf(2)
		for i, want := range []time.Duration{0, 0} {
			if got := b.admit(ann); got != want {
				t.Errorf("before failure %d: to wait %v", i, got)
			}
			b.failed(ann)
		}
		if got := b.admit(ann); got != trialEvery {
			t.Errorf("once open: to wait %v", got)
		}
		time.Sleep(trialEvery)
		if got := b.admit(ann); got != 0 {
			t.Errorf("the trial: to wait %v", got)
		}
		if got := b.admit(ann); got != trialEvery {
			t.Errorf("after the trial: to wait %v", got)
		}
		if got := b.admit(cleo); got != 0 {
			t.Errorf("another viewer: to wait %v", got)
		}
	})
}

func TestBreaker_stopsStrangersForWhatFailsForStrangers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, told := breakerOf(3)
		b.prove(cleo)
		b.fail(ann, dan, ann)
		if wait := b.admit(cleo); wait != 0 {
			t.Errorf("a viewer whose calls work is to wait %v", wait)
		}
		if wait := b.admit(ann); wait <= 0 {
			t.Error("a stranger whose calls failed is let through at once")
		}
		if wait := b.admit(viewer.ID{9}); wait != 0 {
			t.Errorf("a new stranger is to wait %v", wait)
		}
		if wait := b.admit(viewer.ID{10}); wait != trialEvery {
			t.Errorf("the next new stranger is to wait %v", wait)
		}
		if !slices.Equal(told.host, []bool{true}) || !strings.Contains(told.log.String(), "fails for viewers whose tokens were never seen to work") {
			t.Errorf("it told %v, and %s", told.host, told.log.String())
		}
	})
}

func TestBreaker_stopsEverybodyForWhatFailsForProvenViewers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, told := breakerOf(3)
		b.prove(ann, cleo, dan)
		b.fail(ann, cleo, ann)
		for name, x := range map[string]struct {
			caller viewer.ID
			wait   time.Duration
		}{
			"one whose calls failed": {ann, trialEvery},
			"a stranger":             {viewer.ID{9}, knownTrialEvery},
		} {
			if wait := b.admit(x.caller); wait != x.wait {
				t.Errorf("%s is to wait %v, want %v", name, wait, x.wait)
			}
		}
		if wait := b.admit(dan); wait != 0 {
			t.Errorf("one whose calls work is to wait %v", wait)
		}
		if !slices.Equal(told.host, []bool{true}) || !strings.Contains(told.log.String(), "fails for several viewers") ||
			!strings.Contains(told.log.String(), "failures=3") {
			t.Errorf("it told %v, and %s", told.host, told.log.String())
		}
	})
}

// A call of a stranger is let through by one circuit, not by one after the other.
func TestBreaker_asksTheHostAloneWhereBothAreOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, told := breakerOf(2)
		b.prove(ann, cleo)
		b.fail(viewer.ID{8}, viewer.ID{9}, ann, cleo)
		time.Sleep(knownTrialEvery)
		if wait := b.admit(viewer.ID{10}); wait != 0 {
			t.Errorf("a stranger, where no one was tried for a second, is to wait %v", wait)
		}
		if !slices.Equal(told.host, []bool{true}) {
			t.Errorf("it told %v of two circuits", told.host)
		}
	})
}

func TestBreaker_isClosedByAnyAnswer(t *testing.T) {
	for name, worked := range map[string]bool{"a good one": true, "a refusal": false} {
		synctest.Test(t, func(t *testing.T) {
			b, told := breakerOf(2)
			b.fail(ann, ann, cleo, cleo)
			b.answered(ann, worked)
			if !slices.Equal(told.host, []bool{true, false}) || strings.Count(told.log.String(), "the circuit breaker is closed") != 1 {
				t.Errorf("%s: the host's circuit told %v, and %s", name, told.host, told.log.String())
			}
			if !slices.Equal(told.viewers, []bool{true, true, false}) {
				t.Errorf("%s: the viewers' circuits told %v", name, told.viewers)
			}
			if wait := b.admit(ann); wait != 0 {
				t.Errorf("%s: the viewer is to wait %v", name, wait)
			}
			if wait := b.admit(cleo); wait <= 0 {
				t.Errorf("%s: a viewer whose own calls all failed is let through", name)
			}
			if _, proven := b.circuit(ann); proven != worked {
				t.Errorf("%s: the token is seen to work: %t", name, proven)
			}
			if b.answered(ann, worked); len(told.host) != 2 || len(told.viewers) != 3 || strings.Count(told.log.String(), "is closed") != 1 {
				t.Errorf("%s: the next answer tells again: %v, %v", name, told.host, told.viewers)
			}
		})
	}
}

func TestBreaker_forgetsAllFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, told := breakerOf(2)
		b.prove(ann)
		b.fail(ann, ann, cleo, cleo, dan, dan)
		b.forget()
		if !slices.Equal(told.host, []bool{true, false}) || !slices.Equal(told.viewers, []bool{true, true, true, false, false, false}) {
			t.Errorf("the circuits told %v and %v", told.host, told.viewers)
		}
		for _, caller := range []viewer.ID{ann, cleo, dan} {
			if wait := b.admit(caller); wait != 0 || !b.mayBeGlitch(caller) {
				t.Errorf("a viewer is to wait %v", wait)
			}
		}
		if _, proven := b.circuit(ann); !proven {
			t.Error("a token that worked is a stranger's")
		}
	})
}

func TestBreaker_isCalmWhileFailuresMayBeGlitches(t *testing.T) {
	const opens = 20
	proven := func(b *breaker) { b.prove(ann, cleo, dan) }
	for name, x := range map[string]struct {
		before func(*breaker)
		fail   []viewer.ID
		caller viewer.ID
		calm   bool
	}{
		"nothing failed":                             {nil, nil, ann, true},
		"two calls of the viewer":                    {nil, []viewer.ID{ann, ann}, ann, true},
		"three calls of the viewer":                  {nil, []viewer.ID{ann, ann, ann}, ann, false},
		"three calls of another":                     {nil, []viewer.ID{cleo, cleo, cleo}, ann, true},
		"one call each of three proven viewers":      {proven, []viewer.ID{ann, cleo, dan}, ben, false},
		"one call each of three strangers":           {nil, []viewer.ID{ben, cleo, dan}, ann, false},
		"the same, for a viewer whose calls work":    {func(b *breaker) { b.prove(ann) }, []viewer.ID{ben, cleo, dan}, ann, true},
		"one call each of two strangers":             {nil, []viewer.ID{ben, cleo}, ann, true},
		"three proven viewers, for one whose works":  {func(b *breaker) { b.prove(ann, eve, cleo, dan) }, []viewer.ID{eve, cleo, dan}, ann, false},
		"two calls that failed, and an answer after": {nil, []viewer.ID{ann, ann}, ann, true},
	} {
		breaker, _ := breakerOf(opens)
		if x.before != nil {
			x.before(breaker)
		}
		breaker.fail(x.fail...)
		if got := breaker.mayBeGlitch(x.caller); got != x.calm {
			t.Errorf("%s: calm: %t", name, got)
		}
	}
}

// Made-up tokens push out other made-up tokens, and the circuits of those who are
// pushed out close.
func TestBreaker_forgetsStrangersButNoOneProven(t *testing.T) {
	b, told := breakerOf(1)
	b.prove(ann)
	b.failed(ann)
	for n := range maxCircuits + 1 {
		b.failed(viewer.ID{9, byte(n), byte(n >> 8)})
	}
	if opened, closed := count(told.viewers, true), count(told.viewers, false); opened != maxCircuits+2 || closed != 1 {
		t.Errorf("%d viewers' circuits opened, %d closed", opened, closed)
	}
	if c, proven := b.circuit(ann); !proven || c.failures != 1 {
		t.Errorf("of the proven viewer it knows %+v, %t", c, proven)
	}
}

func count(all []bool, which bool) (n int) {
	for _, one := range all {
		if one == which {
			n++
		}
	}
	return n
}
