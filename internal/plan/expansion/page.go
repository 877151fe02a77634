package expansion

import (
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// Key returns the key of the page of an edge with those parameters.
func Key(edge *mapping.Edge, params []fields.Param) string {
	params = withoutMetricsOf(edge, fields.WithoutLimit(params))
	if len(params) == 0 {
		return edge.Name
	}
	return fields.Field{Name: edge.Name, Params: params}.String()
}

// AddEdge adds a page of an edge, and returns it to be filled.
func (n *Expansion) AddEdge(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	return n.AddPage(Key(e, params), e, t, params)
}

// AddPage adds the page with a key, or makes the one with that key large enough.
func (n *Expansion) AddPage(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	if same := n.Edge(key); same != nil {
		same.Params = larger(e, same.Params, params)
		return same
	}
	wanted := n.NewPage(key, e, t, params)
	n.addPage(wanted)
	return wanted
}

// addPage adds a page that the node does not have yet.
func (n *Expansion) addPage(wanted *Edge) {
	n.Edges = append(n.Edges, wanted)
	n.mention(wanted.Name)
}

// NewPage returns a page of an edge of the node, without adding it.
func (n *Expansion) NewPage(key string, e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	view := e.View
	if behind := n.View.Behind(e.Name); behind != nil {
		view = behind
	}
	wanted := &Edge{Edge: e, Params: params, Key: key, Node: &Expansion{
		Type: t, Products: e.Products, Absent: e.Without, View: view, Through: n.Through || e.View != nil || t.Through, WantsID: true, PerNode: true,
		found: e.Paging == mapping.Cursors,
	}}
	wanted.Node.Strewn = wanted.Node.Through && wanted.Pinnable()
	return wanted
}

// AddFinder adds a finder, and returns it to be filled.
func (n *Expansion) AddFinder(e *mapping.Edge, t *mapping.Type, params []fields.Param) *Edge {
	added := n.AddEdge(e, t, params)
	added.Finder, added.Node.Through, added.Node.PerNode, added.Node.found = true, true, n.PerNode, true
	added.Node.Strewn = false
	added.Node.Mark = paging.MarkFound(added.Name, added.Sought())
	return added
}

// Read notes that a connection reads up to so many pages and items of the edge.
func (e *Edge) Read(pages, items int) {
	e.MaxPages, e.MaxItems = max(e.MaxPages, pages), max(e.MaxItems, items)
}

// larger returns those parameters of two pages of an edge with the same key that ask for more
// items, and the metrics of both. A page size that is given is surer than the server's own.
func larger(edge *mapping.Edge, a, b []fields.Param) []fields.Param {
	_, given := fields.Limit(a)
	if of, than := limit(b), limit(a); len(MetricsIn(edge, a)) == 0 && (of > than || of == than && !given) {
		return b
	}
	return withMetricsOf(edge, a, b)
}
