package admission

import "time"

const (
	// standing is for how long some operation must have waited at any moment until the
	// queue counts as one that stands, rather than as a burst; and for how long nobody
	// must have waited until the next one counts as a burst again.
	standing = 100 * time.Millisecond
	// leastPatience bounds the wait in a standing queue from below.
	leastPatience = 5 * time.Millisecond
)

// pace tells a burst from a queue that stands. In the latter more patience lets in no
// more operations, but makes all of them late.
//
// Source: Nichols, Jacobson: Controlling Queue Delay (2012).
type pace struct {
	// began is when somebody began to wait in a queue that was empty; zero while
	// nobody waits. ended is when somebody waited last.
	began, ended time.Time
	stands       bool
}

// queued notes how many wait.
func (p *pace) queued(waiting int, now time.Time) {
	p.settle(now)
	switch p.ended = now; {
	case waiting == 0:
		p.began = time.Time{}
	case p.began.IsZero():
		p.began = now
	}
}

// settle sees whether the queue stands.
func (p *pace) settle(now time.Time) {
	if waits := !p.began.IsZero(); waits && now.Sub(p.began) >= standing {
		p.stands = true
	} else if !waits && now.Sub(p.ended) >= standing {
		p.stands = false
	}
}

// patience returns how long an operation may wait: in a queue that stands for as long
// as one takes inside, and twice as long who has had less than others.
func (g *Gate) patience(t *Ticket, now time.Time) time.Duration {
	g.pace.settle(now)
	if g.limits.Delay == 0 || !g.pace.stands {
		return g.limits.Wait
	}
	patience := max(g.rooms[t.room].mean, leastPatience)
	if t.patient {
		patience *= 2
	}
	return min(g.limits.Wait, patience)
}
