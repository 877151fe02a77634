package plan

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// Node is what a plan asks of one Graph API node. It prints as the text that goes
// into fields=. Once it is part of a plan, it never changes.
type Node struct {
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
	Lost *Node
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
	// identity reports whether the node's own id is asked for, which takes a call
	// even if nothing else is.
	identity bool
	// many reports whether it is what is wanted of several nodes.
	many bool
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
	Node *Node
}

// Edge is a page of an edge, and what is asked of the nodes on it.
type Edge struct {
	*mapping.Edge
	// Params are the edge's parameters: limit, after and so on.
	Params []fields.Param
	// Key is the edge's name and parameters without the limit: edges of a node with
	// the same key are one page, as large as the largest of them. The key of a page that
	// is kept apart from those has a number behind.
	Key string
	// Asked says which call asks for the page.
	Asked Asked
	// MaxPages and MaxItems are the most pages, and the most items on them, that the
	// connections on this edge read.
	MaxPages, MaxItems int
	// Owner is the mark of the only node that has the page, because it starts at a
	// cursor; 0 for a page that any node has.
	Owner uint32
	// Cut is the Graph API's error if the edge made the first call fail and is
	// therefore left to a call of its own.
	Cut error
	// Again reports that the edge is asked for by that call: it is not left to another one.
	Again bool
	// Refused are the metrics that the Graph API refused among those that the edge is
	// asked for.
	Refused []*MetricError
	// Finder reports whether the edge leads to one node instead of a page.
	Finder bool
	// Pinned reports whether the page is cut to one of its nodes, which can then be asked
	// for what no other node has.
	Pinned bool
	// HasNext, Cursors and Ends report whether a client selects hasNextPage, the
	// cursor of each item, and the cursors of the first and last item.
	HasNext, Cursors, Ends bool
	Node                   *Node
	// fields are the connections in the selection of the edge's node that want the page.
	fields []*ast.Field
}

// Asked says which call asks for a page of an edge. A field expansion has room for
// one page of an edge.
type Asked uint8

// The calls that can ask for a page.
const (
	// Here is the call for the edge's node.
	Here Asked = iota
	// Beside is a supplement of that call, which already asks for another page of
	// the edge.
	Beside
	// Alone is a call for this page only: it belongs to one of many nodes, it made the
	// call for them fail, or no field expansion has the edge there.
	Alone
)

// Key returns the key of the page of an edge with those parameters.
func Key(edge *mapping.Edge, params []fields.Param) string {
	params = fields.WithoutLimit(params)
	if len(params) == 0 {
		return edge.Name
	}
	return fields.Field{Name: edge.Name, Params: params}.String()
}

// Path returns the path of the call for the node with that Graph API id.
func (n *Node) Path(id string) string {
	if n.ByPath {
		return "/" + id + "/" + n.Edges[0].Name
	}
	return "/" + id
}

// Refusal returns an error if a field is not shown where the node is reached.
func (n *Node) Refusal(f *mapping.Field) error {
	if n.Through && f.Edge != nil && f.Edge.Alone && n.View.Shows(f) {
		return &mapping.HiddenError{What: f.Coordinate()}
	}
	return n.View.Refusal(f)
}

// Empty reports whether a call for the node would ask for nothing.
func (n *Node) Empty() bool {
	return !n.identity && len(n.Names) == 0 && len(n.Objects) == 0 &&
		!slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked == Here })
}

// OnTheWay reports whether nothing is asked of the node itself, but only of what is
// behind one of its edges or fields.
func (n *Node) OnTheWay() bool { return !n.identity && len(n.Names) == 0 }

