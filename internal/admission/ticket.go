package admission

import (
	"context"
	"time"
)

// CostOfPlace is how much of an operation's estimated cost one place is for.
const CostOfPlace = 1000

// BytesOfPlace is how much of an answer's estimated size one place is for: as many
// places as costly operations have by default are for 32 MiB.
const BytesOfPlace = 128 << 10

// Need is what an operation may take, as it is estimated.
type Need struct {
	// Cost is in the unit of the extension of that name, and Bytes those of the answer.
	Cost, Bytes int
}

// places returns how many places an operation takes.
func (n Need) places() int { return 1 + max(n.Cost/CostOfPlace, n.Bytes/BytesOfPlace) }

// Ticket is an operation's place inside. A nil ticket is of a nil gate.
type Ticket struct {
	gate   *Gate
	caller Caller
	room   roomName
	// size is how many places the operation takes; 0 when it is not inside.
	size int
	// patient reports that the caller had had no more than any other who waited, and
	// was refused nothing meanwhile.
	patient bool
	came    time.Time
	entered time.Time
	refused error
}

// Widen takes as many places as an operation needs. A costly operation may have to
// wait for them, and holds none meanwhile. The error is ErrFull, or the context's; then
// the operation is not inside any more.
func (t *Ticket) Widen(ctx context.Context, need Need) error {
	size := need.places()
	if t == nil || size == 1 {
		return nil
	}
	g := t.gate
	g.mu.Lock()
	g.leave(t)
	t.size = size
	if t.room == ordinary {
		t.room = costly
	}
	w, err := g.admit(t)
	g.mu.Unlock()
	return g.await(ctx, t, w, err)
}

// Refused returns why the operation is not inside; nil when it is, or was.
func (t *Ticket) Refused() error {
	if t == nil {
		return nil
	}
	return t.refused
}

// Leave counts the operation out, and lets the next ones in. It may be called again.
func (t *Ticket) Leave() {
	if t == nil {
		return
	}
	t.gate.mu.Lock()
	defer t.gate.mu.Unlock()
	if t.refused == nil {
		t.gate.leave(t)
	}
}
