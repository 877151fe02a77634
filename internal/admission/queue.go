package admission

import "slices"

// queue is who waits: a line for each viewer, whose turns go round.
type queue struct {
	length int
	lines  map[string]*line // by viewer; none is empty
	turns  []*line          // the next one first
}

// line is the operations of one viewer that wait, the oldest first.
type line struct {
	viewer  string
	waiters []*waiter
}

// waiter is one operation that waits.
type waiter struct {
	line *line
	// called takes one value: nil to go in, or why not.
	called chan error
}

func (q *queue) add(viewer string) *waiter {
	l := q.lines[viewer]
	if l == nil {
		l = &line{viewer: viewer}
		q.lines[viewer] = l
		q.turns = append(q.turns, l)
	}
	w := &waiter{line: l, called: make(chan error, 1)}
	l.waiters = append(l.waiters, w)
	q.length++
	return w
}

// next takes out whose turn it is; nil when no one waits.
func (q *queue) next() *waiter {
	if q.length == 0 {
		return nil
	}
	l := q.turns[0]
	q.turns = append(q.turns[1:], l)
	w := l.waiters[0]
	q.remove(w)
	return w
}

// remove takes a waiter out; false when it waits no more.
func (q *queue) remove(w *waiter) bool {
	i := slices.Index(w.line.waiters, w)
	if i < 0 {
		return false
	}
	w.line.waiters = slices.Delete(w.line.waiters, i, i+1)
	q.length--
	if len(w.line.waiters) == 0 {
		delete(q.lines, w.line.viewer)
		q.turns = slices.DeleteFunc(q.turns, func(l *line) bool { return l == w.line })
	}
	return true
}

// longest returns the line of the viewer with most waiters; nil when no one
// waits.
func (q *queue) longest() *line {
	var longest *line
	for _, l := range q.turns {
		if longest == nil || len(l.waiters) > len(longest.waiters) {
			longest = l
		}
	}
	return longest
}

func (q *queue) lengthOf(viewer string) int {
	if l := q.lines[viewer]; l != nil {
		return len(l.waiters)
	}
	return 0
}
