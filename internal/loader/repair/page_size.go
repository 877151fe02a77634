package repair

import "github.com/gramql/gramql/internal/plan/expansion"

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
