package expansion

import "slices"

// Arrange says of each edge of a node that is called for, at any depth, which call asks
// for it: of several pages of an edge, the node's own call asks for the first.
func (n *Expansion) Arrange() { n.arrangeEdges(true) }

// arrangeEdges arranges the edges of a node: one that is called for by its id, or one
// behind an edge or field of another.
func (n *Expansion) arrangeEdges(calledFor bool) {
	for i, e := range n.Edges {
		switch {
		case e.RefusedWith != nil || n.PerNode && e.Owner != 0 || e.Alone && !n.ByPath || e.Actor != "" && !calledFor:
			e.Asked = Alone
		case slices.ContainsFunc(n.Edges[:i], func(before *Edge) bool { return before.Name == e.Name && before.Asked == Here }):
			e.Asked = Beside
		default:
			e.Asked = Here
		}
		e.Node.arrangeEdges(false)
	}
	for _, o := range n.Objects {
		o.Node.arrangeEdges(false)
	}
	for _, o := range n.References {
		o.Node.Arrange()
	}
}
