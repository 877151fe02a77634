package quota

import (
	"math"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

// Pacing says from which percentages on calls are held back, and how. Each step
// holds from its percentage up.
type Pacing struct {
	// Foreground: only calls that someone waits for are made.
	Foreground int
	// Queue: calls are made one after another, with gaps between them.
	Queue int
	// Cache: no calls are made, except one now and then to check the quota.
	Cache int
}

// Unpaced holds back no call before a quota is spent.
var Unpaced = Pacing{math.MaxInt, math.MaxInt, math.MaxInt}

const (
	// shortGap is the first gap in the queue; each percent more doubles it, up to
	// longGap.
	shortGap, longGap = time.Second, 16 * time.Second
	// checkGap is the gap between checks of a quota, times the percents from
	// Pacing.Cache on. With this gap a quota of 200 calls an hour is never spent whole.
	checkGap = 5 * time.Minute
	// believed is how long a percentage that is not repeated is believed: the window
	// of the app's quota.
	believed = time.Hour
)

// gap returns how long to wait after a call at that percentage.
func (p Pacing) gap(percent int) time.Duration {
	switch {
	case percent >= p.Cache:
		return checkGap * time.Duration(min(percent, 100)-p.Cache+1)
	case percent >= p.Queue:
		return min(shortGap<<min(percent-p.Queue, 8), longGap)
	}
	return 0
}

// meter is the usage of one quota.
type meter struct {
	percent   int
	updatedAt time.Time
	// next is when the next call may be made, where there are gaps.
	next time.Time
	// until is when a spent quota is free again.
	until time.Time
}

// level returns the percentage; 0 when it is too old to be believed.
func (m *meter) level(now time.Time) int {
	if now.Sub(m.updatedAt) > believed {
		return 0
	}
	return m.percent
}

// update takes in a percentage, unless a later one is known.
func (m *meter) update(pacing Pacing, at time.Time, percent int) {
	if at.Before(m.updatedAt) {
		return
	}
	m.percent, m.updatedAt = percent, at
	if percent >= pacing.Cache {
		m.next = later(m.next, at.Add(pacing.gap(percent)))
	}
}

// block keeps calls from being made. It never shortens a block.
func (m *meter) block(until time.Time) { m.until = later(m.until, until) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Request is a call that wants to be made.
type Request struct {
	Viewer viewer.ID
	// Nodes are the nodes that the call names; nodes that are no accounts have no quota.
	Nodes []string
	// Background reports that no one waits for the call.
	Background bool
	// Patience is how long the call can wait for its turn.
	Patience time.Duration
}

// Turn returns how long a call has to wait until it is made, and true; or false when the
// call is not to be made, and how long it takes until such a call might be.
func (q *Quota) Turn(a Request) (time.Duration, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.now()
	meters := q.meters(a)
	turn := now
	for _, m := range meters {
		turn = later(turn, m.until)
	}
	if turn.After(now) {
		return turn.Sub(now), false
	}
	for _, m := range meters {
		level := m.level(now)
		if a.Background && level >= q.pacing.Foreground {
			return shortGap, false
		}
		if level >= q.pacing.Cache && m.next.After(now) {
			a.Patience = 0
		}
		if level >= q.pacing.Queue {
			turn = later(turn, m.next)
		}
	}
	if wait := turn.Sub(now); wait > a.Patience {
		return wait, false
	}
	for _, m := range meters {
		m.next = turn.Add(q.pacing.gap(m.level(now)))
	}
	return turn.Sub(now), true
}

// meters returns the quotas that a call counts against: the token's, and those of
// the accounts that the call names. Whose /me or a media is cannot be known: for a call
// that names no account, all accounts that the token is known to reach count.
func (q *Quota) meters(a Request) []*meter {
	t, known := q.tokens.Get(a.Viewer)
	if !known {
		return nil
	}
	meters := append(make([]*meter, 0, 1+len(t.accounts)), &t.meter)
	for _, id := range a.Nodes {
		if named := t.account(id); named != nil {
			meters = append(meters, &named.meter)
		}
	}
	if len(meters) == 1 {
		for _, reached := range t.accounts {
			meters = append(meters, &reached.meter)
		}
	}
	return meters
}
