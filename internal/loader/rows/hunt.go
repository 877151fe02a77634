package rows

import (
	"cmp"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// rowHunt looks for the nodes on a page whose part makes the call for all of them fail,
// where there are no batches: by calls for half of the nodes in a row, which begin where
// the answer before ended. All other nodes are answered on the way.
type rowHunt struct {
	*Rows
	part rowPart
	// rows are nodes on one page, in the order in which its call reads them: those of a page
	// that is read backwards from the last one on.
	rows []entity.Missing
	// err is what the call for the page was refused for, and behind where the hunt begins: at
	// the start of the page, or behind a node that is known to be refused.
	err    error
	behind bool
	// answered reports that the nodes are not all refused.
	answered bool
}

// spot is where on an edge a call begins, and how many nodes of the page are before that.
// Without params it is not known how to get there.
type spot struct {
	params []fields.Param
	index  int
}

// Hunt answers edges that were refused, maybe because of a few of many nodes on a page,
// and returns those that are looked up one by one with no more calls.
func (r *Rows) Hunt(refused []entity.Missing) (others []entity.Missing) {
	columns, others := pageEdgesOf(refused, huntable)
	for _, rows := range columns {
		if len(rows)*mostCalls(rows[0]) <= r.Left() {
			others = append(others, rows...)
			continue
		}
		h := r.rowHunt(rowEdge{r}, rows, rows[0].Edge.RefusedWith)
		h.answered = h.known(0) == 0 && h.known(1) != 1 // when they were asked before
		known := h.refusedOthers()
		h.behind = slices.Min(append(known, indexOf(h.rows[0]))) < indexOf(h.rows[0])
		lost, from, sure := h.withoutMetrics()
		if from < len(h.rows) {
			h.hunt(from, sure && len(known) == 0)
		}
		if lost != nil {
			lost.tellApart()
		}
	}
	return others
}

// huntable reports whether calls for a few of the nodes on the page that a node is on can
// begin anywhere on it.
func huntable(m entity.Missing) bool {
	return m.From.FoundThrough == nil && !m.On.MovesCursor() && (m.Page.After.IsCursor() && !backwards(m.On) || m.Page.Before != "" && backwards(m.On))
}

// backwards reports whether a page is read from its end.
func backwards(on *expansion.Edge) bool {
	return slices.ContainsFunc(on.Params, func(p fields.Param) bool { return p.Name == "before" })
}

func (r *Rows) rowHunt(part rowPart, rows []entity.Missing, err error) *rowHunt {
	rows = slices.Clone(rows)
	if backwards(rows[0].On) {
		slices.Reverse(rows)
	}
	return &rowHunt{Rows: r, part: part, rows: rows, err: err}
}

// refusedOthers returns the indexes of nodes on the page that have been refused the edge.
func (h *rowHunt) refusedOthers() (indexes []int) {
	m := h.rows[0]
	edge := m.Edge.Key
	for _, e := range m.Page.Entities() {
		m.Node = e.EntityBase()
		if _, err := m.Node.Page(edge); err != nil {
			indexes = append(indexes, indexOf(m))
		}
	}
	return indexes
}

// indexOf returns how many nodes the call for the page of a node reads before that node.
func indexOf(m entity.Missing) int {
	i := slices.IndexFunc(m.Page.Items, func(item any) bool { return entity.IDOf(item) == m.Node.GraphID })
	if backwards(m.On) {
		i = len(m.Page.Items) - 1 - i
	}
	return i
}

// opening is where the page begins.
func (h *rowHunt) opening() spot {
	return spot{params: append([]fields.Param{}, h.rows[0].On.Params...)} // nil is no place
}

// hunt looks for the nodes that are refused among those from an index on, of which one is
// for sure, or may be.
func (h *rowHunt) hunt(from int, sure bool) {
	at, err := h.start(from)
	for ; err == nil; sure = false {
		err = h.err
		if !sure && h.known(from) < 0 {
			if _, err = h.try(at, from, len(h.rows)); err == nil {
				return
			}
			if !h.separable(err) {
				break
			}
		}
		good, behind, why := h.first(at, from, err, sure)
		if from = good; from == len(h.rows) {
			return
		}
		if !h.separable(why) {
			break
		}
		for from < len(h.rows) && (from == good || h.refusedBefore(h.rows[from]) != nil) {
			h.refuse(h.rows[from], why)
			from++
		}
		if from = h.oneByOne(from, why); from == len(h.rows) {
			return
		}
		at, err = h.pass(behind, from)
	}
	for _, m := range h.rows[from:] {
		h.part.leave(m, repair.ErrLeftOut)
	}
}

// known returns the index of the first node from an index on that is remembered to be
// refused; -1 when none is.
func (h *rowHunt) known(from int) int {
	i := slices.IndexFunc(h.rows[from:], func(m entity.Missing) bool { return h.refusedBefore(m) != nil })
	if i < 0 {
		return i
	}
	return from + i
}

// first returns the index of the first node from an index on that is refused, the spot
// where it stands, and what it is refused for. It answers the nodes before. Where all of them
// were refused once, that may have passed: then the last one is asked, too, before it is blamed.
func (h *rowHunt) first(at spot, from int, err error, once bool) (int, spot, error) {
	good, bad := from, len(h.rows)
	known := h.known(from)
	if known >= 0 {
		bad, err = known+1, h.refusedBefore(h.rows[known])
	}
	for bad-good > 1 {
		middle := (good + bad) / 2
		if known >= 0 {
			middle, known = bad-1, -1
		}
		behind, refused := h.try(at, good, middle)
		switch {
		case refused == nil:
			good, at = middle, behind
		case !h.separable(refused):
			return good, at, refused
		default:
			bad, err = middle, refused
		}
	}
	if once && bad == len(h.rows) && h.refusedBefore(h.rows[good]) == nil {
		switch behind, refused := h.try(at, good, bad); {
		case refused == nil:
			return bad, behind, nil
		case h.separable(refused):
			err = refused
		}
	}
	return good, at, err
}

func (h *rowHunt) separable(err error) bool {
	_, ok := suspect.Separable(h.part.wanted(h.rows[0]), err)
	return ok
}

// start returns the spot where the hunt for a node, and those behind it, begins.
func (h *rowHunt) start(from int) (spot, error) {
	if !h.behind {
		return h.opening(), nil
	}
	return h.pass(h.opening(), from)
}

// pass returns the spot where a node stands. It takes no call for the last node of all,
// which is looked up by its id.
func (h *rowHunt) pass(at spot, to int) (spot, error) {
	if to+1 == len(h.rows) || at.params == nil {
		return spot{}, nil
	}
	if !h.take() {
		return at, repair.ErrSpent
	}
	return h.tryRows(at, indexOf(h.rows[to]), nil, nil)
}

// try answers the part of some nodes by one call, and returns the spot behind them.
func (h *rowHunt) try(at spot, from, to int) (spot, error) {
	switch {
	case at.params == nil && to-from > 1 || !h.take():
		return at, repair.ErrSpent
	case at.params == nil:
		return at, h.part.alone(h.rows[from])
	}
	behind, err := h.tryRows(at, indexOf(h.rows[to-1])+1, h.rows[from:to], h.part)
	h.answered = h.answered || err == nil
	return behind, err
}

// take takes a call of the hunt; false when none is left. Where a node that is refused is asked
// for each of its metrics, repairs are left for that.
func (h *rowHunt) take() bool {
	if h.several() {
		return h.TellApartFirst()
	}
	return h.TellApart()
}

// tryRows answers a part of nodes by one call that begins at a spot on their page, and ends
// before the item with an index. It returns the spot there. Without a part, it only goes
// there.
func (h *rowHunt) tryRows(at spot, end int, rows []entity.Missing, part rowPart) (behind spot, err error) {
	first := h.rows[0]
	from, on := first.From, *first.On
	on.Params = at.params
	wanted := &expansion.Expansion{Type: on.Node.Type}
	if part != nil {
		wanted = part.wanted(rows[0])
	}
	found, err := h.Get(from.GraphID, expansion.EdgeOnly(on.Parent, on.WithLimit(end-at.index, wanted)))
	if err != nil {
		return at, err
	}
	page, err := found.EntityBase().Page(on.Key)
	if err != nil || page == nil {
		return at, cmp.Or(err, error(repair.ErrLeftOut))
	}
	for _, m := range rows {
		if e := page.Find(m.Node.GraphID); e != nil {
			part.give(m, e)
		} else {
			part.leave(m, repair.ErrLeftOut)
		}
	}
	after := page.After.Params()
	if backwards(&on) && page.Before != "" {
		after = []fields.Param{{Name: "before", Value: page.Before}}
	}
	if len(after) == 0 {
		return spot{}, nil
	}
	params := slices.DeleteFunc(slices.Clone(on.Params), func(p fields.Param) bool { return p.Name == "after" || p.Name == "before" })
	return spot{slices.Concat(params, after), end}, nil
}
