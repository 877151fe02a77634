package transport

import (
	"slices"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

const (
	// trialEvery is how often a call of a viewer whose circuit is open is let through,
	// to see whether the server is back: four times a second.
	trialEvery = 250 * time.Millisecond
	// knownTrialEvery is the same for viewers whose calls have failed already, while
	// the host's circuit is open.
	knownTrialEvery = time.Second
)

// circuit counts the failures of one viewer's calls, and is open when there are too
// many in a row.
type circuit struct {
	failures int       // in a row
	trial    time.Time // when the next call is let through, while open
}

// open reports whether the failures have reached a number; 0 is never.
func (c *circuit) open(opens int) bool { return opens > 0 && c.failures >= opens }

// host counts the failures of many viewers' calls. One viewer cannot open the host's
// circuit, and while the circuit is open, a viewer without failures is tried before
// viewers with failures: what fails for some may work for others.
type host struct {
	failures int // in a row
	isOpen   bool
	// suffering are the first few of the viewers whose calls failed.
	suffering []viewer.ID
	// trial is when a viewer without a failure is let through next, knownTrial when
	// one with failures is.
	trial, knownTrial time.Time
	// tried is when any viewer was let through last, while open.
	tried time.Time
	// triedFor is the viewer of the last knownTrial, and othersWait reports that
	// another viewer with failures has asked since.
	triedFor   viewer.ID
	othersWait bool
}

// fail counts a failure, and reports whether this failure opens the circuit.
func (h *host) fail(caller viewer.ID, opens int, now time.Time) bool {
	h.failures++
	if len(h.suffering) < outageAfter && !slices.Contains(h.suffering, caller) {
		h.suffering = append(h.suffering, caller)
	}
	if h.isOpen || opens == 0 || h.failures < opens || len(h.suffering) < 2 {
		return false
	}
	h.isOpen, h.knownTrial, h.tried = true, now.Add(trialEvery), now
	return true
}

// fewSuffer reports whether no more than a few viewers have failures.
func (h *host) fewSuffer() bool { return !h.isOpen && len(h.suffering) < outageAfter }

// admit returns how long a viewer's call has to wait for the viewer's trial; 0 lets the
// call through. A viewer whose failures the circuit does not count is tried only where no
// other viewer was tried for a while, and so takes no one's trial.
func (h *host) admit(caller viewer.ID, counts, hasFailed bool, now time.Time) time.Duration {
	var wait time.Duration
	switch {
	case !counts:
		wait = h.tried.Add(knownTrialEvery).Sub(now)
	case hasFailed:
		wait = h.admitKnown(caller, now)
	default:
		if wait = h.trial.Sub(now); wait <= 0 {
			h.trial = now.Add(trialEvery)
		}
	}
	if wait <= 0 {
		h.tried = now
	}
	return max(0, wait)
}

// admitKnown is admit for a viewer with failures. Such viewers take turns.
func (h *host) admitKnown(caller viewer.ID, now time.Time) time.Duration {
	wait := h.knownTrial.Sub(now)
	if caller != h.triedFor && wait > 0 {
		h.othersWait = true
	}
	if caller == h.triedFor && h.othersWait && wait > -knownTrialEvery { // leave others time to come again
		return wait + knownTrialEvery
	}
	if wait > 0 {
		return wait
	}
	h.knownTrial, h.triedFor, h.othersWait = now.Add(knownTrialEvery), caller, false
	return 0
}
