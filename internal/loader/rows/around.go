package rows

import (
	"errors"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// The Graph API may refuse whatever page a node is on, even for ids alone: then that node
// takes its whole list. So a page that is refused whatever is left out of it is read in
// parts: the nodes before the one, found by halves, and those behind, by an offset from the
// last cursor. Where an offset leads nowhere, the nodes before stay, and the list goes on.

// ReadAroundLost reads the pages that nodes have lost because the Graph API refuses one of the
// nodes on them, and gives the pages to the nodes.
func (r *Rows) ReadAroundLost(found []entity.Entity) {
	if !r.Refused() {
		return
	}
	pages := map[*entity.Base]map[string]error{}
	for _, e := range found {
		if e == nil {
			continue
		}
		for _, m := range r.models.LostEdges(e) {
			if len(found) > 1 && m.Edge.Limit() == 1 { // not worth a call for each node
				continue
			}
			if page, _ := r.readAround(m, m.Node.Plan.Refused[m.Edge.Key]); page != nil {
				if pages[m.Node] == nil {
					pages[m.Node] = map[string]error{}
				}
				pages[m.Node][m.Edge.Key] = nil
				m.Node.Put(m.Edge.Key, page, nil)
			}
		}
	}
	for base, keys := range pages {
		base.Plan = base.Plan.Told(keys)
	}
}

// ReadAround reads the pages that were refused to nodes, each by a call of its own, and
// returns the nodes on those that could be read in parts.
func (r *Rows) ReadAround(refused []entity.Missing) (found []entity.Entity) {
	vain := map[string]int{} // by the edge, for how many nodes that was in vain
	for _, m := range refused {
		_, err := m.Node.Page(m.Key())
		if m.Edge == nil || err == nil || vain[m.Edge.Key] == mostVain {
			continue
		}
		page, tried := r.readAround(m, err)
		switch {
		case page != nil:
			m.Node.Put(m.Edge.Key, page, nil)
			found = append(found, page.Entities()...)
		case tried || r.Impassable(m):
			vain[m.Edge.Key]++
		}
	}
	return found
}

// mostVain is for how many nodes a page of one edge is tried to be read in parts in vain before the
// edge is taken to be refused of all others.
const mostVain = 2

// ReadPageAround reads a page of an edge of a node that was refused with an error in parts; nil
// where no node on the page can be read so.
func (r *Rows) ReadPageAround(of *entity.Base, edge *expansion.Edge, err error) *entity.Page {
	page, _ := r.readAround(entity.Missing{Node: of, Edge: edge}, err)
	return page
}

// readAround reads a page that was refused in parts, and reports whether that was tried; nil where
// the page has none that can be read.
func (r *Rows) readAround(m entity.Missing, err error) (page *entity.Page, tried bool) {
	if !inParts(m) {
		return nil, false
	}
	refusal := r.Passable(m, err)
	if refusal == nil || m.Edge.Limit() == 1 && refusal.Beside() {
		return nil, false
	}
	page, refused := r.around(m, refusal).readPage()
	if page == nil && !errors.Is(refused, repair.ErrSpent) {
		r.RememberImpassable(m, err)
	}
	return page, true
}

// inParts reports whether the page of an edge can be read in parts: the page is that of one node, and
// no call moves its cursor. A page with room for one node, on another page, is not worth a call.
func inParts(m entity.Missing) bool {
	return ofOnePlace(m.Node) && m.Edge.Divisible() && (m.Edge.Limit() > 1 || m.On == nil)
}

// ofOnePlace reports whether no page of several nodes is on the way to a node.
func ofOnePlace(of *entity.Base) bool {
	for at := of; at.FoundThrough != nil; at = at.FoundThrough.From {
		if by := at.FoundThrough.Edge; by != nil && !by.Finder {
			return false
		}
	}
	return true
}
