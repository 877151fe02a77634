package loader

import (
	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Connection returns the window's part of an edge of a node. The first page is the
// node's own when it came with the node; each further page is a call. Count is how many
// items the edge has, according to a field of the node; nil when that is unknown.
func (l *Loader) Connection(of *entity.Base, edge *expansion.Edge, w *paging.Window, count *int32) (*connection.Slice, error) {
	return l.reading().edges.Slice(of, edge, w, count)
}

// source is the loader as a source of pages.
type source struct{ *Loader }

// Call returns the page of an edge of a node by a call or, where that is refused for one of the
// nodes on the page, by calls for parts of the page.
func (s source) Call(of *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	page, err := s.followUp(of, edge)
	if err == nil {
		return page, nil
	}
	if around := s.reading().rows.ReadPageAround(of, edge, err); around != nil {
		s.MarkRefused()
		s.followUps(around.Entities())
		return around, nil
	}
	return page, err
}

// LookUpBy looks nodes up by calls that answer makes.
func (s source) LookUpBy(answer func(lookup.Group, nodes.Results), lookups lookup.Group) nodes.Results {
	return s.lookUpBy(answer, lookups)
}

// FollowUp calls for a page of an edge that did not come with its node.
func (s source) FollowUp(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	return s.followUp(parent, edge)
}

// FollowUpAlone is FollowUp by a call that is shared with no other look-up.
func (s source) FollowUpAlone(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	t, err := s.pathTo(parent, edge)
	if err != nil {
		return nil, err
	}
	found, err := s.Get(t.lookup.ID, t.lookup.Node)
	return t.page(s.models, found, err)
}
