package plan

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
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
	// Absent are the edges that the node never has, according to the edge that it is on.
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
	// Mark is the mark of the node that cursors of its edges have; 0 while it is not
	// known which node that is.
	Mark uint32
	// apart holds the keys of pages that are kept apart from others, by the selected field.
	apart map[*ast.Field]string
	// wantsID reports whether the node's own id is asked for, which takes a call
	// even if nothing else is.
	wantsID bool
	// perNode reports whether it is what is wanted of several nodes.
	perNode bool
	// strewn reports whether the node is one of many on a page and cannot be read by its
	// own id: to go on along an edge of it, its own place has to be found first.
	strewn bool
	// found reports whether the node is reached through a finder, or an edge whose pages
	// have no links: none of its own pages says that it is the last.
	found bool
}

// Object is a node in a field of another, or one whose id is there.
type Object struct {
	Name string
	Node *Expansion
}

// Path returns the path of the call for the node with that Graph API id.
func (n *Expansion) Path(id string) string {
	if n.ByPath {
		return "/" + id + "/" + n.Edges[0].Name
	}
	return "/" + id
}

// Refusal returns an error if a field is not shown where the node is reached.
func (n *Expansion) Refusal(f *mapping.Field) error {
	if n.Through && f.Edge != nil && f.Edge.Alone && n.View.Shows(f) {
		return &mapping.HiddenError{What: f.Coordinate()}
	}
	return n.View.Refusal(f)
}

// Empty reports whether a call for the node would ask for nothing.
func (n *Expansion) Empty() bool {
	return !n.wantsID && len(n.Names) == 0 && len(n.Objects) == 0 &&
		!slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here })
}

// OnTheWay reports whether nothing is asked of the node itself, but only of what is
// behind one of its edges or fields.
func (n *Expansion) OnTheWay() bool { return !n.wantsID && len(n.Names) == 0 }

// Complete reports whether one call asks for everything, so that no edge and no
// referenced node is left to another call.
func (n *Expansion) Complete() bool {
	return !slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Here || !e.Node.Complete() }) &&
		!slices.ContainsFunc(n.Objects, func(o *Object) bool { return !o.Node.Complete() }) &&
		!slices.ContainsFunc(n.References, func(o *Object) bool { return !o.Node.IDOnly() })
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

// String returns the text that goes into fields=; empty for an edge in the path, which
// shows all that it has.
func (n *Expansion) String() string {
	if n.ByPath {
		return ""
	}
	var w fields.Writer
	w.Grow(256) // most expansions are shorter
	n.write(&w)
	return w.String()
}

// write writes the field expansion that asks for the node.
func (n *Expansion) write(w *fields.Writer) {
	if n.Type.Identified() {
		w.Field("id")
	}
	for _, name := range n.Names {
		w.Field(name)
	}
	for _, o := range n.Objects {
		w.Field(o.Name)
		o.Node.writeBraces(w)
	}
	for _, e := range n.Edges {
		if e.Asked != Here {
			continue
		}
		w.Field(e.Name)
		for _, p := range e.Params {
			w.Param(p.Name, p.Value)
		}
		e.Node.writeBraces(w)
	}
}

// writeBraces writes the field expansion of a node behind a field.
func (n *Expansion) writeBraces(w *fields.Writer) {
	w.Open()
	n.write(w)
	w.Close()
}

// add adds a plain field, if it is shown.
func (n *Expansion) add(name string) {
	if name == "id" && n.Type.Identified() {
		n.wantsID = true
		return
	}
	if !n.View.Has(name) {
		return
	}
	if n.Names == nil {
		n.Names = make([]string, 0, 8)
	}
	if !slices.Contains(n.Names, name) {
		n.Names = append(n.Names, name)
	}
}

// tell makes sure that a node of another type is not taken for one of this type.
func (n *Expansion) tell(login dialect.Login) {
	if edges := n.Type.TelltaleEdges(login); len(edges) > 0 {
		n.tellByEdge(edges)
		return
	}
	if n.Telltale = n.Type.Telltale(login, n.Names); n.Telltale != "" {
		n.add(n.Telltale)
	}
}

// tellByEdge asks for an item of the first of the edges, unless one of them is wanted
// anyway.
func (n *Expansion) tellByEdge(edges []*mapping.Field) {
	for _, f := range edges {
		if slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Name == f.Edge.Name && e.Owner == 0 }) {
			n.Telltale = f.Edge.Name
			return
		}
	}
	f := edges[0]
	args, err := readArguments(n, f, map[string]any{"first": 1})
	if err != nil {
		return
	}
	n.edge(f.Edge, f.Target, args.Params).read(1, 1)
	n.Telltale = f.Edge.Name
}

// need adds the edges that a computed field needs.
func (n *Expansion) need(list fields.List) {
	for _, needed := range list {
		f := n.Type.EdgeNamed(needed.Name)
		if f == nil || !n.View.Has(needed.Name) || n.lacks(needed.Name) {
			continue
		}
		edge := n.edge(f.Edge, f.Target, needed.Params)
		edge.read(1, edge.PageSize)
		for _, inner := range needed.Fields {
			edge.Node.add(inner.Name)
		}
	}
}

// object adds the node in a field, and returns it to be filled.
func (n *Expansion) object(name string, t *mapping.Type) *Expansion {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	o := &Object{Name: name, Node: &Expansion{Type: t, View: n.View.Behind(name), wantsID: true, perNode: n.perNode, found: n.found}}
	n.Objects = append(n.Objects, o)
	return o.Node
}

// behind adds the node in the field that holds it, and returns it to be filled.
func (n *Expansion) behind(f *mapping.Field) *Expansion {
	inner := n.object(f.Names[0], f.Target)
	inner.Through = (n.Through || f.Target.Through) && !f.Own
	return inner
}

// reference adds the node whose id is in a plain field, and returns it to be
// filled.
func (n *Expansion) reference(name string, t *mapping.Type) *Expansion {
	n.add(name)
	if same := n.Reference(name); same != nil {
		return same
	}
	o := &Object{Name: name, Node: &Expansion{Type: t, wantsID: true, perNode: n.perNode}}
	n.References = append(n.References, o)
	return o.Node
}
