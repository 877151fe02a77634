package admission

import "time"

// roomName is one of the rooms.
type roomName int

// The rooms, each with a queue of its own. None can fill the house alone but the
// ordinary one, which the others leave some places.
const (
	ordinary  roomName = iota // operations of callers whose token was seen to work
	costly                    // those of their operations that take several places: half of all places
	strangers                 // all others' operations: an eighth of all places
	rooms
)

// room is the part of the places that some operations share.
type room struct {
	inside int
	queue  queue
}

// placesOf returns how many places a room has now.
func (g *Gate) placesOf(name roomName) int {
	switch name {
	case costly:
		return max(1, g.places/2)
	case strangers:
		return max(1, g.places/8)
	}
	return g.places
}

// fits reports whether there are places for a ticket. A room that is empty takes
// any.
func (g *Gate) fits(t *Ticket) bool {
	r := &g.rooms[t.room]
	if g.inside+t.size > g.places {
		return g.inside == 0
	}
	return r.inside+t.size <= g.placesOf(t.room) || r.inside == 0
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
	g.pace.took(time.Since(t.entered))
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
				g.drop(next)
				next.called <- ErrFull
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
