package expansion

import (
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
)

// Limit returns how many items the edge's page is asked for.
func (e *Edge) Limit() int { return limit(e.Params) }

// Paged reports whether the edge's page can be asked for in parts.
func (e *Edge) Paged() bool { return e.Paging != mapping.Unpaged && !e.Finder }

// WithLimit returns the edge with another limit and another node behind it. It
// keeps its key.
func (e *Edge) WithLimit(limit int, n *Expansion) *Edge {
	limited := *e
	limited.Params, limited.Node = fields.WithLimit(e.Params, limit), n
	return &limited
}

// SmallerPages returns the expansion with pages that are no larger than size allows, or the
// expansion itself where none is larger; 0 allows any size. The edges keep their keys, so that
// what is missing is followed up.
func (n *Expansion) SmallerPages(size func(*Edge) int) *Expansion {
	less, changed := *n, false
	less.Edges = make([]*Edge, len(n.Edges))
	for i, e := range n.Edges {
		inner, most := e.Node.SmallerPages(size), 0
		if e.Paged() {
			most = size(e)
		}
		switch {
		case most > 0 && most < e.Limit():
			e = e.WithLimit(most, inner)
		case inner != e.Node:
			edge := *e
			edge.Node, e = inner, &edge
		}
		less.Edges[i], changed = e, changed || e != n.Edges[i]
	}
	less.Objects = make([]*Object, len(n.Objects))
	for i, o := range n.Objects {
		inner := o.Node.SmallerPages(size)
		if inner != o.Node {
			o = &Object{Name: o.Name, Node: inner}
		}
		less.Objects[i], changed = o, changed || o != n.Objects[i]
	}
	if !changed {
		return n
	}
	return &less
}

// Halved returns an expansion that asks for half of each page, or the expansion itself where
// there is no page to halve. The edges keep their keys, so that the other halves are
// followed up.
func (n *Expansion) Halved() *Expansion {
	return n.SmallerPages(func(e *Edge) int { return e.Limit() / 2 })
}

// OfOneItem returns an expansion that asks for one item of each page, or the expansion itself
// where no page has more.
func (n *Expansion) OfOneItem() *Expansion {
	return n.SmallerPages(func(*Edge) int { return 1 })
}

// limit returns the page size that parameters ask for.
func limit(params []fields.Param) int {
	if n, ok := fields.Limit(params); ok {
		return n
	}
	return paging.DefaultPageSize
}
