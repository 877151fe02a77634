package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// The Graph API refuses a whole call because of one field, edge or page size in
// it. What follows asks again for all the rest, at the cost of a few calls, and
// leaves the error where it belongs.

// trial is one way to ask again.
type trial struct {
	node *plan.Node
	// parts are what the trial leaves out; they are remembered when it succeeds.
	parts []plan.Part
	// later tells that the parts are left to calls of their own.
	later bool
	// aliases tells that the trial leaves out aliases.
	aliases bool
}

// isolated makes a call for a node again, without what the Graph API refused in
// it with an error. The error stays that of the first call when no trial helps.
func isolated[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	for refused := err; refused != nil; {
		again, ok := l.next(n, refused)
		switch {
		case !ok && hidden(n, refused):
			return bisected(l, n, found, err, call)
		case !ok:
			return found, err
		case l.repair():
		case again.aliases: // the calls that were on their way when aliases were first refused
			l.unforeseen.Add(1)
		default:
			return found, err
		}
		var answer T
		if answer, refused = call(again.node); refused == nil {
			l.remember(n, again, err)
			return answer, nil
		}
		if again.aliases {
			l.clearAliases()
		}
		n = again.node
	}
	return found, err
}

// next returns what to leave out after an error; false when nothing is under
// suspicion.
func (l *Loader) next(n *plan.Node, err error) (trial, bool) {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	switch {
	case !ok:
		return trial{}, false
	case refusal.TooMuch():
		half, ok := n.Halved()
		return trial{node: half}, ok
	}
	if parts, later := l.suspects(n, refusal); len(parts) > 0 {
		return trial{node: n.Without(parts, err, later), parts: parts, later: later}, true
	}
	if refusesAliases(n, err) {
		l.suspectAliases()
		return trial{node: n.WithoutAliases(), aliases: true}, true
	}
	return trial{}, false
}
