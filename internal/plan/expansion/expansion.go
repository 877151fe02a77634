// Package expansion is what calls ask of Graph API nodes, as a value: fields, objects and
// pages of edges, with what is asked of the nodes behind them. Expansions print as text
// for fields=, merge, and can be had with parts left out or with smaller pages.
package expansion

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

// Expansion is what a plan asks of one Graph API node. It prints as the text that goes
// into fields=. Once it is part of a plan, it never changes.
type Expansion struct {
	Type *mapping.Type
	// Names are the plain fields, except id, which every call asks for.
	Names   []string
	Objects []*Object
	// References are what is asked of nodes whose ids are in plain fields.
	References []*Object
	Edges      []*Edge
	// Refused are the errors of the parts that the Graph API refused, by name or key.
	Refused map[string]error
	// Lost wants what the Graph API refused, as it was wanted; nil for nothing.
	Lost *Expansion
	// Products are the product types that the media can have, according to its edge;
	// nil if that is unknown.
	Products []string
	// Absent are the edges and fields that the node never has, according to the edge that it
	// is on.
	Absent []string
	// View is what the node has where it is reached; nil for everything that its type
	// has.
	View *mapping.View
	// Through reports whether the node cannot be read by its own id, or shows more when
	// it is: it is reached through another node.
	Through bool
	// ByPath reports whether the node's only edge is in the path of its call, because no
	// field expansion has the edge. The answer is that edge, not the node.
	ByPath bool
	// Telltale is a field among the Names, or one of the Edges, that only nodes of the
	// type have: a node of another type is not taken for one. It is empty where the type
	// is known.
	Telltale string
	// SpareTelltale is another one, which is asked for where the first has been refused in
	// words that do not say of which type the node is; empty where there is none.
	SpareTelltale string
	// Mark is the mark of the node that cursors of its edges have; 0 while it is not
	// known which node that is.
	Mark uint32
	// order holds the names of fields and edges in the order in which they were wanted.
	order []string
	// apart holds the keys of pages that are kept apart from others, by the selected field.
	apart map[*ast.Field]string
	// WantsID reports whether the node's own id is asked for, which takes a call
	// even if nothing else is.
	WantsID bool
	// ShowsID reports whether a client sees the node's own id, or what is found by it.
	ShowsID bool
	// PerNode reports whether the expansion is asked of each of several nodes.
	PerNode bool
	// Strewn reports whether the node is one of many on a page and cannot be read by its
	// own id: to go on along an edge of it, its own place has to be found first.
	Strewn bool
	// found reports whether the node is reached through a finder, or an edge whose pages
	// have no links: none of its own pages says that it is the last.
	found bool
}

// Object is what is asked of the node in a field of another, or of the node whose id is in
// that field.
type Object struct {
	Name string
	Node *Expansion
}

// Empty reports whether a call for the node would ask for nothing.
func (n *Expansion) Empty() bool {
	return !n.WantsID && len(n.Names) == 0 && len(n.Objects) == 0 &&
		!slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here })
}

// IDOnly reports whether the node asks for nothing but its id.
func (n *Expansion) IDOnly() bool {
	return len(n.Names) == 0 && len(n.Objects) == 0 && len(n.Edges) == 0
}

// Certain reports whether anything is asked of the node that no node of its type lacks.
func (n *Expansion) Certain() bool {
	return slices.ContainsFunc(n.Type.Always, func(name string) bool { return slices.Contains(n.Names, name) && !n.Lacks(name) })
}

// DoesWithoutID reports whether all that is wanted of the node can be had though its id cannot be
// read: no client sees the id, and nothing takes it, neither calls, cursors, nor global ids of
// other nodes.
func (n *Expansion) DoesWithoutID() bool {
	return !n.ShowsID && len(n.References) == 0 && len(n.Refused) == 0 && n.Lost == nil &&
		!slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Here || e.Paging != mapping.Unpaged || e.Node.Through }) &&
		!slices.ContainsFunc(n.Objects, func(o *Object) bool { return o.Node.Through })
}

// OnTheWay reports whether nothing is asked of the node itself, but only of what is
// behind one of its edges or fields.
func (n *Expansion) OnTheWay() bool { return !n.WantsID && len(n.Names) == 0 }

// Complete reports whether one call asks for everything, so that no edge and no
// referenced node is left to another call.
func (n *Expansion) Complete() bool {
	return !slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Here || !e.Node.Complete() }) &&
		!slices.ContainsFunc(n.Objects, func(o *Object) bool { return !o.Node.Complete() }) &&
		!slices.ContainsFunc(n.References, func(o *Object) bool { return !o.Node.IDOnly() })
}

// Lacks reports whether the node never has an edge or field.
func (n *Expansion) Lacks(name string) bool { return slices.Contains(n.Absent, name) }

// Refusal returns an error if a field is not shown where the node is reached.
func (n *Expansion) Refusal(f *mapping.Field) error {
	if n.Through && f.Edge != nil && f.Edge.Alone && n.View.Shows(f) {
		return &mapping.HiddenError{What: f.Coordinate()}
	}
	return n.View.Refusal(f)
}

// Edge returns the edge with that key, or nil.
func (n *Expansion) Edge(key string) *Edge {
	for _, e := range n.Edges {
		if e.Key == key {
			return e
		}
	}
	return nil
}

// Answered returns the edge that has that name in the answer to the node's call, or
// nil.
func (n *Expansion) Answered(name string) *Edge {
	for _, e := range n.Edges {
		if e.Name == name && e.Asked == Here {
			return e
		}
	}
	return nil
}

// Object returns what is asked of the node in that field, or nil.
func (n *Expansion) Object(name string) *Expansion {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}

// Reference returns what is asked of the node whose id is in that field, or nil.
func (n *Expansion) Reference(name string) *Expansion {
	for _, o := range n.References {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}
