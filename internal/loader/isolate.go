package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// The Graph API refuses a whole call because of one field, edge or page size in
// it. What follows asks again for all the rest, at the cost of a few calls, and
// leaves the error where it belongs.

// trial is one way to ask again.
type trial struct {
	// asked is the node that was refused with err, and node what is asked for
	// instead.
	asked, node *plan.Node
	err         error
	// parts are what the trial leaves out; they are remembered when it succeeds.
	parts []plan.Part
	// later reports that the parts are left to calls of their own.
	later bool
	// aliases reports that the trial leaves out aliases.
	aliases bool
}

// isolated makes a call for a node again, without what the Graph API refused in
// it with an error. The error stays that of the first call when no trial helps.
func isolated[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	var way []trial // that led to what is asked for now
	aliases := n.Aliased()
	for refused := err; refused != nil; {
		trials := l.trials(n, refused, aliases)
		var answer T
		switch {
		case len(trials) > 0:
			var last trial
			last, answer, refused = attempted(l, trials, call)
			if last.aliases && same(refused, last.err) {
				aliases = false // are not what is refused
				continue
			}
			way, n = append(way, last), last.node
		case hidden(n, refused):
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
	for _, t := range way {
		l.remember(t)
	}
	return found, nil
}

// errSpent is the error of a call that was not made, because no repair was left.
var errSpent = errors.New("no repairs are left")

// attempted asks again in one way after the other, until the Graph API no longer
// says the same. It returns the last way, and what came of it.
func attempted[T any](l *Loader, trials []trial, call func(*plan.Node) (T, error)) (last trial, answer T, err error) {
	for _, last = range trials {
		switch {
		case l.repair():
		case last.aliases: // the calls that were on their way when aliases were first refused
			l.unforeseen.Add(1)
		default:
			return last, answer, errSpent
		}
		if answer, err = call(last.node); err != nil && last.aliases {
			l.clearAliases()
		}
		if !lacksAgain(err, last.err) {
			break
		}
	}
	return last, answer, err
}

// trials returns what to leave out after an error, in one way or another; none
// when nothing is under suspicion. Aliases are, until something shows otherwise.
func (l *Loader) trials(n *plan.Node, err error, aliases bool) []trial {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	switch {
	case !ok:
		return nil
	case refusal.TooMuch():
		if half, ok := n.Halved(); ok {
			return []trial{{asked: n, node: half, err: err}}
		}
		return nil
	}
	if parts, later := l.suspects(n, refusal, aliases); len(parts) > 0 {
		var trials []trial
		for _, some := range apart(parts, err) {
			if node := n.Without(some, err, later); !node.Idle() {
				trials = append(trials, trial{asked: n, node: node, err: err, parts: some, later: later})
			}
		}
		return trials
	}
	if aliases && refusesAliases(n, err) {
		l.suspectAliases()
		return []trial{{asked: n, node: n.WithoutAliases(), err: err, aliases: true}}
	}
	return nil
}

// maxPlaces is at how many places a field is looked for one by one.
const maxPlaces = 3

// apart shares out the parts that an error can be about. One that names a field
// and a node type can be about any place where such nodes stand: each is tried by
// itself, and then all together.
func apart(parts []plan.Part, err error) [][]plan.Part {
	var places [][]plan.Part
	for _, p := range parts {
		i := slices.IndexFunc(places, func(same []plan.Part) bool { return same[0].Place == p.Place })
		if i < 0 {
			places = append(places, []plan.Part{p})
			continue
		}
		places[i] = append(places[i], p)
	}
	if len(places) == 1 || len(places) > maxPlaces || !lacks(err) {
		return [][]plan.Part{parts}
	}
	return append(places, parts)
}

// same reports whether the Graph API says of two calls the same.
func same(err, before error) bool {
	now, ok := errors.AsType[*graphapi.Error](err)
	was, said := errors.AsType[*graphapi.Error](before)
	return ok && said && now.Code == was.Code && now.Subcode == was.Subcode && now.Message == was.Message
}

// lacksAgain reports whether an error names the same field of the same node type as
// another.
func lacksAgain(err, before error) bool {
	now, ok := errors.AsType[*graphapi.Error](err)
	was, _ := errors.AsType[*graphapi.Error](before)
	if !ok || was == nil {
		return false
	}
	field, node, named := now.Lacks()
	wasField, wasNode, _ := was.Lacks()
	return named && field == wasField && node == wasNode
}