// Complete reports whether one call asks for everything, so that no edge and no
// referenced node is left to another call.
func (n *Node) Complete() bool {
	return !slices.ContainsFunc(n.Edges, func(e *Edge) bool { return e.Asked != Here || !e.Node.Complete() }) &&
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

// Answered returns the edge that has that name in the answer to the node's call, or
// nil.
func (n *Node) Answered(name string) *Edge {
	for _, e := range n.Edges {
		if e.Name == name && e.Asked == Here {
			return e
		}
	}
	return nil
}

// Object returns what is asked of the node in that field, or nil.
func (n *Node) Object(name string) *Node {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}

// Reference returns what is asked of the node whose id is in that field, or nil.
func (n *Node) Reference(name string) *Node {
	for _, o := range n.References {
		if o.Name == name {
			return o.Node
		}
	}
	return nil
}

// String returns the text that goes into fields=; empty for an edge in the path, which
// shows all that it has.
func (n *Node) String() string {
	if n.ByPath {
		return ""
	}
	var w fields.Writer
	w.Grow(256) // most expansions are shorter
	n.write(&w)
	return w.String()
}

// write writes the field expansion that asks for the node.
func (n *Node) write(w *fields.Writer) {
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
func (n *Node) writeBraces(w *fields.Writer) {
	w.Open()
	n.write(w)
	w.Close()
}

// add adds a plain field, if it is shown.
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

// tell makes sure that a node of another type is not taken for one of this type.
func (n *Node) tell(login dialect.Login) {
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
func (n *Node) tellByEdge(edges []*mapping.Field) {
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
func (n *Node) need(list fields.List) {
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
func (n *Node) object(name string, t *mapping.Type) *Node {
	for _, o := range n.Objects {
		if o.Name == name {
			return o.Node
		}
	}
	o := &Object{Name: name, Node: &Node{Type: t, View: n.View.Behind(name), identity: true, many: n.many, found: n.found}}
	n.Objects = append(n.Objects, o)
	return o.Node
}

// behind adds the node in the field that holds it, and returns it to be filled.
func (n *Node) behind(f *mapping.Field) *Node {
	inner := n.object(f.Names[0], f.Target)
	inner.Through = (n.Through || f.Target.Through) && !f.Own
	return inner
}

// reference adds the node whose id is in a plain field, and returns it to be
// filled.
func (n *Node) reference(name string, t *mapping.Type) *Node {
	n.add(name)
	if same := n.Reference(name); same != nil {
		return same
	}
	o := &Object{Name: name, Node: &Node{Type: t, identity: true, many: n.many}}
	n.References = append(n.References, o)
	return o.Node
}

// edge adds a page of an edge, and returns it to be filled.
func (n *Node) edge(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	return n.page(Key(e, params), e, t, params)
}

// page adds the page with a key, or makes the one with that key large enough.
func (n *Node) page(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	if same := n.Edge(key); same != nil {
		same.Params = larger(same.Params, params)
		return same
	}
	wanted := n.blank(key, e, t, params)
	n.Edges = append(n.Edges, wanted)
	return wanted
}

// blank returns a page of an edge of the node, without adding it.
func (n *Node) blank(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	view := e.View
	if behind := n.View.Behind(e.Name); behind != nil {
		view = behind
	}
	wanted := &Edge{Edge: e, Params: params, Key: key, Node: &Node{
		Type: t, Products: e.Products, Absent: e.Without, View: view, Through: n.Through || e.View != nil || t.Through, identity: true, many: true,
		found: e.Paging == mapping.Cursors,
	}}
	wanted.Node.strewn = wanted.Node.Through && wanted.Pinnable()
	return wanted
}

// lacks reports whether the node never has an edge.
func (n *Node) lacks(edge string) bool { return slices.Contains(n.Absent, edge) }

// read notes that a connection reads up to so many pages and items of the edge.
func (e *Edge) read(pages, items int) {
	e.MaxPages, e.MaxItems = max(e.MaxPages, pages), max(e.MaxItems, items)
}

// finder adds a finder, and returns it to be filled.
func (n *Node) finder(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	added := n.edge(e, t, params)
	added.Finder, added.Node.Through, added.Node.many, added.Node.found = true, true, n.many, true
	added.Node.strewn = false
	added.Node.Mark = paging.MarkFound(added.Name, added.Sought())
	return added
}

// Pinnable reports whether a page of the edge can be cut to one of its nodes.
func (e *Edge) Pinnable() bool {
	return !e.Finder && e.Paging != mapping.Unpaged && e.Paging != mapping.SameCursor
}

// PinnedTo returns the page that has nothing but the node with an id, by parameters that
// cut it so. The page is kept apart from all others of the edge.
func (e *Edge) PinnedTo(id string, params []fields.Param) *Edge {
	alone := *e
	alone.Params, alone.Pinned = params, true
	alone.Key = Key(e.Edge, params) + string(apartMark) + id
	return &alone
}

// Unlinked reports whether the edge leads to nodes whose pages have no links: it is a
// finder, or has none itself.
func (e *Edge) Unlinked() bool { return e.Finder || e.Paging == mapping.Cursors }

// unsaid reports whether no page of an edge of the node says that it is the last.
func (n *Node) unsaid(e *mapping.Edge) bool {
	return e.Paging == mapping.Cursors || n.found && e.Paging != mapping.Unpaged
}

// Concerns reports whether a node has the edge's page.
func (e *Edge) Concerns(n interface{ Mark() uint32 }) bool {
	return e.Owner == 0 || e.Owner == n.Mark()
}

// Sought returns what a finder finds its node by. Names of accounts in capital letters
// are the same names.
func (e *Edge) Sought() string { return strings.ToLower(e.Params[0].Value) }

// larger returns those parameters of two pages with the same key that ask for more
// items. A page size that is given is surer than the server's own.
func larger(a, b []fields.Param) []fields.Param {
	_, given := fields.Limit(a)
	if of, than := limit(b), limit(a); of > than || of == than && !given {
		return b
	}
	return a
}

// arrange says of each edge of a node that is called for, at any depth, which call asks
// for it: of several pages of an edge, the node's own call asks for the first.
func (n *Node) arrange() { n.arrangeEdges(true) }

// arrangeEdges arranges the edges of a node: one that is called for by its id, or one
// behind an edge or field of another.
func (n *Node) arrangeEdges(calledFor bool) {
	for i, e := range n.Edges {
		switch {
		case e.Cut != nil || n.many && e.Owner != 0 || e.Alone && !n.ByPath || e.Actor != "" && !calledFor:
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
		o.Node.arrange()
	}
}
