package transport

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

var ann, ben, cleo, dan, eve = viewer.ID{1}, viewer.ID{2}, viewer.ID{3}, viewer.ID{4}, viewer.ID{5}

// origin is when the plays of this file begin.
var origin = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func TestCircuit_isOpenOnceItsFailuresReachANumber(t *testing.T) {
	for _, c := range []struct {
		failures, opens int
		open            bool
	}{{0, 0, false}, {5, 0, false}, {0, 1, false}, {1, 1, true}, {2, 3, false}, {3, 3, true}, {4, 3, true}} {
		if got := (&circuit{failures: c.failures}).open(c.opens); got != c.open {
			t.Errorf("after %d failures, opening at %d: open: %t", c.failures, c.opens, got)
		}
	}
}

func TestHost_opensForTheFailuresOfSeveralViewers(t *testing.T) {
	for name, c := range map[string]struct {
		callers []viewer.ID
		opens   int
		at      int // which failure opens it; 0: none
	}{
		"one viewer":                     {[]viewer.ID{ann, ann, ann, ann}, 3, 0},
		"two viewers":                    {[]viewer.ID{ann, ben, ann, ben}, 3, 3},
		"two viewers, one of them late":  {[]viewer.ID{ann, ann, ann, ann, ben}, 3, 5},
		"four viewers":                   {[]viewer.ID{ann, ben, cleo, dan}, 4, 4},
		"too few failures":               {[]viewer.ID{ann, ben}, 3, 0},
		"a breaker that never opens":     {[]viewer.ID{ann, ben, ann, ben}, 0, 0},
		"more failures than it opens at": {[]viewer.ID{ann, ben, ann, ben, cleo}, 2, 2},
	} {
		var h host
		opened := 0
		for i, caller := range c.callers {
			if h.fail(caller, c.opens, origin) {
				if opened > 0 {
					t.Errorf("%s: it opens twice", name)
				}
				opened = i + 1
			}
		}
		if opened != c.at || h.isOpen != (c.at > 0) {
			t.Errorf("%s: failure %d opens it, want %d; open: %t", name, opened, c.at, h.isOpen)
		}
		if h.failures != len(c.callers) || len(h.suffering) > outageAfter {
			t.Errorf("%s: %d failures of %d known viewers", name, h.failures, len(h.suffering))
		}
	}
}

func TestHost_isCalmWhileItIsShutAndFewViewersFail(t *testing.T) {
	for _, c := range []struct {
		callers []viewer.ID
		opens   int
		calm    bool
	}{
		{nil, 20, true},
		{[]viewer.ID{ann, ann, ann, ann}, 20, true},
		{[]viewer.ID{ann, ben}, 20, true},
		{[]viewer.ID{ann, ben, cleo}, 20, false},
		{[]viewer.ID{ann, ben}, 2, false},
	} {
		var h host
		for _, caller := range c.callers {
			h.fail(caller, c.opens, origin)
		}
		if h.fewSuffer() != c.calm {
			t.Errorf("%d failures of %d viewers, opening at %d: calm: %t", len(c.callers), len(h.suffering), c.opens, h.fewSuffer())
		}
	}
}

// Of those whom it counts, a host tries viewers without failures four times a second,
// and those with failures once a second, in turns; others only where no one was tried
// for a second.
func TestHost_sharesOutItsTrials(t *testing.T) {
	var h host
	if h.fail(ann, 2, origin); !h.fail(ben, 2, origin) {
		t.Fatal("it is not open")
	}
	const counts, failed = true, true
	for i, step := range []struct {
		at             int // milliseconds after the opening
		caller         viewer.ID
		counts, failed bool
		wait           int // milliseconds; 0 lets the call through
	}{
		{0, dan, !counts, failed, 1000},
		{100, ann, counts, failed, 150},
		{100, cleo, counts, !failed, 0},
		{100, dan, !counts, failed, 1000},
		{150, cleo, counts, !failed, 200},
		{150, dan, counts, !failed, 200},
		{350, dan, counts, !failed, 0},
		{350, cleo, counts, !failed, 250},
		{350, ann, counts, failed, 0}, // the turn of ann
		{400, ann, counts, failed, 950},
		{500, ben, counts, failed, 850},
		{1350, ann, counts, failed, 1000}, // ben has asked meanwhile
		{1350, ben, counts, failed, 0},    // the turn of ben
		{1400, ann, counts, failed, 950},
		{2350, ben, counts, failed, 1000}, // ann has asked meanwhile
		{3349, ben, counts, failed, 1},
		{3350, ben, counts, failed, 0}, // ann has not come again for a second
		{3400, ben, counts, failed, 950},
		{4350, ben, counts, failed, 0}, // no one else has asked
		{5349, dan, !counts, failed, 1},
		{5350, dan, !counts, !failed, 0},
		{5351, dan, !counts, failed, 999},
	} {
		if got := h.admit(step.caller, step.counts, step.failed, origin.Add(ms(step.at))); got != ms(step.wait) {
			t.Errorf("step %d, after %d ms: to wait %v, want %d ms", i, step.at, got, step.wait)
		}
	}
}
