package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// asked makes a call for a node, in its turn. When the server refuses the node's
// aliases, it is asked again without them; the edges that go by one are then left
// to follow-up calls, from now on at once: only the calls that are on their way
// by then are refused too.
func asked[T any](l *Loader, n *plan.Node, call func(*plan.Node) (T, error)) (T, error) {
	done, err := l.turn()
	if err != nil {
		var none T
		return none, err
	}
	defer done()
	n = l.spell(n)
	found, err := call(n)
	if err != nil && l.refusesAliases(n, err) {
		if !l.repair() {
			l.unforeseen.Add(1)
		}
		return call(n.WithoutAliases())
	}
	return found, err
}

// spell returns the node as this server takes it.
func (l *Loader) spell(n *plan.Node) *plan.Node {
	if n.Aliased() && !l.aliases() {
		return n.WithoutAliases()
	}
	return n
}

// aliases tells whether this server takes aliases, as far as is known by now.
func (l *Loader) aliases() bool {
	_, refused := l.withoutAliases.Load(l.plan.Dialect.Login)
	return l.plan.Dialect.Aliases && !refused
}

// refusesAliases tells whether an error can mean that an edge takes no alias,
// and remembers it.
//
// Source: Meta, Graph API, "Aliasing fields": error 100, «Unknown fields».
func (l *Loader) refusesAliases(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || refusal.Code != 100 || refusal.Subcode != 0 || !n.Aliased() {
		return false
	}
	l.withoutAliases.Store(l.plan.Dialect.Login, true)
	return true
}
