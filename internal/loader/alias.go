package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// asked makes a call for a node, in its turn and spelled as this server takes it.
func asked[T any](l *Loader, n *plan.Node, call func(*plan.Node) (T, error)) (T, error) {
	var none T
	n, err := l.acting(n)
	if err != nil {
		return none, err
	}
	done, err := l.turn()
	if err != nil {
		return none, err
	}
	defer done()
	n = l.spell(n)
	found, err := call(n)
	return isolated(l, n, found, err, call)
}

// acting returns the node in the name of the token's own account, where it needs
// one. That can take a call of its own.
func (l *Loader) acting(n *plan.Node) (*plan.Node, error) {
	if !n.NeedsActor() {
		return n, nil
	}
	actor, err := l.actor()
	return n.WithActor(actor), err
}

// spell returns the node as this server takes it from this viewer.
func (l *Loader) spell(n *plan.Node) *plan.Node {
	if n.Aliased() && !l.aliases() {
		n = n.WithoutAliases()
	}
	return l.known(n)
}

// aliases reports whether this server takes aliases, as far as is known by now.
func (l *Loader) aliases() bool {
	_, refused := l.withoutAliases.Load(l.plan.Dialect.Login)
	return l.plan.Dialect.Aliases && !refused
}

// suspectAliases takes it that the server refuses aliases, so that no further
// call tries; clearAliases takes that back when it was something else.
func (l *Loader) suspectAliases() { l.withoutAliases.Store(l.plan.Dialect.Login, true) }
func (l *Loader) clearAliases()   { l.withoutAliases.Delete(l.plan.Dialect.Login) }

// refusesAliases reports whether an error can mean that an edge takes no alias.
//
// Source: Meta, Graph API, "Aliasing fields": error 100, «Unknown fields».
func refusesAliases(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.Code == 100 && refusal.Subcode == 0 && n.Aliased()
}
