package repair

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
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
		refused = i.probe(t)
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

// Where a page of an edge was too much data, and a smaller one was not, the size that
// worked is remembered as long as a refusal: for the token, the edge, and what is wanted
// of the edge's nodes. Later pages of the walk, and the viewer's next operations, are no
// larger.

// rememberSizes keeps the sizes of the pages of a node that was answered, after it was
// refused with larger ones.
func (s *Session) rememberSizes(refused, answered *expansion.Expansion) {
	for _, was := range refused.Edges {
		is := answered.Edge(was.Key)
		if is == nil {
			continue
		}
		if is.Paged() && is.Limit() < was.Limit() {
			s.keep(ofPages(was), verdict{size: is.Limit()})
			s.keep(ofPages(is), verdict{size: is.Limit()}) // smaller pages behind it are other words
		}
		s.rememberSizes(was.Node, is.Node)
	}
	for _, was := range refused.Objects {
		if is := answered.Object(was.Name); is != nil {
			s.rememberSizes(was.Node, is)
		}
	}
}

// withSizes returns the node with no pages larger than remembered.
func (s *Session) withSizes(n *expansion.Expansion) *expansion.Expansion {
	return n.SmallerPages(func(e *expansion.Edge) int {
		if v, ok := s.recall(ofPages(e)); ok {
			return v.size
		}
		return 0
	})
}

// ofPages is the refusal of large pages of an edge, with what is wanted of their nodes.
func ofPages(e *expansion.Edge) refusal {
	return refusalOf("pages", e.Parent.Name, e.Name, e.Node.String())
}
