package admission

import "time"

// roomName is one of the rooms.
type roomName int

// The rooms, each with a queue of its own. None can fill the house alone but the
// ordinary one, which the others leave some places.
const (
	ordinary  roomName = iota // operations of callers whose token was seen to work
	costly                    // those of their operations that take several places: half of all places, a quarter under pressure
	strangers                 // all others' operations: an eighth of all places
	rooms
)

// room is the part of the places that some operations share.
type room struct {
	inside int
	queue  queue
	// mean is how long operations take inside, of late.
	mean time.Duration
}

// took notes how long an operation was inside.
func (r *room) took(d time.Duration) {
	if r.mean == 0 {
		r.mean = d
	}
	r.mean += (d - r.mean) / 64
}

// placesOf returns how many places a room has now.
func (g *Gate) placesOf(name roomName) int {
	switch name {
	case costly:
		if g.places < g.limits.Inside {
			return max(1, g.places/4)
		}
		return max(1, g.places/2)
	case strangers:
		return max(1, g.places/8)
	}
	return g.places
}

// fits reports whether there are places for a ticket. A room that is empty takes
// any.
func (g *Gate) fits(t *Ticket) bool {
	ofRoom := g.placesOf(t.room)
	size := min(t.size, ofRoom) // there were more places when the operation came
	if g.rooms[t.room].inside+size > ofRoom {
		return false
	}
	return g.taken()+size <= g.places || g.inside == 0
}

// taken returns how many of the places that there are now are taken. A room that
// holds more than its part, from a time when there were more places, takes nothing
// from the others.
func (g *Gate) taken() int {
	taken := 0
	for name := range rooms {
		taken += min(g.rooms[name].inside, g.placesOf(name))
	}
	return taken
}

// take lets a ticket in.
func (g *Gate) take(t *Ticket) {
	g.inside += t.size
	g.rooms[t.room].inside += t.size
	g.rooms[t.room].queue.share.chargeBoth(t.caller, t.size)
	t.entered = time.Now()
}

// leave takes a ticket out, and lets in whoever fits now.
func (g *Gate) leave(t *Ticket) {
	if t.size == 0 {
		return
	}
	g.rooms[t.room].took(time.Since(t.entered))
	g.inside -= t.size
	g.rooms[t.room].inside -= t.size
	t.size = 0
	g.fill()
}

// fill lets in those whose turn it is, as far as there are places: strangers and
// costly operations first, for theirs are few. Who has waited for too long by now is
// refused.
func (g *Gate) fill() {
	now := time.Now()
	for _, name := range []roomName{strangers, costly, ordinary} {
		for q := &g.rooms[name].queue; q.length > 0; {
			next := q.next()
			if now.Sub(next.ticket.came) > g.patience(next.ticket, now) {
				g.refuse(next)
				continue
			}
			if !g.fits(next.ticket) {
				break
			}
			g.drop(next)
			g.take(next.ticket)
			next.called <- nil
		}
	}
}
