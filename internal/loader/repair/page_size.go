package repair

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// smaller calls for smaller pages of a node that was too much data: for half of each, and half
// of that. Where more than a page is asked for, pages of one item show before whether it is the
// size that is too much, or a part, whatever the size: that part is then searched for.
func (i *isolation[T]) smaller(refusal *graphapi.Error) (answer T, ok bool, refused error) {
	half, least := i.node.Halved(), i.node.OfOneItem()
	if half == i.node {
		return i.bisect(refusal)
	}
	var t trial
	tooMuch := func(n *expansion.Expansion) bool {
		t = trial{refused: i.node, node: n, err: refusal}
		refused = i.try(t)
		return sameRefusal(refused, refusal)
	}
	isLeast := func() bool { return half.String() == least.String() }
	switch several := len(i.node.Parts()) > 1; {
	case !tooMuch(half) || isLeast() || several && tooMuch(least):
	case several && refused == nil:
		half = half.Halved()
		for !isLeast() && tooMuch(half) {
			half = half.Halved()
		}
		return i.settle()
	case !several:
		half = half.Halved()
		for tooMuch(half) && !isLeast() {
			half = half.Halved()
		}
	}
	switch {
	case refused == nil:
		return i.settle()
	case sameRefusal(refused, refusal):
		return i.bisect(refusal)
	case errors.Is(refused, ErrSpent):
		return answer, false, refused
	}
	i.take(t)
	return answer, true, refused
}

// Where a page of an edge was too much data, and a smaller one was not, later pages of the
// operation are no larger. The same page may not be too much the next time: only the second
// operation that finds one too much has the size that worked remembered, as long as a refusal:
// for the token, the edge, and what is wanted of the edge's nodes.

// rememberSizes keeps the sizes of the pages of a node that was answered, after it was
// refused with larger ones.
func (s *Session) rememberSizes(refused, answered *expansion.Expansion) {
	for _, was := range refused.Edges {
		is := answered.Edge(was.Key)
		if is == nil {
			continue
		}
		if is.Paged() && is.Limit() < was.Limit() {
			for _, e := range []*expansion.Edge{was, is} { // smaller pages behind it are other words
				s.rememberSize(e, is.Limit())
			}
		}
		s.rememberSizes(was.Node, is.Node)
	}
	for _, was := range refused.Objects {
		if is := answered.Object(was.Name); is != nil {
			s.rememberSizes(was.Node, is)
		}
	}
}

// rememberSize keeps the size of a page for the operation, and for later ones if an earlier one
// has kept a size.
func (s *Session) rememberSize(e *expansion.Edge, size int) {
	once := refusals.Of("pages once", e.Parent.Name, e.Name, e.Node.String())
	_, own := s.sizes.Swap(refusals.OfPages(e), size)
	if _, known := s.Recall(once); known && !own {
		s.Keep(refusals.OfPages(e), refusals.Verdict{Size: size})
	}
	s.Keep(once, refusals.Verdict{Size: size})
}

// withSizes returns the node with no pages larger than remembered.
func (s *Session) withSizes(n *expansion.Expansion) *expansion.Expansion {
	return n.SmallerPages(func(e *expansion.Edge) int {
		if size, own := s.sizes.Load(refusals.OfPages(e)); own {
			return size.(int) //nolint:forcetypeassert // nothing else is in it
		}
		if v, ok := s.Recall(refusals.OfPages(e)); ok {
			return v.Size
		}
		return 0
	})
}
