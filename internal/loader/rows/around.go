package rows

import (
	"cmp"
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// The Graph API may refuse whatever page a node is on, even for ids alone: then that node
// takes its whole list. So a page that is refused whatever is left out of it is read in
// parts: the nodes before the one, found by halves, and those behind, by an offset from the
// last cursor. Where an offset leads nowhere, the nodes before stay, and the list goes on.

// around reads a page in parts.
type around struct {
	*Rows
	m entity.Missing
	// params say where the next part begins, and skip is how many nodes are passed over from
	// there.
	params []fields.Param
	skip   int
	// items are the nodes so far, nil in the place of each that is refused, from where
	// the page is read; refusals say why, in their order.
	items    []any
	refusals []*graphapi.Error
	// first and last are the parts at the ends, as they were read.
	first, last *entity.Page
}

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
			if page := r.readAround(m, m.Node.Plan.Refused[m.Edge.Key]); page != nil {
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
		if page := r.readAround(m, err); page != nil {
			m.Node.Put(m.Edge.Key, page, nil)
			found = append(found, page.Entities()...)
		} else if r.Impassable(m) {
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
	return r.readAround(entity.Missing{Node: of, Edge: edge}, err)
}

// readAround reads a page that was refused in parts; nil where it has none that can be read.
func (r *Rows) readAround(m entity.Missing, err error) *entity.Page {
	if !inParts(m) {
		return nil
	}
	refusal := r.Passable(m, err)
	if refusal == nil {
		return nil
	}
	a := &around{Rows: r, m: m, params: m.Edge.Params}
	page, refused := a.read(m.Edge.Limit(), refusal)
	if page == nil && !errors.Is(refused, repair.ErrSpent) {
		r.RememberImpassable(m, err)
	}
	return page
}

// inParts reports whether the page of an edge can be read in parts: the page has room for
// several nodes, is that of one node, and no call moves its cursor.
func inParts(m entity.Missing) bool {
	for at := m.Node; at.FoundThrough != nil; at = at.FoundThrough.From {
		if by := at.FoundThrough.Edge; by != nil && !by.Finder {
			return false
		}
	}
	return m.Edge.Pinnable() && m.Edge.Limit() > 1
}

// read reads up to so many nodes; nil where no node of the page can be read.
func (a *around) read(wanted int, refusal *graphapi.Error) (*entity.Page, error) {
	// among is how many of the next nodes hold one that is refused, 0 where none is known to be,
	// alone whether the next node was refused by itself, and ended whether a part had fewer nodes
	// than it has room for, with nothing behind it.
	among, alone, ended := 0, false, false
	refused := a.begin(wanted, &among)
	if refused != nil && (errors.Is(refused, repair.ErrSpent) || a.MayLack(a.m, refusal) || a.behind(1, refusal) != nil) {
		return nil, refused
	}
	for a.left(wanted) > 0 {
		before, size := len(a.items), a.left(wanted)
		switch {
		case among == 1 && alone:
			a.remember(among, refusal)
			if refused := a.behind(size-1, refusal); errors.Is(refused, repair.ErrSpent) {
				return a.page(refused), nil
			} else if refused != nil { // the offset leads nowhere
				return a.page(refusal), nil
			}
			among = 0
			continue
		case among > 0:
			size = max(1, among/2)
		}
		refused := a.part(size)
		again, ok := errors.AsType[*graphapi.Error](refused)
		switch {
		case refused == nil && among > 0:
			came := len(a.items) - before
			among, alone, ended = among-came, false, came < size
		case refused == nil:
		case ok && suspect.OfARow(expansion.Part{Name: a.m.Edge.Name}, again):
			refusal, among, alone = again, size, size == 1
		default:
			a.remember(among, refusal)
			return a.page(refused), nil
		}
	}
	if among > 0 && !ended { // else all nodes have come, and what was refused has passed
		return a.page(refusal), nil
	}
	return a.page(nil), nil
}

// begin reads the first nodes, one or as many as are remembered to be answered, and tells among
// how many of the next nodes one is refused.
func (a *around) begin(wanted int, among *int) error {
	if known := a.Around(a.m); known.Good > 0 && known.Good+known.Among <= wanted {
		if a.part(known.Good) == nil {
			*among = known.Among
			return nil
		}
	}
	refused := a.part(1)
	*among = wanted - len(a.items)
	return refused
}

// remember keeps where the first node is that is refused.
func (a *around) remember(among int, refusal *graphapi.Error) {
	if len(a.refusals) == 0 && len(a.items) > 0 && among > 0 {
		a.RememberAround(a.m, refusals.Around{Good: len(a.items), Among: among}, refusal)
	}
}

// left returns how many nodes are still to be read; 0 where nothing leads to more.
func (a *around) left(wanted int) int {
	if a.last != nil && (a.last.Broken != nil || len(a.next()) == 0) {
		return 0
	}
	return wanted - len(a.items)
}

// behind passes over the next node, which is refused, and reads up to so many behind that, at
// least one: only then is it sure that the offset leads there.
func (a *around) behind(size int, refusal *graphapi.Error) error {
	a.skip++
	a.items, a.refusals = append(a.items, nil), append(a.refusals, refusal)
	refused := a.part(max(size, 1))
	if refused != nil && size > 1 {
		refused = a.part(1)
	}
	if refused != nil {
		a.skip--
		a.items, a.refusals = a.items[:len(a.items)-1], a.refusals[:len(a.refusals)-1]
	}
	return refused
}

// part reads the next nodes by one call.
func (a *around) part(size int) error {
	if !a.TellApart() {
		return repair.ErrSpent
	}
	edge := *a.m.Edge
	edge.Params = fields.WithLimit(paging.Offset(a.params, a.skip), size)
	page, err := a.source.FollowUpAlone(a.m.Node, &edge)
	if err != nil || page == nil {
		return cmp.Or(err, error(repair.ErrLeftOut))
	}
	items := slices.Clone(page.Items)
	if backwards(a.m.Edge) {
		slices.Reverse(items)
	}
	a.items, a.last, a.first = append(a.items, items...), page, cmp.Or(a.first, page)
	if next := a.next(); len(next) > 0 {
		a.params, a.skip = append(paging.WithoutPosition(a.params), next...), 0
	}
	return nil
}

// next returns the parameters by which the edge goes on behind the last part; none where
// nothing says how.
func (a *around) next() []fields.Param {
	switch {
	case !backwards(a.m.Edge):
		return a.last.After.Params()
	case a.last.Before != "":
		return []fields.Param{{Name: "before", Value: a.last.Before}}
	}
	return nil
}

// page returns the page of what was read, which may end early because of an error.
func (a *around) page(err error) *entity.Page {
	if errors.Is(err, repair.ErrSpent) {
		err = repair.ErrLeftOut
	}
	whole := *a.last
	whole.Items, whole.Broken = slices.Clone(a.items), cmp.Or(err, a.last.Broken)
	head, end := a.first, a.last
	if backwards(a.m.Edge) {
		slices.Reverse(whole.Items)
		slices.Reverse(a.refusals)
		head, end = a.last, a.first
	}
	whole.Before, whole.Previous = head.Before, head.Previous
	whole.After, whole.Next = end.After, end.Next
	for i, item := range whole.Items {
		if item == nil {
			whole.Items[i] = entity.RefusedItem(a.m.Node, a.m.Edge.Name, i, a.refusals[0])
			a.refusals = a.refusals[1:]
		}
	}
	return &whole
}
