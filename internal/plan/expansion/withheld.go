package expansion

import "slices"

// MayBeWithheld reports whether a field is asked of the node whose value the Graph API can
// withhold because a call reaches the node through another: where the node is looked up by
// its own id, the Graph API shows the value. It is false for a node that cannot be.
func (n *Expansion) MayBeWithheld(name string) bool {
	return !n.Through && slices.Contains(n.Type.Withheld, name) && slices.Contains(n.Names, name) && !n.Lacks(name)
}

// LeadsToWithheld reports whether any node behind an edge or in a field of the node, at any
// depth, is asked for a field whose value may be withheld.
func (n *Expansion) LeadsToWithheld() bool {
	withheld := func(inner *Expansion) bool {
		return slices.ContainsFunc(inner.Type.Withheld, inner.MayBeWithheld) || inner.LeadsToWithheld()
	}
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return withheld(e.Node) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return withheld(o.Node) })
}
