package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Connection returns the window's part of an edge of a node. The first page is the
// node's own when it came with it; each further page is a call. Count is how many
// items the edge has, according to a field of the node; nil when that is unknown.
func (l *Loader) Connection(parent *entity.Node, edge *plan.Edge, w *paging.Window, count *int32) (*Slice, error) {
	s := &Slice{window: w, parent: parent.Mark(), Total: -1}
	k := &walk{Loader: l, parent: parent, edge: edge, window: w}
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

// walk goes along an edge from page to page.
type walk struct {
	*Loader
	parent *entity.Node
	edge   *plan.Edge
	window *paging.Window
	// count is how many items the walk would pass from one end of the edge to the
	// other; nil when that is unknown.
	count *int32
	// called are the keys of the pages that were called for, and passed the ids of the
	// items on them. Both are empty before the second page.
	called, passed map[string]bool
}

// begin returns the page that the window starts with, for a walk forward.
func (k *walk) begin() (*sheet, error) {
	page, err := k.first()
	return &sheet{Page: page, key: k.edge.Key, first: page}, err
}

// first returns the page that the window starts with.
func (k *walk) first() (*entity.Page, error) {
	return k.Page(k.parent, k.edge)
}

// next returns the page after another.
func (k *walk) next(current *sheet) (*sheet, error) {
	return k.step(current, func(limit int) []fields.Param { return k.window.Further(current.After, limit) })
}

// previous returns the page before another.
func (k *walk) previous(current *sheet) (*sheet, error) {
	following, err := k.step(current, func(limit int) []fields.Param { return k.window.FurtherBack(current.Before, limit) })
	following.backward = true
	return following, err
}

// step returns the page behind another in the window's direction.
func (k *walk) step(current *sheet, params func(limit int) []fields.Param) (*sheet, error) {
	k.pass(current)
	following := &sheet{
		start: current.After, key: plan.Key(k.edge.Edge, params(0)), first: current.first,
		number: current.number + 1, before: current.passed(),
	}
	var err error
	following.Page, err = k.shared(current, params)
	return following, err
}

// page calls for one more page of the edge.
func (k *walk) page(params []fields.Param) (*entity.Page, error) {
	edge := *k.edge
	edge.Params, edge.Key = params, plan.Key(edge.Edge, params)
	return k.followUp(k.parent, &edge)
}
