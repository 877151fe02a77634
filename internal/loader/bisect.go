package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// unnamedFault reports whether an error is about one part of a node without naming
// it. Errors about the whole call, or that may pass by themselves, are not worth a
// search.
func unnamedFault(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || !refusal.BadParameter() || refusal.Kind() != graphapi.BadInput || namesField(err) {
		return false
	}
	parts := n.Parts()
	return len(parts) > 1 || len(parts) == 1 && !n.Without(parts, err, false).Empty()
}

// bisected looks for the part of a node that makes its call fail, by leaving out
// half of the suspects in each call. It assumes a single culprit; where there are
// more, the error remains.
func bisected[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	var without []plan.Part // what the best answer so far lacks
	exact := false
	try := func(parts []plan.Part) bool {
		answer, refused := call(n.Without(parts, err, false))
		if exact = refused == nil; exact {
			found, without = answer, parts
		}
		return exact
	}
	suspects := n.Parts()
	for len(suspects) > 1 && l.repair() {
		some, others := halves(suspects)
		if suspects = others; try(some) {
			suspects = some
		}
	}
	if !exact && !n.Without(suspects, err, false).Empty() && l.repair() {
		try(suspects)
	}
	if without == nil {
		return found, err
	}
	l.remember(trial{refused: n, err: err, parts: without})
	return found, nil
}

// halves splits parts in two. An edge and all that is wanted behind it stay together
// until they are all that is left.
func halves(parts []plan.Part) (some, others []plan.Part) {
	at := 1 + parts[0].Within
	if at == len(parts) {
		return parts[1:], parts[:1]
	}
	for next := at; next < len(parts) && next <= len(parts)/2; next += 1 + parts[next].Within {
		at = next
	}
	return parts[:at], parts[at:]
}
