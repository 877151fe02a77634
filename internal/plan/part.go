package plan

import (
	"maps"
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
)

// Part is something that a plan can do without: a plain field, an object or an
// edge, anywhere in it.
type Part struct {
	// Of is the node that the part is of.
	Of *Node
	// Place is how that node is reached: the type of the node that is asked for, and
	// the edges, look-ups and fields from there on. Nodes of one type can have fewer
	// fields at one place than at another.
	Place string
	// Name is the Graph API field or edge.
	Name string
	// Key is the edge's key, or the name again.
	Key string
	// Permission is what a token needs for it.
	Permission dialect.Permission
	// Within is how many of the parts behind it are parts of it.
	Within int
}

// Parts returns all parts of a node, each followed by those of the node behind
// it.
func (n *Node) Parts() []Part { return n.parts(n.Type.Name) }

func (n *Node) parts(place string) []Part {
	var parts []Part
	add := func(p Part, inner []Part) {
		p.Of, p.Place, p.Within = n, place, len(inner)
		parts = append(append(parts, p), inner...)
	}
	for _, name := range n.Names {
		add(Part{Name: name, Key: name, Permission: n.permission(name)}, nil)
	}
	for _, o := range n.Objects {
		add(Part{Name: o.Name, Key: o.Name, Permission: n.permission(o.Name)}, o.Node.parts(place+"."+o.Name))
	}
	for _, e := range n.Edges {
		if e.As != "" {
			add(Part{Name: e.Name, Key: e.Key, Permission: n.edgePermission(e)}, e.Node.parts(place+"."+e.Name))
		}
	}
	return parts
}

// permission is what a plain field or an object needs.
func (n *Node) permission(name string) dialect.Permission {
	for _, f := range n.Type.Fields {
		if f.Edge == nil && slices.Contains(f.Names, name) && f.Requires.Permission != dialect.None {
			return f.Requires.Permission
		}
	}
	return dialect.None
}

// edgePermission is what an edge needs, or else what the nodes behind it need.
func (n *Node) edgePermission(e *Edge) dialect.Permission {
	if f := n.Type.EdgeNamed(e.Name); f != nil && f.Requires.Permission != dialect.None {
		return f.Requires.Permission
	}
	return e.Node.Type.Requires.Permission
}

// Without returns a node that wants the same but for some parts. Those are
// refused with an error, which stands where they would have been answered; with
// deferred set, edges among them are left to calls of their own instead.
func (n *Node) Without(parts []Part, err error, deferred bool) *Node {
	cut := map[*Node][]string{}
	for _, p := range parts {
		cut[p.Of] = append(cut[p.Of], p.Key)
	}
	return n.without(cut, err, deferred)
}

func (n *Node) without(cut map[*Node][]string, err error, deferred bool) *Node {
	kept := &Node{Type: n.Type, identity: n.identity, Products: n.Products, View: n.View, References: n.References, Refused: maps.Clone(n.Refused)}
	refuse := func(key string) bool {
		if !slices.Contains(cut[n], key) {
			return false
		}
		if kept.Refused == nil {
			kept.Refused = map[string]error{}
		}
		kept.Refused[key] = err
		return true
	}
	for _, name := range n.Names {
		if !refuse(name) {
			kept.Names = append(kept.Names, name)
		}
	}
	for _, o := range n.Objects {
		if !refuse(o.Name) {
			kept.Objects = append(kept.Objects, &Object{Name: o.Name, Node: o.Node.without(cut, err, deferred)})
		}
	}
	for _, e := range n.Edges {
		edge := *e
		edge.Node = e.Node.without(cut, err, deferred)
		switch {
		case deferred && slices.Contains(cut[n], e.Key):
			edge.As, edge.Cut = "", err
		case refuse(e.Key):
			continue
		}
		kept.Edges = append(kept.Edges, &edge)
	}
	return kept
}

// Halved returns a node that asks for half of each page, and false when no page
// can be halved. The edges keep their keys, so that what was asked for less of
// is followed up.
func (n *Node) Halved() (*Node, bool) {
	less := *n
	less.Edges = make([]*Edge, len(n.Edges))
	halved := false
	for i, e := range n.Edges {
		edge := *e
		inner, ok := e.Node.Halved()
		edge.Node, halved = inner, halved || ok
		if e.Paging != mapping.Unpaged && e.limit() > 1 {
			edge.Params, halved = e.paramsWithLimit(e.limit()/2), true
		}
		less.Edges[i] = &edge
	}
	less.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		inner, ok := o.Node.Halved()
		less.Objects[i], halved = &Object{Name: o.Name, Node: inner}, halved || ok
	}
	return &less, halved
}

// First returns the edge with another page size, for another node behind it. It
// keeps its key.
func (e *Edge) WithLimit(limit int, n *Node) *Edge {
	first := *e
	first.Params, first.Node = e.paramsWithLimit(limit), n
	return &first
}

func (e *Edge) paramsWithLimit(limit int) []fields.Param {
	params := slices.DeleteFunc(slices.Clone(e.Params), func(p fields.Param) bool { return p.Name == "limit" })
	return append(params, fields.Param{Name: "limit", Value: strconv.Itoa(limit)})
}

// defaultLimit is how many items the Graph API gives when none is said.
const defaultLimit = 25

// limit is the page size that the edge asks for.
func (e *Edge) limit() int {
	for _, p := range e.Params {
		if n, err := strconv.Atoi(p.Value); p.Name == "limit" && err == nil {
			return n
		}
	}
	return defaultLimit
}
