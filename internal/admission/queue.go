package admission

import (
	"slices"

	"github.com/gramql/gramql/internal/viewer"
)

// queue is who waits for a room: by address, and there by viewer.
type queue struct {
	length    int
	share     shares
	addresses []*address // none is empty; the first to come is first
}

// address is the callers of one address who wait.
type address struct {
	name   string
	length int
	lines  []*line // none is empty; the first to come is first
}

// line is the operations of one viewer that wait, the oldest first.
type line struct {
	caller  Caller
	waiters []*waiter
}

// waiter is one operation that waits.
type waiter struct {
	ticket *Ticket
	// called takes one value: nil to go in, or why not.
	called chan error
}

func newQueue() queue { return queue{share: shares{newShare[string](maxAddresses)}} }

func (q *queue) add(t *Ticket) *waiter {
	a := q.address(t.caller.Address)
	if a == nil {
		a = &address{name: t.caller.Address}
		q.addresses = append(q.addresses, a)
	}
	l := a.line(t.caller.Viewer)
	if l == nil {
		l = &line{caller: t.caller}
		a.lines = append(a.lines, l)
	}
	w := &waiter{ticket: t, called: make(chan error, 1)}
	l.waiters = append(l.waiters, w)
	a.length++
	q.length++
	return w
}

// address returns the address with a name; nil when none of its callers waits.
func (q *queue) address(name string) *address {
	if i := slices.IndexFunc(q.addresses, func(a *address) bool { return a.name == name }); i >= 0 {
		return q.addresses[i]
	}
	return nil
}

// line returns the line of a viewer; nil when none of the viewer's operations waits.
func (a *address) line(id viewer.ID) *line {
	if i := slices.IndexFunc(a.lines, func(l *line) bool { return l.caller.Viewer == id }); i >= 0 {
		return a.lines[i]
	}
	return nil
}

// next returns whose turn it is. Somebody must wait.
func (q *queue) next() *waiter {
	a := least(q.addresses, func(a *address) int { return q.share.start(a.name) })
	l := least(a.lines, func(l *line) int { return q.share.startOfViewer(l.caller) })
	return l.waiters[0]
}

// leads reports whether none of those who wait comes before the caller's newest
// operation, which waits too.
func (q *queue) leads(c Caller) bool {
	a := q.address(c.Address)
	first := least(q.addresses, func(a *address) int { return q.share.start(a.name) })
	if q.share.start(a.name)+a.length-1 > q.share.start(first.name) && a != first {
		return false
	}
	l := a.line(c.Viewer)
	leading := least(a.lines, func(l *line) int { return q.share.startOfViewer(l.caller) })
	return q.share.startOfViewer(c)+len(l.waiters)-1 <= q.share.startOfViewer(leading.caller)
}

// last returns who would be let in last, and so makes way for a newcomer; nil when
// that is the newcomer.
func (q *queue) last(newcomer Caller) *waiter {
	ofAddress := func(a *address) int { return q.share.start(a.name) + a.length }
	ofLine := func(l *line) int { return q.share.startOfViewer(l.caller) + len(l.waiters) }
	if q.length == 0 {
		return nil
	}
	a := most(q.addresses, ofAddress)
	l := most(a.lines, ofLine)
	if a.name != newcomer.Address {
		own, length := q.share.start(newcomer.Address), 0
		if known := q.address(newcomer.Address); known != nil {
			length = known.length
		}
		if own+length+1 >= ofAddress(a) {
			return nil
		}
		return l.waiters[len(l.waiters)-1]
	}
	own, length := q.share.startOfViewer(newcomer), 0
	if known := a.line(newcomer.Viewer); known != nil {
		length = len(known.waiters)
	}
	if own+length+1 >= ofLine(l) {
		return nil
	}
	return l.waiters[len(l.waiters)-1]
}

// remove takes a waiter out; false when the waiter waits no more.
func (q *queue) remove(w *waiter) bool {
	a := q.address(w.ticket.caller.Address)
	if a == nil {
		return false
	}
	l := a.line(w.ticket.caller.Viewer)
	if l == nil {
		return false
	}
	i := slices.Index(l.waiters, w)
	if i < 0 {
		return false
	}
	l.waiters = slices.Delete(l.waiters, i, i+1)
	a.length--
	q.length--
	if len(l.waiters) == 0 {
		a.lines = slices.DeleteFunc(a.lines, func(other *line) bool { return other == l })
	}
	if a.length == 0 {
		q.addresses = slices.DeleteFunc(q.addresses, func(other *address) bool { return other == a })
	}
	return true
}

// least returns the element for which a number is least, the first of several.
func least[T any](of []T, number func(T) int) T {
	return slices.MinFunc(of, func(a, b T) int { return number(a) - number(b) })
}

// most returns the element for which a number is greatest, the first of several.
func most[T any](of []T, number func(T) int) T {
	return slices.MaxFunc(of, func(a, b T) int { return number(a) - number(b) })
}
