package connection

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Search looks for nodes by their ids along an edge, over the first pages of the edge.
// Each of these pages is read once, however many nodes are looked for.
type Search struct {
	walk  *walk
	pages []*placedPage
}

// Search returns a search of an edge of a node, which has read no page yet.
func (e *Edges) Search(of *entity.Base, edge *expansion.Edge, w *paging.Window) *Search {
	return &Search{walk: &walk{Edges: e, parent: of, edge: edge, window: w}}
}

// Find returns the node with an id; nil when the node is not among those on the pages
// that are searched.
func (s *Search) Find(id string) (entity.Entity, error) {
	for i := 0; ; i++ {
		if i == len(s.pages) {
			if done, err := s.turn(); done || err != nil {
				return nil, err
			}
		}
		if found := s.pages[i].Find(id); found != nil {
			return found, nil
		}
	}
}

// turn reads one more page, and reports whether there is none, or none that is searched.
func (s *Search) turn() (done bool, err error) {
	if len(s.pages) == 0 {
		first, err := s.walk.begin()
		if err == nil {
			s.pages = []*placedPage{first}
		}
		return false, err
	}
	last := s.pages[len(s.pages)-1]
	if len(s.pages) >= s.walk.edge.MaxPages || s.walk.ahead(last) == paging.Ended || s.walk.blocked(last) != nil {
		return true, nil
	}
	last.missing = s.walk.window.Edge.PageSize
	next, err := s.walk.next(last)
	if err == nil {
		s.pages = append(s.pages, next)
	}
	return false, err
}
