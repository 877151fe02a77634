package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// bisection looks for the part that a call is refused for where neither the error's code
// nor its words tell. All parts stand in one order, each behind the part that it is below,
// and those that are often refused at the end. A call for the first so many parts is
// refused as soon as a culprit is among them. So halving finds the first culprit, however
// many there are.
type bisection[T any] struct {
	*isolation[T]
	// refusal is that of the smallest number of parts that was refused.
	refusal *graphapi.Error
	order   []expansion.Part
	// sure is how many parts, from the first, are not doubted; bare is how many there are
	// with the outermost of those that are, of which nothing is asked then.
	sure, bare int
	// good is the largest number of parts that was answered, -1 as long as the node
	// itself may be what is refused; bad is the smallest number that was refused.
	good, bad int
	// another reports that a culprit was found before, and another one is behind.
	another bool
}

// bisect calls without the part that makes the call fail. It returns the answer, or what
// that call is refused for; false when the node itself is refused, or too few repairs are
// left.
func (i *isolation[T]) bisect(refusal *graphapi.Error) (answer T, ok bool, refused error) {
	s := i.bisection(refusal, suspect.Doubtful(i.dialect, i.node, refusal))
	if len(s.order) == 0 {
		return answer, false, nil
	}
	if i.best == nil && !s.prefix(0).node.Empty() {
		s.good = -1
	}
	s.another = i.searched != nil
	if s.another && s.bad-max(s.good, 0) <= fewParts {
		return s.oneByOne()
	}
	return s.halve()
}

// inside is bisect for a call that was answered without all that an error points at. Where
// the error's code alone does that, it calls for the outermost of these parts again, and so
// finds out whether they are refused or something below them.
func (i *isolation[T]) inside(t trial, refusal *graphapi.Error) (answer T, ok bool, refused error) {
	if !t.doubtful {
		return i.settle()
	}
	var doubted []expansion.Part
	for _, p := range i.node.Parts() {
		if slices.ContainsFunc(t.parts, func(outer expansion.Part) bool { return outer.Is(p) || outer.LeadsTo(p.Of) }) {
			doubted = append(doubted, p)
		}
	}
	s := i.bisection(refusal, doubted)
	s.good = s.sure
	if refused := s.first(s.bare); refused != nil {
		_, ok := suspect.Separable(s.node, refused)
		switch {
		case ok && s.bare-s.sure < 2:
			t.known(refusal)
			fallthrough
		case !ok:
			return i.settle()
		}
		return s.each(t)
	}
	s.good = s.bare
	return s.halve()
}

// each calls for each of several parts with nothing below it, and then without those that
// are refused: what one permission is missing for is refused as a whole. All of them were
// left out by a trial that was answered.
func (s *bisection[T]) each(all trial) (answer T, ok bool, refused error) {
	without := s.node
	var culprits []trial
	innocent := false // is any of them
	left := slices.Clone(s.order[s.sure:])
	for _, p := range s.order[s.sure:s.bare] {
		others := slices.DeleteFunc(slices.Clone(left), p.Is)
		refused := s.probe(s.but(others))
		refusal, ok := suspect.Separable(s.node, refused)
		switch {
		case refused == nil:
			left, innocent = others, true
			continue
		case !ok && !innocent && s.refusal.Kind() == graphapi.Forbidden: // a token may lack many permissions
			all.known(s.refusal)
			fallthrough
		case !ok:
			return s.settle()
		}
		t := trial{refused: without, err: refusal, parts: []expansion.Part{p}}
		t.parts = t.verdict().Among(without.Parts())
		t.node = without.Without(t.parts, refusal, false)
		without, culprits = t.node, append(culprits, t)
	}
	alike := func(t trial) bool { return sameRefusal(t.err, s.refusal) }
	switch {
	case len(culprits) == s.bare-s.sure && !slices.ContainsFunc(culprits, func(t trial) bool { return !alike(t) }):
		all.known(s.refusal)
		fallthrough
	case len(culprits) == 0:
		return s.settle()
	}
	for _, t := range culprits[:len(culprits)-1] {
		s.take(t)
	}
	t := culprits[len(culprits)-1]
	if refused = s.probe(t); refused == nil || errors.Is(refused, ErrSpent) {
		return s.settle()
	}
	s.take(t)
	return answer, true, refused
}

// bisection returns a search among all parts, the doubted ones last.
func (i *isolation[T]) bisection(refusal *graphapi.Error, doubted []expansion.Part) *bisection[T] {
	s := &bisection[T]{isolation: i, refusal: refusal}
	outer, all := expansion.Outermost(doubted), i.node.Parts()
	again := expansion.Kept(all, expansion.Part.Again)
	var known, sure, bare, below []expansion.Part
	for _, p := range all {
		switch {
		case p.Of != i.node && !p.Of.Type.Identified() && len(p.Of.Parts()) == 1: // all of a value, which comes with its field
		case i.had[refusals.CulpritOf(p)], leadsTo(p, again): // the call before was answered with these
			known = append(known, p)
		case !slices.ContainsFunc(doubted, p.Is):
			sure = append(sure, p)
		case slices.ContainsFunc(outer, p.Is):
			bare = append(bare, p)
		default:
			below = append(below, p)
		}
	}
	s.order = slices.Concat(known, sure, bare, below)
	s.sure = len(known) + len(sure)
	s.bare, s.good, s.bad = s.sure+len(bare), len(known), len(s.order)
	return s
}

