// Package admission lets no more operations in at once than the machine serves
// well. A few more may wait, fair to each viewer; all others are refused before
// they cost anything.
package admission

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrFull says that an operation is not let in, nor can it wait longer.
var ErrFull = errors.New("too many operations at once")

// Limits are what a gate holds to.
type Limits struct {
	// Inside is the most operations that run at once, at least 1.
	Inside int
	// Waiting is the most that wait to be let in; 0 is none.
	Waiting int
	// Wait is the longest that one waits.
	Wait time.Duration
}

// Gate counts operations in and out. It may be used by many goroutines at once.
// A nil gate lets everybody in.
type Gate struct {
	limits Limits

	mu     sync.Mutex
	inside int
	queue  queue
}

// New returns a gate that no one has entered.
func New(l Limits) *Gate { return &Gate{limits: l, queue: queue{lines: map[string]*line{}}} }

// Enter lets an operation of a viewer in; Leave must follow. When the gate is
// full the operation waits, and viewers who wait are let in by turns, so that one
// with many operations does not hold up those with few. The error is ErrFull, or
// the context's.
func (g *Gate) Enter(ctx context.Context, viewer string) error {
	if g == nil {
		return nil
	}
	w, err := g.tryEnter(viewer)
	if w == nil {
		return err
	}
	timer := time.NewTimer(g.limits.Wait)
	defer timer.Stop()
	select {
	case err := <-w.called:
		return err
	case <-timer.C:
		err = ErrFull
	case <-ctx.Done():
		err = ctx.Err()
	}
	g.giveUp(w)
	return err
}

// Leave counts an operation out that Enter let in, and lets the next one in.
func (g *Gate) Leave() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if next := g.queue.next(); next != nil {
		next.called <- nil
		return
	}
	g.inside--
}

// tryEnter lets an operation in at once, refuses it at once, or returns it as one that
// waits. Where no one else can wait, a place is taken from the viewer who has
// most of them.
func (g *Gate) tryEnter(viewer string) (*waiter, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inside < g.limits.Inside {
		g.inside++
		return nil, nil
	}
	if g.queue.length >= g.limits.Waiting {
		longest := g.queue.longest()
		if longest == nil || len(longest.waiters) <= g.queue.lengthOf(viewer)+1 {
			return nil, ErrFull
		}
		last := longest.waiters[len(longest.waiters)-1]
		g.queue.remove(last)
		last.called <- ErrFull
	}
	return g.queue.add(viewer), nil
}

// giveUp takes a waiter out who waits no longer. One who was called in that
// moment is inside, and leaves.
func (g *Gate) giveUp(w *waiter) {
	g.mu.Lock()
	waits := g.queue.remove(w)
	g.mu.Unlock()
	if !waits && <-w.called == nil {
		g.Leave()
	}
}
