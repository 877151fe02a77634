package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// aliases reports whether the server takes aliases, as far as is known.
func (l *Loader) aliases() bool {
	_, refused := l.shared.withoutAliases.Load(l.plan.Dialect.Login)
	return l.plan.Dialect.Aliases && !refused
}

// suspectAliases assumes that the server refuses aliases, so that no other call
// uses any; clearAliases takes that back when the cause was another.
func (l *Loader) suspectAliases() { l.shared.withoutAliases.Store(l.plan.Dialect.Login, true) }
func (l *Loader) clearAliases()   { l.shared.withoutAliases.Delete(l.plan.Dialect.Login) }

// refusesAliases reports whether an error can mean that an edge takes no alias.
//
// Source: Meta, Graph API, "Aliasing fields": error 100, "Unknown fields".
func refusesAliases(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.BadParameter() && n.Aliased()
}
