// Package admission lets no more operations in at once than the machine serves
// well. A few more may wait, fair to each caller; all others are refused before
// they cost anything.
//
//	admission.go  the gate: who comes in, who waits, who is refused
//	ticket.go     an operation's place inside
//	room.go       which callers and operations share which part of the places
//	queue.go      who waits, and whose turn it is
//	share.go      what each address and viewer has had, which decides the turns
//	pace.go       how long it is worth to wait
//	pressure.go   how many places the machine has now
package admission

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/viewer"
)

// ErrFull says that an operation is not let in, nor can it wait longer.
var ErrFull = errors.New("too many operations at once")

// Limits are what a gate holds to.
type Limits struct {
	// Inside is the most places, at least 1: an ordinary operation takes one, a costly
	// one more (Need).
	Inside int
	// Waiting is the most operations that wait to be let in; 0 is none.
	Waiting int
	// Wait is the longest that one waits.
	Wait time.Duration
	// Delay is how long the slowest tenth of the goroutines may wait for a processor
	// before there are fewer places, and less time to wait; 0 is for ever.
	Delay time.Duration
}

// Caller is who asks for an operation: callers take turns by address, and those of
// one address by viewer.
type Caller struct {
	// Address is the client's.
	Address string
	// Viewer is whose access token the operation brings; zero for none.
	Viewer viewer.ID
}

// Gate counts operations in and out. It may be used by many goroutines at once.
// A nil gate lets everybody in.
type Gate struct {
	limits Limits

	mu sync.Mutex
	// places is how many there are now; inside is how many are taken.
	places, inside int
	rooms          [rooms]room
	waiting        int
	// known are the viewers whose tokens were seen to work.
	known *simplelru.LRU[viewer.ID, struct{}]
	pace  pace
}

// maxKnown is how many viewers are known at once; the least recently used is
// forgotten first.
const maxKnown = 100_000

// New returns a gate that no one has entered.
func New(l Limits) *Gate {
	known, err := simplelru.NewLRU[viewer.ID, struct{}](maxKnown, nil)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	g := &Gate{limits: l, places: l.Inside, known: known}
	for i := range g.rooms {
		g.rooms[i].queue = newQueue()
	}
	return g
}

// Vouch says that a viewer's token works.
func (g *Gate) Vouch(id viewer.ID) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known.Add(id, struct{}{})
}

// Doubt says that a viewer's token does not work, or not any more.
func (g *Gate) Doubt(id viewer.ID) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known.Remove(id)
}

// Knows reports whether a viewer's token was seen to work. A nil gate knows everybody.
func (g *Gate) Knows(id viewer.ID) bool {
	if g == nil {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known.Contains(id)
}

// Enter lets an operation of a caller in, on one place; Leave must follow. When
// there is no place the operation waits. The error is ErrFull, or the context's.
func (g *Gate) Enter(ctx context.Context, c Caller) (*Ticket, error) {
	if g == nil {
		return nil, nil
	}
	t := &Ticket{gate: g, caller: c, size: 1, came: time.Now()}
	g.mu.Lock()
	t.room = ordinary
	if !g.known.Contains(c.Viewer) {
		t.room = strangers
	}
	w, err := g.admit(t)
	g.mu.Unlock()
	return t, g.await(ctx, t, w, err)
}

// admit lets a ticket in at once, refuses it at once, or returns it as one that
// waits. Where no one else can wait, a place is taken from who has had most.
func (g *Gate) admit(t *Ticket) (*waiter, error) {
	r := &g.rooms[t.room]
	t.size = min(t.size, g.placesOf(t.room)) // the largest operation needs an empty room, not a larger one
	if r.queue.length == 0 && g.fits(t) {
		g.take(t)
		return nil, nil
	}
	if g.waiting >= g.limits.Waiting && !g.makeWay(t) {
		g.countRefusal(t)
		return nil, ErrFull
	}
	g.waiting++
	g.pace.queued(g.waiting, time.Now())
	w := r.queue.add(t)
	t.patient = r.queue.leads(t.caller)
	return w, nil
}

// makeWay refuses the waiter who has had most of what the newcomer wants a part of;
// false when that is the newcomer.
func (g *Gate) makeWay(t *Ticket) bool {
	last := g.rooms[t.room].queue.last(t.caller)
	if last == nil {
		return false
	}
	g.refuse(last)
	return true
}

// refuse tells a waiter that there is no place.
func (g *Gate) refuse(w *waiter) {
	if g.drop(w) {
		g.countRefusal(w.ticket)
		w.called <- ErrFull
	}
}

// countRefusal counts that a ticket's caller asked and was not let in.
func (g *Gate) countRefusal(t *Ticket) {
	g.rooms[t.room].queue.share.refuseBoth(t.caller, t.size)
}

// await waits until a waiter is called.
func (g *Gate) await(ctx context.Context, t *Ticket, w *waiter, err error) error {
	if w == nil {
		t.refused = err
		return err
	}
	g.mu.Lock()
	patience := g.patience(t, time.Now())
	g.mu.Unlock()
	timer := time.NewTimer(patience - time.Since(t.came))
	defer timer.Stop()
	select {
	case err = <-w.called:
		t.refused = err
		return err
	case <-timer.C:
		err = ErrFull
	case <-ctx.Done():
		err = ctx.Err()
	}
	t.refused = err
	g.giveUp(w, err)
	return err
}

// giveUp takes a waiter out who waits no longer, and why. One who was called in that
// moment is inside, and leaves.
func (g *Gate) giveUp(w *waiter, why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.drop(w) {
		if errors.Is(why, ErrFull) {
			g.countRefusal(w.ticket)
		}
		return
	}
	if <-w.called == nil {
		g.leave(w.ticket)
	}
}

// drop takes a waiter out of its queue; false when it waits no more.
func (g *Gate) drop(w *waiter) bool {
	if !g.rooms[w.ticket.room].queue.remove(w) {
		return false
	}
	g.waiting--
	g.pace.queued(g.waiting, time.Now())
	return true
}
