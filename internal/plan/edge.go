package plan

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// Edge is a page of an edge, and what is asked of the nodes on it.
type Edge struct {
	*mapping.Edge
	// Params are the edge's parameters: limit, after and so on.
	Params []fields.Param
	// Key is the edge's name and parameters without the limit and the metrics: edges of a
	// node with the same key are one page, as large as the largest of them, and with the
	// metrics of all. The key of a page that is kept apart from those has a number behind.
	Key string
	// Asked says which call asks for the page.
	Asked Asked
	// MaxPages and MaxItems are the most pages, and the most items on them, that the
	// connections on this edge read.
	MaxPages, MaxItems int
	// Owner is the mark of the only node that has the page, because it starts at a
	// cursor; 0 for a page that any node has.
	Owner uint32
	// RefusedWith is the Graph API's error if the edge made the first call fail and is
	// therefore left to a call of its own.
	RefusedWith error
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
	Node                   *Expansion
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
	params = withoutMetricsOf(fields.WithoutLimit(params))
	if len(params) == 0 {
		return edge.Name
	}
	return fields.Field{Name: edge.Name, Params: params}.String()
}

// edge adds a page of an edge, and returns it to be filled.
func (n *Expansion) edge(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	return n.page(Key(e, params), e, t, params)
}

// page adds the page with a key, or makes the one with that key large enough.
func (n *Expansion) page(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	if same := n.Edge(key); same != nil {
		same.Params = larger(same.Params, params)
		return same
	}
	wanted := n.blank(key, e, t, params)
	n.Edges = append(n.Edges, wanted)
	return wanted
}

// blank returns a page of an edge of the node, without adding it.
func (n *Expansion) blank(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	view := e.View
	if behind := n.View.Behind(e.Name); behind != nil {
		view = behind
	}
	wanted := &Edge{Edge: e, Params: params, Key: key, Node: &Expansion{
		Type: t, Products: e.Products, Absent: e.Without, View: view, Through: n.Through || e.View != nil || t.Through, wantsID: true, perNode: true,
		found: e.Paging == mapping.Cursors,
	}}
	wanted.Node.strewn = wanted.Node.Through && wanted.Pinnable()
	return wanted
}

// lacks reports whether the node never has an edge.
func (n *Expansion) lacks(edge string) bool { return slices.Contains(n.Absent, edge) }

// read notes that a connection reads up to so many pages and items of the edge.
func (e *Edge) read(pages, items int) {
	e.MaxPages, e.MaxItems = max(e.MaxPages, pages), max(e.MaxItems, items)
}

// finder adds a finder, and returns it to be filled.
func (n *Expansion) finder(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	added := n.edge(e, t, params)
	added.Finder, added.Node.Through, added.Node.perNode, added.Node.found = true, true, n.perNode, true
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
func (n *Expansion) unsaid(e *mapping.Edge) bool {
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
// items, and the metrics of both. A page size that is given is surer than the server's own.
func larger(a, b []fields.Param) []fields.Param {
	_, given := fields.Limit(a)
	if of, than := limit(b), limit(a); len(metricsIn(a)) == 0 && (of > than || of == than && !given) {
		return b
	}
	return withMetricsOf(a, b)
}

// arrange says of each edge of a node that is called for, at any depth, which call asks
// for it: of several pages of an edge, the node's own call asks for the first.
func (n *Expansion) arrange() { n.arrangeEdges(true) }

// arrangeEdges arranges the edges of a node: one that is called for by its id, or one
// behind an edge or field of another.
func (n *Expansion) arrangeEdges(calledFor bool) {
	for i, e := range n.Edges {
		switch {
		case e.RefusedWith != nil || n.perNode && e.Owner != 0 || e.Alone && !n.ByPath || e.Actor != "" && !calledFor:
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
