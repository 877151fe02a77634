package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// bisection looks for the part that makes a call fail where neither the error's code nor
// its words tell: first without all that is often refused, which shows whether the
// node can be read at all; then by leaving out half of the suspects in each call.
type bisection[T any] struct {
	*isolation[T]
	refusal *graphapi.Error
	// best is what the best answer so far was called for, nil for none.
	best   *trial
	answer T
	// read is how many nodes that answer has: of the answers, one is counted.
	read int64
}

// bisect returns the best answer without what makes the call fail, or what the call is
// refused for when that is left out; false when the bisection was in vain.
func (i *isolation[T]) bisect(refusal *graphapi.Error) (answer T, ok bool, refused error) {
	s := &bisection[T]{isolation: i, refusal: refusal}
	all, doubtful := i.node.Parts(), i.doubtful(i.node, refusal)
	rest := plan.Kept(all, func(p plan.Part) bool { return !slices.ContainsFunc(doubtful, p.Is) })
	refused = s.try(doubtful)
	switch {
	case refused == nil && refusal.Kind() == graphapi.NotFound: // no plain field is ever missing
		s.narrow(plan.Kept(doubtful, plan.Part.Branch))
	case refused == nil:
		s.narrow(doubtful)
	case concernsNode(refusal) && (refusal.Kind() == graphapi.NotFound || s.try(all) != nil):
		return answer, false, refused // the node itself is refused
	case len(doubtful) > 0 && !concernsNode(refusal) && !errors.Is(refused, errSpent) && !sameRefusal(refused, refusal):
		i.take(s.trial(doubtful))
		return answer, true, refused
	default:
		s.narrow(rest)
	}
	if s.best == nil { // several culprits
		_ = s.try(plan.Kept(all, plan.Part.Branch))
	}
	if s.best == nil {
		return answer, false, refusal
	}
	i.take(*s.best)
	return s.answer, true, nil
}

// trial returns the trial to leave out some parts.
func (s *bisection[T]) trial(parts []plan.Part) trial {
	parts = plan.Outermost(parts)
	t := trial{refused: s.node, err: s.refusal, parts: parts, unsure: len(parts) > 1}
	t.deferred = differsByNode(s.refusal) && anyBehind(s.node, parts) && !slices.ContainsFunc(parts, plan.Part.Plain)
	t.node = s.node.Without(parts, s.refusal, t.deferred)
	return t
}

// try calls without some parts, and returns what the call is refused for.
func (s *bisection[T]) try(parts []plan.Part) error {
	t := s.trial(parts)
	if len(parts) == 0 || t.node.Empty() || !s.repair() {
		return errSpent
	}
	before := s.nodes.Load()
	answer, refused := s.call(t.node)
	if refused == nil {
		s.nodes.Add(-s.read)
		s.answer, s.best, s.read = answer, &t, s.nodes.Load()-before+s.read
	}
	return refused
}

// narrow looks for the culprit among the suspects. It assumes that there is only one;
// where there are more, the best answer lacks more than these.
func (s *bisection[T]) narrow(suspects []plan.Part) {
	for len(suspects) > 1 {
		some, others := halves(suspects)
		switch refused := s.try(some); {
		case refused == nil:
			suspects = some
		case errors.Is(refused, errSpent) && s.spent():
			return
		default:
			suspects = others
		}
	}
	if s.best == nil || !slices.EqualFunc(s.best.parts, suspects, plan.Part.Is) {
		_ = s.try(suspects)
	}
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
