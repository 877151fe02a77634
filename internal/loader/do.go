package loader

import (
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// do makes a call for a node when a slot is free, in the form that the server
// takes, and again without what the Graph API refuses in it. Of is the id of the node, or
// the path of a call that leads to others.
func do[T any](l *Loader, of string, n *expansion.Expansion, call func(*expansion.Expansion) (T, error)) (T, error) {
	var none T
	n, err := l.withActor(n)
	if err != nil {
		return none, err
	}
	done, err := l.turn()
	if err != nil {
		return none, err
	}
	defer done()
	n = l.Adapt(of, n)
	found, err := call(n)
	if err == nil {
		return found, nil
	}
	return repair.Learn(l.Session, of, n, found, err, call)
}

// turn waits until fewer than dialect.MaxInFlight calls are in flight. The caller
// calls done when its call is over.
func (l *Loader) turn() (done func(), err error) {
	if err := l.inFlight.Acquire(l.ctx, 1); err != nil {
		return nil, graphapi.NoAnswer(l.ctx, err)
	}
	return func() { l.inFlight.Release(1) }, nil
}

// withActor returns the node with the id of the token's own account, where it
// needs one. That can take a call of its own.
func (l *Loader) withActor(n *expansion.Expansion) (*expansion.Expansion, error) {
	if !n.NeedsActor() {
		return n, nil
	}
	actor, err := l.actor()
	return n.WithActor(actor), err
}
