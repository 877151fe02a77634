package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// The Graph API refuses a whole call because of one field, edge or page size in it.
// The functions here call again for all the rest, a few times at most, and leave
// the error where it belongs.

// trial is an attempt to call again.
type trial struct {
	// refused is the node that was refused with err, and node what to call for
	// instead.
	refused, node *plan.Node
	err           error
	// parts are what the trial leaves out; they are remembered when it succeeds.
	parts []plan.Part
	// deferred reports that the parts are left to calls of their own.
	deferred bool
}

// isolated calls for a node again, without what the Graph API refused in it with an
// error. It returns what was found at first, and the error, when no trial succeeds.
func isolated[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	var made []trial // those that led to the node that is called for now
	for refused := err; refused != nil; {
		trials := l.trials(n, refused)
		var answer T
		switch {
		case len(trials) > 0:
			var last trial
			last, answer, refused = attempted(l, trials, call)
			made, n = append(made, last), last.node
		case unnamedFault(n, refused):
			if answer, refused = bisected(l, n, found, refused, call); refused != nil {
				return found, err
			}
		default:
			return found, err
		}
		if refused == nil {
			found = answer
		}
	}
	for _, t := range made {
		l.remember(t)
	}
	return found, nil
}

// errSpent is the error of a call that was not made because no repairs are left.
var errSpent = errors.New("no repairs are left")

// attempted makes trials in their order, until one is no longer refused for the same
// field. It returns that trial, and its answer.
func attempted[T any](l *Loader, trials []trial, call func(*plan.Node) (T, error)) (last trial, answer T, err error) {
	for _, last = range trials {
		if !l.repair() {
			return last, answer, errSpent
		}
		if answer, err = call(last.node); !nameSameField(err, last.err) {
			break
		}
	}
	return last, answer, err
}

// trials returns the alternatives to try after an error, in order; none when nothing
// is under suspicion.
func (l *Loader) trials(n *plan.Node, err error) []trial {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	switch {
	case !ok:
		return nil
	case refusal.TooMuch():
		if half, ok := n.Halved(); ok {
			return []trial{{refused: n, node: half, err: err}}
		}
		return nil
	}
	parts, deferred := l.suspects(n, refusal)
	var trials []trial
	for _, some := range byPlace(parts, err) {
		if node := n.Without(some, err, deferred); len(some) > 0 && !node.Empty() {
			trials = append(trials, trial{refused: n, node: node, err: err, parts: some, deferred: deferred})
		}
	}
	return trials
}

// maxPlaces is at how many places a field is suspected one by one.
const maxPlaces = 3

// byPlace returns the sets of parts to leave out in turn. An error that names a
// field and a node type can be about any place with such nodes: each is tried by
// itself, and then all together.
func byPlace(parts []plan.Part, err error) [][]plan.Part {
	var places [][]plan.Part
	for _, p := range parts {
		i := slices.IndexFunc(places, func(same []plan.Part) bool { return same[0].Place == p.Place })
		if i < 0 {
			places = append(places, []plan.Part{p})
			continue
		}
		places[i] = append(places[i], p)
	}
	if len(places) == 1 || len(places) > maxPlaces || !namesField(err) {
		return [][]plan.Part{parts}
	}
	return append(places, parts)
}

// namesField reports whether an error names a field that a type of nodes lacks.
func namesField(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok {
		return false
	}
	_, _, ok = refusal.Lacks()
	return ok
}

// nameSameField reports whether two errors name the same field of the same node
// type.
func nameSameField(a, b error) bool {
	one, ok := errors.AsType[*graphapi.Error](a)
	other, too := errors.AsType[*graphapi.Error](b)
	if !ok || !too {
		return false
	}
	field, node, named := one.Lacks()
	otherField, otherNode, _ := other.Lacks()
	return named && field == otherField && node == otherNode
}
