package plan

import (
	"cmp"
	"slices"

	"github.com/gramql/gramql/internal/mapping"
)

// EdgeOnly returns a node that asks for one page of an edge and nothing else: a
// follow-up call.
func EdgeOnly(parent *mapping.Type, e *Edge) *Expansion {
	alone := *e
	alone.Asked, alone.RefusedWith, alone.Again = Here, nil, e.RefusedWith != nil
	return &Expansion{Type: parent, Edges: []*Edge{&alone}, ByPath: e.Alone}
}

// FieldOnly returns a node that asks for another node in one of its fields and
// nothing else.
func FieldOnly(parent *mapping.Type, name string, n *Expansion) *Expansion {
	return &Expansion{Type: parent, Objects: []*Object{{Name: name, Node: n}}}
}

// Merge returns a node that asks for everything that either of two nodes of the
// same type asks for. Neither is changed.
func Merge(a, b *Expansion) *Expansion {
	if a == b {
		return a
	}
	merged := &Expansion{Type: a.Type, View: a.View, Through: a.Through, perNode: a.perNode || b.perNode, ByPath: a.ByPath}
	merged.include(a)
	merged.include(b)
	merged.arrange()
	return merged
}

// include adds everything that another node asks for.
func (n *Expansion) include(other *Expansion) {
	n.wantsID = n.wantsID || other.wantsID
	n.Telltale = cmp.Or(n.Telltale, other.Telltale)
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
		inner := n.object(o.Name, o.Node.Type)
		inner.Through = o.Node.Through
		inner.include(o.Node)
	}
	for _, o := range other.References {
		n.reference(o.Name, o.Node.Type).include(o.Node)
	}
	for _, e := range other.Edges {
		same := n.page(e.Key, e.Edge, e.Node.Type, e.Params)
		if e.Finder {
			same.Finder, same.Node.Through, same.Node.perNode, same.Node.found = true, true, n.perNode, true
		}
		if e.Pinned {
			same.Pinned, same.Node.perNode = true, n.perNode
		}
		same.include(e)
	}
}

// include adds all that is wanted of another page with the same key.
func (e *Edge) include(other *Edge) {
	e.Params = larger(e.Params, other.Params)
	e.Owner = other.Owner
	if other.RefusedWith != nil {
		e.RefusedWith = other.RefusedWith
	}
	e.Again = e.Again || other.Again
	e.read(other.MaxPages, other.MaxItems)
	e.HasNext = e.HasNext || other.HasNext
	e.Cursors = e.Cursors || other.Cursors
	e.Ends = e.Ends || other.Ends
	e.Node.include(other.Node)
	e.tellMetricsApart(nil)
}

// owned reports whether a call for the node asks for a page that no other node has.
func (n *Expansion) owned() bool {
	return slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here && (e.Owner != 0 || e.Pinned || e.Finder && e.Node.owned()) }) ||
		slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.owned() })
}

// CompatibleWith reports whether one field expansion can ask for two nodes: they are
// of one type, and no edge, at any depth, is in both with different pages.
func (n *Expansion) CompatibleWith(other *Expansion) bool {
	if n.Type != other.Type || !mergeable(n, other) {
		return false
	}
	for _, a := range n.Edges {
		for _, b := range other.Edges {
			if a.Name == b.Name && (a.Key != b.Key || !slices.Equal(a.metrics(), b.metrics()) || !a.Node.CompatibleWith(b.Node)) {
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
