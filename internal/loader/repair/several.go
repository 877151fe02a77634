package repair

import (
	"slices"

	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// fewParts is how many parts are asked for one by one where one of them is another culprit:
// halving takes more calls if more than one of them are refused.
const fewParts = 6

// oneByOne asks for one part after the other, beside all that were answered before. Each that is
// refused is left out of what follows.
func (s *bisection[T]) oneByOne() (answer T, ok bool, refused error) {
	if s.good < 0 {
		if refused := s.first(0); refused != nil { // the node itself is refused, or any call is
			return answer, false, refused
		}
		s.good = 0
	}
	for found := 0; s.good < len(s.order); {
		if found == 0 && s.good == len(s.order)-1 { // all others were answered
			return s.leave(s.order[s.good:])
		}
		refused := s.first(s.good + 1)
		refusal, ok := suspect.Separable(s.node, refused)
		switch {
		case refused == nil:
			s.good++
			continue
		case !ok:
			return answer, false, refused
		}
		found, s.refusal = found+1, refusal
		s.take(s.but(s.order[s.good : s.good+1]))
		s.order = s.inOrder(s.node.Parts())
	}
	if s.best == nil || s.best.refused != s.node { // the last of them was refused
		if refused := s.try(s.prefix(len(s.order))); refused != nil {
			return answer, false, refused
		}
	}
	return s.settle()
}

// inOrder returns those of the parts of what is called for now that were in the order before.
func (s *bisection[T]) inOrder(parts []expansion.Part) (order []expansion.Part) {
	for _, before := range s.order {
		same := func(p expansion.Part) bool { return refusals.CulpritOf(p) == refusals.CulpritOf(before) }
		if at := slices.IndexFunc(parts, same); at >= 0 {
			order = append(order, parts[at])
		}
	}
	return order
}
