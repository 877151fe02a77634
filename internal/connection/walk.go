package connection

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// walk goes along an edge from page to page.
type walk struct {
	*Edges
	parent *entity.Base
	edge   *expansion.Edge
	window *paging.Window
	// count is how many items the walk would pass from one end of the edge to the
	// other; nil when that is unknown.
	count *int32
	// called are the keys of the pages that were called for, and passed the ids of the
	// items on them. Both are empty before the second page.
	called, passed map[string]bool
	// inVain is how many items came again, one after the other.
	inVain int
}

// begin returns the page that the window starts with, for a walk forward.
func (k *walk) begin() (*placedPage, error) {
	page, err := k.source.Page(k.parent, k.edge)
	return &placedPage{Page: page, key: k.edge.Key, first: page}, err
}

// next returns the page after another.
func (k *walk) next(current *placedPage) (*placedPage, error) {
	return k.step(current, func(limit int) []fields.Param { return k.window.Further(current.After, limit) })
}

// previous returns the page before another.
func (k *walk) previous(current *placedPage) (*placedPage, error) {
	following, err := k.step(current, func(limit int) []fields.Param { return k.window.FurtherBack(current.Before, limit) })
	following.start, following.end = "", current.Before
	return following, err
}

// step returns the page behind another in the window's direction.
func (k *walk) step(current *placedPage, params func(limit int) []fields.Param) (*placedPage, error) {
	k.pass(current)
	following := &placedPage{
		start: current.After, key: expansion.Key(k.edge.Edge, params(0)), first: current.first,
		number: current.number + 1, before: current.passed(),
	}
	var err error
	if following.Page, err = k.shared(current, params); err == nil {
		following.repeated = k.repeated(following.Page)
	}
	return following, err
}

// page calls for one more page of the edge.
func (k *walk) page(params []fields.Param) (*entity.Page, error) {
	edge := *k.edge
	edge.Params, edge.Key = params, expansion.Key(edge.Edge, params)
	page, err := k.source.Call(k.parent, &edge)
	if page == nil && err == nil {
		err = errNotThere
	}
	return page, err
}
