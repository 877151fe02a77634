package plan

import (
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Node is what is wanted of one Graph API node. It prints as the text that goes
// into fields=. A node is not changed any more once it is part of a plan.
type Node struct {
	Type *mapping.Type
	// Names are the plain fields, without id, which is always asked for.
	Names   []string
	Objects []*Object
	// References are what is wanted of nodes of which a plain field holds the id.
	References []*Object
	Edges      []*Edge
	// Refused are the parts that the Graph API refused, by their names or keys,
	// with what it said.
	Refused map[string]error
	// Products are the kinds of media that the node can be, as its edge says; nil
	// where nothing is known.
	Products []string
	// View is what the node tells where it is reached; nil for all that its type has.
	View *mapping.View
	// identity reports that the node's own id is wanted, and so a call even where
	// nothing else is.
	identity bool
}

// Object is a node that stands in a field of another, or whose id does.
type Object struct {
	Name string
	Node *Node
}

// Edge is a page of an edge, and what is wanted of the nodes on it.
type Edge struct {
	*mapping.Edge
	// Params are what is asked: limit, after and so on.
	Params []fields.Param
	// Key is the edge's name and parameters: two edges of a node with the same
	// key are the same page. It does not depend on any alias.
	Key string
	// As is the name in the answer. It is empty for an edge that the first call
	// cannot ask for, because the name is taken and the dialect has no aliases:
	// then it takes a call of its own.
	As string
	// MaxPages is the most pages that the connections on this edge read.
	MaxPages int
	// Cut is set when the edge is left to calls of its own because it made the
	// first call fail, with what the Graph API said then.
	Cut error
	// Finder reports whether the edge leads to one node instead of a page.
	Finder bool
	// HasNext, Cursors and Ends report that a client wants to know whether there is
	// more, each item's cursor, and the first and last item's.
	HasNext, Cursors, Ends bool
	Node                   *Node
}

// Key returns what makes a page of an edge the same as another.
func Key(edge *mapping.Edge, params []fields.Param) string {
	if len(params) == 0 {
		return edge.Name
	}
	return fields.Field{Name: edge.Name, Params: params}.String()
}

// Empty reports whether the node asks for nothing at all.
func (n *Node) Empty() bool {
	return !n.identity && len(n.Names) == 0 && len(n.Objects) == 0 && len(n.Edges) == 0
}

// Complete reports whether one call asks for everything, so that no edge and no
// referenced node is left to a call of its own.
func (n *Node) Complete() bool {
	return !slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.As == "" || !e.Node.Complete() }) &&
		!slices.ContainsFunc(n.Objects, func(o *Object) bool { return !o.Node.Complete() }) &&
		!slices.ContainsFunc(n.References, func(o *Object) bool { return !o.Node.IDOnly() })
}

// Edge returns the edge with that key, or nil.
func (n *Node) Edge(key string) *Edge {
	for _, e := range n.Edges {
		if e.Key == key {
			return e
		}
	}
	return nil
}

// EdgeAs returns the edge that goes by that name in the answer, or nil.
func (n *Node) EdgeAs(name string) *Edge {
	for _, e := range n.Edges {
		if e.As == name {
			return e
		}
	}
	return nil
}

// Object returns what is wanted of the node in that field; nil when nothing is.
func (n *Node) Object(name string) *Node {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}

// Reference returns what is wanted of the node whose id is in that field; nil
// when nothing is.
func (n *Node) Reference(name string) *Node {
	for _, o := range n.References {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}

// Fields returns the field expansion that asks for the node.
func (n *Node) Fields() fields.List {
	list := make(fields.List, 0, 1+len(n.Names)+len(n.Objects)+len(n.Edges))
	if n.Type.Identified() {
		list = append(list, fields.Field{Name: "id"})
	}
	for _, name := range n.Names {
		list = append(list, fields.Field{Name: name})
	}
	for _, o := range n.Objects {
		list = append(list, fields.Field{Name: o.Name, Fields: o.Node.Fields()})
	}
	for _, e := range n.Edges {
		if e.As != "" {
			list = append(list, fields.Field{Name: e.Name, Params: e.paramsWithAlias(), Fields: e.Node.Fields()})
		}
	}
	return list
}

// paramsWithAlias returns the edge's parameters and its alias, if it has one.
func (e *Edge) paramsWithAlias() []fields.Param {
	if e.As == e.Name {
		return e.Params
	}
	return append(slices.Clip(e.Params), fields.Param{Name: fields.Alias, Value: e.As})
}

// String returns the text that goes into fields=.
func (n *Node) String() string { return n.Fields().String() }

// add wants a plain field, where it is shown.
func (n *Node) add(name string) {
	if name == "id" && n.Type.Identified() {
		n.identity = true
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

// need wants edges, whole, for what is computed from them.
func (n *Node) need(list fields.List) {
	for _, needed := range list {
		f := n.Type.EdgeNamed(needed.Name)
		if f == nil || !n.View.Has(needed.Name) {
			continue
		}
		edge := n.edge(f.Edge, f.Target, needed.Params)
		edge.MaxPages = max(edge.MaxPages, 1)
		for _, inner := range needed.Fields {
			edge.Node.add(inner.Name)
		}
	}
}

// object wants a node in a field, and returns it to be filled.
func (n *Node) object(name string, t *mapping.Type) *Node {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	o := &Object{Name: name, Node: &Node{Type: t, View: n.View.Behind(name), identity: true}}
	n.Objects = append(n.Objects, o)
	return o.Node
}

// reference wants a node whose id is in a plain field, and returns it to be
// filled.
func (n *Node) reference(name string, t *mapping.Type) *Node {
	n.add(name)
	if same := n.Reference(name); same != nil {
		return same
	}
	o := &Object{Name: name, Node: &Node{Type: t, identity: true}}
	n.References = append(n.References, o)
	return o.Node
}

// edge wants a page of an edge, and returns it to be filled.
func (n *Node) edge(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	key := Key(e, params)
	if same := n.Edge(key); same != nil {
		return same
	}
	view := e.View
	if behind := n.View.Behind(e.Name); behind != nil {
		view = behind
	}
	wanted := &Edge{Edge: e, Params: params, Key: key, Node: &Node{Type: t, Products: e.Products, View: view, identity: true}}
	n.Edges = append(n.Edges, wanted)
	return wanted
}

// name gives each edge its name in the answer: its own for the first of a name,
// an alias for the others, or none where there are no aliases.
func (n *Node) name(aliases bool) {
	for i, e := range n.Edges {
		before := 0
		for _, other := range n.Edges[:i] {
			if other.Name == e.Name && other.Cut == nil {
				before++
			}
		}
		switch {
		case e.Cut != nil:
			e.As = ""
		case before == 0:
			e.As = e.Name
		case aliases:
			e.As = e.Name + "__" + strconv.Itoa(before+1)
		default:
			e.As = ""
		}
		e.Node.name(aliases)
	}
	for _, o := range slices.Concat(n.Objects, n.References) {
		o.Node.name(aliases)
	}
}
