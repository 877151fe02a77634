package admission

import "time"

const (
	// standing is for how long some operation must have waited at any moment until the
	// queue counts as one that stands, rather than as a burst; and for how long nobody
	// must have waited until the next one counts as a burst again.
	standing = time.Second
	// leastPatience bounds the wait in a standing queue from below.
	leastPatience = 5 * time.Millisecond
)

// pace is how fast operations come and go. In a standing queue more patience lets in
// no more operations, but makes all of them late: there an operation waits for no
// longer than one takes, unless its caller has had less than the others.
//
// Source: Nichols, Jacobson: Controlling Queue Delay (2012).
type pace struct {
	// mean is how long operations take inside, of late.
	mean time.Duration
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

// took notes how long an operation was inside.
func (p *pace) took(d time.Duration) {
	if p.mean == 0 {
		p.mean = d
	}
	p.mean += (d - p.mean) / 64
}

// patience returns how long an operation may wait. Who has had less than others, or
// has no other operation that waits, may wait even in a queue that stands.
func (g *Gate) patience(t *Ticket, now time.Time) time.Duration {
	g.pace.settle(now)
	if g.limits.Delay == 0 || !g.pace.stands || t.patient {
		return g.limits.Wait
	}
	return min(g.limits.Wait, max(g.pace.mean, leastPatience))
}
