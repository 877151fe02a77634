package nodes

import (
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Do makes the call for an expansion when a slot is free, in the form that the server
// takes, and again without the parts that the Graph API refuses. Of is the id of the node
// that is called for, or the path of a call that leads to others.
func Do[T any](l *Lookups, of string, n *expansion.Expansion, call func(*expansion.Expansion) (T, error)) (T, error) {
	var none T
	n, err := l.WithActor(n)
	if err != nil {
		return none, err
	}
	done, err := l.Turn()
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

// WithActor returns the expansion with the id of the token's own account, where one of its
// edges is asked for as an account. To find the account can take a call of its own.
func (l *Lookups) WithActor(n *expansion.Expansion) (*expansion.Expansion, error) {
	if !n.NeedsActor() {
		return n, nil
	}
	actor, err := l.Actor()
	return n.WithActor(actor), err
}