// leadsTo reports whether one of several parts is below a part.
func leadsTo(p expansion.Part, parts []expansion.Part) bool {
	return slices.ContainsFunc(parts, func(below expansion.Part) bool { return p.LeadsTo(below.Of) })
}

// halve finds the first culprit, and calls without it.
func (s *bisection[T]) halve() (answer T, ok bool, refused error) {
	for s.bad-s.good > 1 {
		if s.Last() && !s.another && s.bad < len(s.order) && (s.good >= 0 || !suspect.ConcernsNode(s.refusal)) {
			return s.leave(s.order[max(s.good, 0):s.bad])
		}
		k := s.next()
		if k < 0 {
			break
		}
		refused := s.first(k)
		refusal, ok := suspect.Separable(s.node, refused)
		switch {
		case refused == nil:
			s.good = k
		case k == 0 || !ok:
			return answer, false, refused // the node itself is refused, or any call is
		default:
			s.bad, s.refusal = k, refusal
		}
	}
	if s.bad == len(s.order) && graphapi.RetryableNow(s.refusal) && !s.passing && !s.Last() && s.first(s.bad) == nil {
		return s.settle() // it has passed
	}
	return s.leave(s.order[max(s.good, 0):s.bad])
}

// next returns for how many parts to call next; -1 where the first part is the culprit, unless
// the node itself is refused, which the call without that part shows.
func (s *bisection[T]) next() int {
	between := func(k int) bool { return s.good < k && k < s.bad }
	switch {
	case s.good < 0 && (s.another || s.refusal.Kind() == graphapi.NotFound && s.LeftApart() == 0):
		return 0
	case s.good < 0 && s.refusal.OfAnyCall():
		return 0
	case between(s.sure) && !s.another:
		return s.sure
	case s.good < 0 && (suspect.ConcernsNode(s.refusal) || s.refusals > 0 && s.refusal.Kind() == graphapi.Forbidden):
		return 0
	case s.good < 0 && s.bad == 1 && len(s.order) > 1:
		return -1
	case s.good == s.sure && between(s.bare):
		return s.bare
	}
	return (s.good + s.bad + 1) / 2
}

// first calls for the first so many parts, and returns what that is refused for. Whether a
// node is there at all is found out even when no repairs are left.
func (s *bisection[T]) first(k int) error {
	if k == 0 && s.refusal.Kind() == graphapi.NotFound {
		return s.ask(s.prefix(0), anyway)
	}
	return s.try(s.prefix(k))
}

// prefix returns the trial to call for the first so many parts.
func (s *bisection[T]) prefix(k int) trial { return s.but(s.order[k:]) }

// leave calls without some parts, one of which is refused, unless that is what the best
// answer was called for.
func (s *bisection[T]) leave(suspects []expansion.Part) (answer T, ok bool, refused error) {
	t := s.but(suspects)
	if s.best != nil && slices.EqualFunc(s.best.parts, t.parts, expansion.Part.Is) {
		if !t.unsure {
			s.best.known(t.err)
		}
		return s.settle()
	}
	if t.node.Empty() {
		return answer, false, nil // nothing else is asked for
	}
	refused = s.try(t)
	if everywhere := s.everywhere(t); everywhere != nil && sameRefusal(refused, s.refusal) {
		if again := s.try(*everywhere); !sameRefusal(again, s.refusal) { // else the other places may be innocent
			t, refused = *everywhere, again
		}
	}
	switch {
	case refused == nil:
		return s.settle()
	case t.unsure: // which parts are refused, no one knows
		return answer, false, ErrSpent
	case errors.Is(refused, ErrSpent):
		if s.good >= 0 && s.best != nil { // the part was found
			s.take(t)
		}
		return answer, false, ErrSpent
	}
	s.take(t) // another part is refused as well
	if sameRefusal(refused, s.refusal) {
		s.searched = s.refusal
	}
	return answer, true, refused
}

// everywhere returns the trial to leave out a plain field at all its places, if there are
// more than the one that another trial leaves out; else nil.
func (s *bisection[T]) everywhere(t trial) *trial {
	if len(t.parts) > 1 || !t.parts[0].Plain() {
		return nil
	}
	same := expansion.Kept(s.node.Parts(), func(p expansion.Part) bool { return p.Plain() && p.Name == t.parts[0].Name })
	all := trial{refused: s.node, err: s.refusal, parts: same}
	all.node = s.node.Without(same, s.refusal, false)
	if len(same) == 1 || all.node.Empty() {
		return nil
	}
	return &all
}

// but returns the trial to leave out some parts. Where it leaves out more than one, be it one
// with what is below it, no one knows which is refused.
func (s *bisection[T]) but(parts []expansion.Part) trial {
	inOrder := expansion.Kept(s.node.Parts(), func(p expansion.Part) bool { return slices.ContainsFunc(parts, p.Is) })
	t := trial{refused: s.node, err: s.refusal, parts: expansion.Outermost(inOrder)}
	t.deferred = len(t.parts) == 1 && !t.parts[0].Field() && suspect.DiffersByNode(s.refusal) && suspect.AnyBehind(s.node, t.parts)
	if t.unsure = len(parts) > 1 && (!t.deferred || !t.parts[0].Deferrable()); t.unsure {
		t.err = leftOut()
	}
	t.node = s.node.Without(t.parts, t.err, t.deferred)
	return t
}
