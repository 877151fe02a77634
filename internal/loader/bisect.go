package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// hidden reports whether an error is about one part of a node without saying which.
// Errors that are about the whole call, or that may pass by themselves, are not
// worth a search.
func hidden(n *plan.Node, err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || refusal.Code != codeParameter || refusal.Subcode != 0 || refusal.Kind() != graphapi.BadInput || lacks(err) {
		return false
	}
	parts := n.Parts()
	return len(parts) > 1 || len(parts) == 1 && !n.Without(parts, err, false).Idle()
}

// bisected looks for the part of a node that makes its call fail, by leaving out
// half of what is under suspicion at each trial. It takes it that there is only
// one; where there are more, the error stays.
func bisected[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	var without []plan.Part // what the answer that was found is without
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
	if !exact && !n.Without(suspects, err, false).Idle() && l.repair() {
		try(suspects)
	}
	if without == nil {
		return found, err
	}
	l.remember(trial{asked: n, err: err, parts: without})
	return found, nil
}

// halves shares parts out so that none is apart from what is in it: an edge, and
// all that is wanted behind it, are told apart last.
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
