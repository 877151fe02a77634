package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// The Graph API refuses a whole call because of one field, edge or page size in it.
// An isolation calls again for all the rest, a few times at most, and leaves the
// error where it belongs:
//
//	while the call is refused:
//	    an error about the whole call ends the isolation
//	    leave out what the error points at, the likeliest first
//	    if none of that was it, bisect
type isolation[T any] struct {
	*Loader
	call func(*plan.Node) (T, error)
	// node is what is called for now, and made are the trials that led there.
	node *plan.Node
	made []trial
}

// trial is an attempt to call again.
type trial struct {
	// refused is the node that was refused with err, and node what to call for
	// instead.
	refused, node *plan.Node
	err           error
	// parts are what the trial leaves out.
	parts []plan.Part
	// deferred reports that the parts are left to calls of their own.
	deferred bool
	// named reports that the error names the parts; unsure that some of them are
	// innocent.
	named, unsure bool
}

// isolated calls for a node again, without what the Graph API refused in it with an
// error. It returns what was found at first, and the error, when all is refused.
func isolated[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, error) {
	answer, _, err := isolate(l, n, found, err, call)
	return answer, err
}

// isolate returns the trials that led to the answer of isolated as well, none when all
// is refused.
func isolate[T any](l *Loader, n *plan.Node, found T, err error, call func(*plan.Node) (T, error)) (T, []trial, error) {
	i := &isolation[T]{Loader: l, call: call, node: n}
	answer, refused := found, err
	for refused != nil {
		refusal, ok := separable(i.node, refused)
		if !ok {
			return found, nil, err
		}
		if answer, ok, refused = i.without(refusal); !ok {
			if len(i.made) > 0 {
				return found, nil, err
			}
			return i.onlyMetrics(found, refusal)
		}
	}
	answer = i.byMetric(answer)
	i.rememberAll()
	return answer, i.made, nil
}

// rememberAll keeps what the trials have shown.
func (i *isolation[T]) rememberAll() {
	for _, t := range i.made {
		if len(t.parts) == 0 {
			i.rememberSizes(t.refused, i.node)
		} else {
			i.remember(t)
		}
	}
}

// without calls without what an error is about, and returns the answer, or what the
// call is refused for now. It returns false when nothing that can be left out was it.
func (i *isolation[T]) without(refusal *graphapi.Error) (answer T, ok bool, refused error) {
	for _, t := range i.trials(i.node, refusal) {
		if len(i.made) > 0 && i.last() {
			t = i.bare(t)
		}
		if t.node.Empty() || !i.repair() {
			return answer, false, nil
		}
		answer, refused = i.call(t.node)
		if len(t.parts) == 0 || !sameRefusal(refused, refusal) {
			i.take(t)
			return answer, true, refused
		}
	}
	return i.bisect(refusal)
}

// errLeftOut is the error of what was left out though nothing may be wrong with it.
var errLeftOut = leftOut{problem.New(problem.UpstreamError, "more of the operation was refused than could be told apart, and this was left out with the rest of it",
	"Ask again: what is known to be refused is not asked for then. Or ask for less at once.")}

// leftOut is a problem that may be gone next time.
type leftOut struct{ problem.Problem }

// Retryable returns true.
func (leftOut) Retryable() bool { return true }

// bare returns the trial that leaves out, besides what a trial does, all that can be
// refused next: everything but the plain fields of the node itself. What can be read
// without doubt is then not lost to what cannot.
func (i *isolation[T]) bare(t trial) trial {
	n, rest := t.node, plan.Outermost(plan.Kept(t.node.Parts(), plan.Part.Branch))
	if len(rest) == 0 {
		return t
	}
	t.node = n.Without(rest, errLeftOut, false)
	t.deferred = false
	return t
}

// take goes on from a trial.
func (i *isolation[T]) take(t trial) { i.node, i.made = t.node, append(i.made, t) }

// errSpent is the error of a call that was not made because no repairs are left.
var errSpent = errors.New("no repairs are left")

// trials returns what to call for instead after an error that points at something, in
// order.
func (l *Loader) trials(n *plan.Node, refusal *graphapi.Error) []trial {
	if refusal.TooMuch() {
		if half, ok := n.Halved(); ok {
			return []trial{{refused: n, node: half, err: refusal}}
		}
		return nil
	}
	var trials []trial
	for _, s := range l.suspicions(n, refusal) {
		if node := n.Without(s.parts, refusal, s.deferred); !node.Empty() {
			trials = append(trials, trial{refused: n, node: node, err: refusal, parts: s.parts, deferred: s.deferred, named: s.named})
		}
	}
	return trials
}

// sameRefusal reports whether the Graph API refused a call in the same words.
func sameRefusal(err error, refusal *graphapi.Error) bool {
	other, ok := errors.AsType[*graphapi.Error](err)
	return ok && other.Code == refusal.Code && other.Subcode == refusal.Subcode && other.Message == refusal.Message
}
