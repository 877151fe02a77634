// Package connection goes along edges of nodes from page to page, and cuts out the part
// that a connection selects.
//
//	connection.go  the edges of one operation, and where their pages come from
//	walk.go        from one page to the next
//	forward.go     to the end of the edge
//	backward.go    to its start
//	detour.go      to the items before a cursor, where there is no way back
//	onward.go      whether an edge goes on, and whether the way leads in a circle
//	chain.go       the pages that connections share
//	slice.go       the selected part, and the cursors of its items
//	search.go      a node with an id, somewhere along an edge
package connection

import (
	"sync"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Source is where pages come from. Many goroutines may use it at once.
type Source interface {
	// Page returns the page of an edge of a node: the one that came with the node, or else
	// by a call.
	Page(of *entity.Base, edge *expansion.Edge) (*entity.Page, error)
	// Call returns the page of an edge of a node by a call.
	Call(of *entity.Base, edge *expansion.Edge) (*entity.Page, error)
	// Repair takes one of the calls that an operation may cost beyond its bound; false when
	// none is left.
	Repair() bool
}

// Edges goes along the edges of one operation. Connections that begin with the same page
// share the pages behind it.
type Edges struct {
	source Source
	// chains holds a *chain for each first page.
	chains sync.Map
}

// NewEdges returns the edges of an operation whose pages come from a source.
func NewEdges(source Source) *Edges { return &Edges{source: source} }

// Slice returns the window's part of an edge of a node. The first page is the node's own
// when it came with the node; each further page is a call. Count is how many items the
// edge has, according to a field of the node; nil when that is unknown.
func (e *Edges) Slice(of *entity.Base, edge *expansion.Edge, w *paging.Window, count *int32) (*Slice, error) {
	s := &Slice{window: w, parent: of.Mark(), Total: -1}
	k := &walk{Edges: e, parent: of, edge: edge, window: w}
	if w.Cursor == nil {
		k.count = count
	}
	var err error
	if w.Backward {
		err = k.backward(s)
	} else {
		err = k.forward(s)
	}
	if w.Empty {
		s.empty()
	}
	return s, err
}
