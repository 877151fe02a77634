package expansion

import (
	"iter"
	"slices"
)

// Member is a field, an object or an edge that a node's own call asks for.
type Member struct {
	Name string
	// Node is what is asked of the node behind an object or an edge; nil for a plain field.
	Node *Expansion
	// Edge is the page, for an edge.
	Edge *Edge
}

// Members returns what the node's own call asks for besides the id, in the order in which
// the parts were first wanted: that of the selection, so that an answer in the order of its
// call can be written while it is read. Parts that were added to a plan later are the last.
func (n *Expansion) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		rest := Expansion{Names: n.Names, Objects: n.Objects, Edges: n.Edges}
		for _, name := range n.order {
			for m, ok := rest.take(name); ok; m, ok = rest.take(name) {
				if !yield(m) {
					return
				}
			}
		}
		for m, ok := rest.take(""); ok; m, ok = rest.take("") {
			if !yield(m) {
				return
			}
		}
	}
}

// take takes away the first of the node's names, objects or edges that has a name, or any
// name if that is empty, and returns the part as a member. Pages that other calls ask for
// are passed.
func (n *Expansion) take(name string) (Member, bool) {
	is := func(own string) bool { return name == "" || name == own }
	for len(n.Edges) > 0 && n.Edges[0].Asked != Here {
		n.Edges = n.Edges[1:]
	}
	switch {
	case len(n.Names) > 0 && is(n.Names[0]):
		m := Member{Name: n.Names[0]}
		n.Names = n.Names[1:]
		return m, true
	case len(n.Objects) > 0 && is(n.Objects[0].Name):
		m := Member{Name: n.Objects[0].Name, Node: n.Objects[0].Node}
		n.Objects = n.Objects[1:]
		return m, true
	case len(n.Edges) > 0 && is(n.Edges[0].Name):
		m := Member{Name: n.Edges[0].Name, Node: n.Edges[0].Node, Edge: n.Edges[0]}
		n.Edges = n.Edges[1:]
		return m, true
	}
	return Member{}, false
}

// mention gives a field or edge its place behind all that were wanted before.
func (n *Expansion) mention(name string) {
	if n.order == nil {
		n.order = make([]string, 0, 8) // most nodes have no more
	}
	if !slices.Contains(n.order, name) {
		n.order = append(n.order, name)
	}
}
