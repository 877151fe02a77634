package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Connection returns the window's part of an edge of a node. The first page is the
// node's own when it came with it; each further page is a call.
func (l *Loader) Connection(parent *entity.Node, edge *plan.Edge, w *paging.Window) (*Slice, error) {
	s := &Slice{window: w, parent: paging.Mark(parent.GraphID), Total: -1}
	if w.Empty && w.Edge.Paging != mapping.Unpaged {
		return s, nil
	}
	if err := w.CheckParent(s.parent); err != nil {
		return nil, err
	}
	k := &walk{Loader: l, parent: parent, edge: edge, window: w}
	switch {
	case w.Empty:
		return s, k.count(s)
	case w.Backward:
		return s, k.backward(s)
	default:
		return s, k.forward(s)
	}
}

// walk goes along an edge from page to page.
type walk struct {
	*Loader
	parent *entity.Node
	edge   *plan.Edge
	window *paging.Window
}

// count finds out how many items an edge has when none of them is selected.
func (k *walk) count(s *Slice) error {
	page, err := k.first()
	if err == nil {
		s.Total = len(page.Items)
	}
	return err
}

// begin returns the page that the window starts with, for a walk forward.
func (k *walk) begin() (*sheet, error) {
	page, err := k.first()
	return &sheet{Page: page, first: page}, err
}

// first returns the page that the window starts with.
func (k *walk) first() (*entity.Page, error) {
	return k.Page(k.parent, k.edge)
}

// next returns the page after another, with up to limit items.
func (k *walk) next(current *sheet, limit int) (*sheet, error) {
	following := &sheet{
		start: current.After, first: current.first,
		number: current.number + 1, before: current.before + len(current.Items),
	}
	var err error
	if k.window.Edge.Paging == mapping.SameCursor {
		following.Page, err = k.sameCursor(current)
	} else {
		following.Page, err = k.page(k.window.Further("after", current.After, limit))
	}
	return following, err
}

// page calls for one more page of the edge.
func (k *walk) page(params []fields.Param) (*entity.Page, error) {
	edge := *k.edge
	edge.Params, edge.Key = params, plan.Key(edge.Edge, params)
	return k.followUp(k.parent, &edge)
}

// unsaid reports whether the Graph API never says that a page is the last: on some
// edges, and on all that are reached through a look-up.
//
// Source: Meta, IG User, "business_discovery" and "mentioned_media".
func (k *walk) unsaid() bool {
	paged := k.window.Edge.Paging
	return paged == mapping.Cursors || k.parent.Via != nil && paged != mapping.Unpaged
}
