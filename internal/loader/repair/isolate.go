package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
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
	*Session
	// of is what is called: the id of a node, or a path.
	of   string
	call call[T]
	// node is what is called for now, and made are the trials that led there.
	node *expansion.Expansion
	made []trial
	// best is the answer with the most parts so far, nil for none; had are the parts that were ever
	// answered.
	best *answered[T]
	had  map[refusals.Culprit]bool
	// probes is how many calls it took, and refusals how many of them were refused for good.
	probes, refusals int
	// searched is what a search has ended with that found one part: another one is refused in the
	// same words. Nil for none.
	searched *graphapi.Error
	// passing reports that the refusal may have passed: the same call is made again at first.
	passing bool
}

// answered is a trial with its answer.
type answered[T any] struct {
	trial
	answer T
	// read is how many nodes the answer has: of several answers, one is counted.
	read int
}

// Isolate calls for a node again, without what the Graph API refused in it with an
// error. It returns what was found at first, and the error, when all is refused.
func Isolate[T any](s *Session, of string, n *expansion.Expansion, found T, err error, call func(*expansion.Expansion) (T, error)) (T, error) {
	answer, _, err := isolate(s, of, n, found, err, call)
	return answer, err
}

// isolate returns the trials that led to the answer of Isolate as well, none when all
// is refused.
func isolate[T any](s *Session, of string, n *expansion.Expansion, found T, err error, ask func(*expansion.Expansion) (T, error)) (T, []trial, error) {
	return (&isolation[T]{Session: s, of: of, node: n, call: alone(s, ask)}).run(found, err)
}

// run returns what was found at first, and its error, when all is refused.
func (i *isolation[T]) run(found T, err error) (T, []trial, error) {
	s, of, n := i.Session, i.of, i.node
	if known := s.FoundInVain(of, n, err); known != nil {
		return found, nil, known
	}
	i.had = map[refusals.Culprit]bool{}
	s.NoteRefused(of, n, err)
	answer, refused := found, err
	if i.passing {
		if refused = i.probe(trial{refused: n, node: n}); refused == nil {
			return i.best.answer, nil, nil
		}
	}
	for refused != nil {
		refusal, ok := suspect.Separable(i.node, refused)
		if ok {
			answer, ok, refused = i.without(refusal)
		}
		if !ok && errors.Is(refused, ErrSpent) && i.best == nil && len(i.made) > 0 {
			i.salvage(refusal)
		}
		if !ok && i.best != nil {
			answer, ok, refused = i.settle()
		}
		if !ok {
			if _, only := MetricsOnly(i.node); only && refusal != nil && len(i.made) == 0 {
				return i.onlyMetrics(found, refusal)
			}
			why := i.unproven(err, refused)
			if refused == nil {
				why = i.ofEach(why, refusal)
			}
			if !errors.Is(refused, ErrSpent) || i.probes == s.Taken() { // another search has no more calls
				s.RememberInVain(of, n, err, why)
			}
			return found, nil, why
		}
	}
	if i.eliminated() && !severalMetrics(i.made[0].parts[0]) && i.passed(of, n) {
		return i.best.answer, nil, nil
	}
	for at, t := range i.made {
		i.made[at] = t.told()
	}
	answer = i.byMetric(answer)
	i.rememberAll()
	return answer, i.made, nil
}

// eliminated reports whether a part is taken to be refused only since all others are
// answered, so that the refusal may have been about none of them and have passed.
func (i *isolation[T]) eliminated() bool {
	if len(i.made) != 1 {
		return false
	}
	t := i.made[0]
	refusal, ok := errors.AsType[*graphapi.Error](t.told().err)
	if !ok || len(t.parts) == 0 || t.deferred || t.named || t.recalled || refusal.Retryable() || !i.once(refusal) {
		return false
	}
	return !slices.ContainsFunc(t.parts, func(p expansion.Part) bool {
		return suspect.Points(p, refusal) || t.onOnePage(p) && !refusal.OfAnyNode() || i.readInParts(p, refusal)
	})
}

// readInParts reports whether a part is a page that is read in parts if it is refused for one of
// its nodes: so it is asked for again anyway.
func (s *Session) readInParts(p expansion.Part, refusal *graphapi.Error) bool {
	e := p.Of.Edge(p.Key)
	return e != nil && e.Divisible() && e.Limit() > 1 && suspect.OfARow(p, refusal) && !suspect.OfItsPermission(s.dialect, p, refusal)
}

// once reports whether nothing but the call that the isolation began with was refused for the same,
// so that the refusal may have passed.
func (i *isolation[T]) once(refusal *graphapi.Error) bool {
	return i.refusals == 0 && !i.cameBefore(refusal)
}

// passed makes the call once more that was refused at first, and reports whether it is
// answered now.
func (i *isolation[T]) passed(of string, n *expansion.Expansion) bool {
	i.calls.Delete(refusals.OfCall(of, n))
	return i.probe(trial{refused: n, node: n}) == nil
}

// rememberAll keeps what the trials have shown.
func (i *isolation[T]) rememberAll() {
	for _, t := range i.made {
		switch {
		case len(t.parts) == 0:
			i.rememberSizes(t.refused, i.node)
		case t.deferred:
			i.GoOnFrom(t.err)
			i.remember(i.of, t)
		case !i.eliminated() && (i.probes > 1 || !t.guessed()), i.confirmed(i.of, t):
			i.remember(i.of, t)
		}
	}
}

