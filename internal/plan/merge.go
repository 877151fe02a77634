package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/mapping"
)

// EdgeOnly returns a node that asks for one page of an edge and nothing else: a
// follow-up call.
func EdgeOnly(parent *mapping.Type, e *Edge) *Node {
	alone := *e
	alone.As, alone.Cut = e.Name, nil
	return &Node{Type: parent, Edges: []*Edge{&alone}}
}

// FieldOnly returns a node that asks for another node in one of its fields and
// nothing else.
func FieldOnly(parent *mapping.Type, name string, n *Node) *Node {
	return &Node{Type: parent, Objects: []*Object{{Name: name, Node: n}}}
}

// Merge returns a node that asks for everything that either of two nodes of the
// same type asks for. Neither is changed.
func Merge(a, b *Node, aliases bool) *Node {
	if a == b {
		return a
	}
	merged := &Node{Type: a.Type, View: a.View, many: a.many || b.many}
	merged.include(a)
	merged.include(b)
	merged.name(aliases)
	return merged
}

// include adds everything that another node asks for.
func (n *Node) include(other *Node) {
	n.identity = n.identity || other.identity
	for key, err := range other.Refused {
		if n.Refused == nil {
			n.Refused = map[string]error{}
		}
		n.Refused[key] = err
	}
	for _, name := range other.Names {
		n.add(name)
	}
	for _, o := range other.Objects {
		n.object(o.Name, o.Node.Type).include(o.Node)
	}
	for _, o := range other.References {
		n.reference(o.Name, o.Node.Type).include(o.Node)
	}
	for _, e := range other.Edges {
		add := n.edge
		if e.Finder {
			add = n.finder
		}
		same := add(e.Edge, e.Node.Type, e.Params)
		same.Owner = e.Owner
		if e.Cut != nil {
			same.Cut = e.Cut
		}
		same.MaxPages = max(same.MaxPages, e.MaxPages)
		same.HasNext = same.HasNext || e.HasNext
		same.Cursors = same.Cursors || e.Cursors
		same.Ends = same.Ends || e.Ends
		same.Node.include(e.Node)
	}
}

// Aliased reports whether any edge of the node, at any depth, has an alias.
func (n *Node) Aliased() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.As != e.Name && e.As != "" || e.Node.Aliased() }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Aliased() })
}

// WithoutAliases returns a node that asks for the same, with the edges that need
// an alias left to calls of their own.
func (n *Node) WithoutAliases() *Node {
	plain := &Node{Type: n.Type, View: n.View, many: n.many}
	plain.include(n)
	plain.name(false)
	return plain
}

// owned reports whether a call for the node asks for a page that no other node has.
func (n *Node) owned() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.As != "" && (e.Owner != 0 || e.Finder && e.Node.owned()) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.owned() })
}

// serves reports whether this node's call asks for everything that the call of
// another node asks for.
func (n *Node) serves(other *Node) bool {
	for _, e := range other.Edges {
		if e.As == "" {
			continue
		}
		if same := n.Edge(e.Key); same == nil || same.As == "" || !same.Node.serves(e.Node) {
			return false
		}
	}
	for _, o := range other.Objects {
		if same := n.Object(o.Name); same == nil || !same.serves(o.Node) {
			return false
		}
	}
	return true
}

// CompatibleWith reports whether one field expansion can ask for two nodes without
// an alias: they are of one type, and no edge, at any depth, is in both with
// different parameters.
func (n *Node) CompatibleWith(other *Node) bool {
	if n.Type != other.Type {
		return false
	}
	for _, a := range n.Edges {
		for _, b := range other.Edges {
			if a.Name == b.Name && (a.Key != b.Key || !a.Node.CompatibleWith(b.Node)) {
				return false
			}
		}
	}
	for _, o := range n.Objects {
		if same := other.Object(o.Name); same != nil && !o.Node.CompatibleWith(same) {
			return false
		}
	}
	return true
}