// without calls without what an error is about, and returns the answer, or what the
// call is refused for now. It returns false when nothing that can be left out was it, or
// no repairs are left.
func (i *isolation[T]) without(refusal *graphapi.Error) (answer T, ok bool, refused error) {
	if parts := i.CulpritsOf(i.of, i.node, refusal); len(parts) > 0 {
		t := trial{refused: i.node, node: i.node.Without(parts, refusal, false), err: refusal, parts: parts, recalled: true}
		if i.probe(t) == nil {
			return i.settle()
		}
	}
	if refusal.TooMuch() {
		return i.smaller(refusal)
	}
	if i.searched != nil && sameRefusal(i.searched, refusal) { // what it points at was innocent
		return i.bisect(refusal)
	}
	// wider is a trial that leaves out more than one that is still to come, and why what it was
	// refused for instead: nil where it was answered.
	var wider *trial
	var why error
	trials := i.trials(i.node, refusal)
	for at, t := range trials {
		if wider == nil && slices.ContainsFunc(trials[:at], t.within) {
			continue // of more the call was refused all the same
		}
		narrower := func(later trial) bool { return later.within(t) && !t.within(later) }
		if i.best == nil && len(i.made) > 0 && i.Last() {
			return answer, false, ErrSpent // one is kept for what can be read without doubt
		}
		switch refused = i.try(t); {
		case errors.Is(refused, ErrSpent):
			return answer, false, refused
		case sameRefusal(refused, refusal) && len(t.parts) > 0:
		case slices.ContainsFunc(trials[at+1:], narrower):
			wider, why = &t, refused
		case refused == nil:
			return i.inside(t, refusal)
		default:
			return i.goOnFrom(t, refusal, refused)
		}
	}
	switch {
	case wider == nil:
		return i.bisect(refusal)
	case why == nil:
		return i.inside(*wider, refusal)
	}
	return i.goOnFrom(*wider, refusal, why)
}

// goOnFrom goes on from a trial that is refused for something else than the call before.
func (i *isolation[T]) goOnFrom(t trial, refusal *graphapi.Error, refused error) (answer T, ok bool, why error) {
	if refusal.Kind() == graphapi.Forbidden { // for all that needs the permission
		t.known(refusal)
	}
	i.take(t)
	return answer, true, refused
}

// ErrSpent is the error of a call that was not made because no repairs are left.
var ErrSpent = errors.New("no repairs are left")

// probe makes the call of a trial as a repair, unless it is known to be refused. It returns
// what the call is refused for, or ErrSpent.
func (i *isolation[T]) probe(t trial) error { return i.ask(t, repairs) }

// try is probe for a call that tells what is refused from what is not. Some more calls are left for
// that than for others, unless all is about an edge of one of many nodes that is asked for again.
func (i *isolation[T]) try(t trial) error {
	if slices.ContainsFunc(i.node.Parts(), expansion.Part.Again) {
		return i.probe(t)
	}
	return i.ask(t, apart)
}

// ask is probe for a call out of another purse. It keeps the answer if none that is better is
// known.
func (i *isolation[T]) ask(t trial, from purse) error {
	if refused := i.refusedBefore(i.of, t.node); refused != nil {
		return refused
	}
	answer, read, refused := i.call(t.node, from)
	if errors.Is(refused, ErrSpent) {
		return ErrSpent
	}
	i.probes++
	switch {
	case refused != nil:
		if !graphapi.Retryable(refused) {
			i.refusals++
		}
		i.NoteRefused(i.of, t.node, refused)
		if len(t.node.Parts()) == 0 {
			i.RememberInVain(i.of, t.node, refused, refused)
		}
		return refused
	case i.best == nil:
		i.best = &answered[T]{t, answer, read}
	case len(t.node.Parts()) < len(i.best.node.Parts()):
		i.Read(-read)
	default:
		i.Read(-i.best.read)
		i.best = &answered[T]{t, answer, read}
	}
	for _, p := range t.node.Parts() {
		i.had[refusals.CulpritOf(p)] = true
	}
	return nil
}

// take goes on from a trial.
func (i *isolation[T]) take(t trial) { i.node, i.made = t.node, append(i.made, t) }

// settle ends the isolation with the best answer so far; false when there is none.
func (i *isolation[T]) settle() (answer T, ok bool, refused error) {
	if i.best == nil {
		return answer, false, nil
	}
	i.take(i.best.trial)
	return i.best.answer, true, nil
}

// salvage calls, when no repairs are left for a refusal, for no more than the plain fields
// of the node that it does not point at. What can be read without doubt is then not lost to
// what cannot.
func (i *isolation[T]) salvage(refusal *graphapi.Error) {
	if trials := i.trials(i.node, refusal); len(trials) > 0 {
		t := trials[0]
		if !t.named { // no one knows whether that was it
			t.err, t.unsure = ErrLeftOut, true
			t.node = i.node.Without(t.parts, t.err, t.deferred)
		}
		i.take(t)
	}
	branches := expansion.Outermost(expansion.Kept(i.node.Parts(), expansion.Part.Branch))
	t := trial{refused: i.node, err: ErrLeftOut, parts: branches, unsure: true}
	if t.node = i.node.Without(branches, ErrLeftOut, false); !t.node.Empty() {
		_ = i.ask(t, apart)
	}
}

// sameRefusal reports whether the Graph API refused a call in the same words.
func sameRefusal(err error, refusal *graphapi.Error) bool {
	other, ok := errors.AsType[*graphapi.Error](err)
	return ok && other.Code == refusal.Code && other.Subcode == refusal.Subcode && other.Message == refusal.Message
}
