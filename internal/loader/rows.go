package loader

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan"
)

// rowHunt looks for the nodes on a page whose edge makes the call for all of them fail,
// where there are no batches: by calls for half of the nodes in a row, which begin where
// the answer before ended. All other nodes are answered on the way.
type rowHunt struct {
	*Loader
	rows []entity.Missing
}

// spot is where on an edge a call begins, and the index of the first item there on the
// page that the nodes are on. Without params it is not known how to get there.
type spot struct {
	params []fields.Param
	index  int
}

// byRows answers edges that were refused, maybe because of a few of many nodes on a page,
// and returns those that are looked up one by one with no more calls.
func (l *Loader) byRows(refused []entity.Missing) (others []entity.Missing) {
	columns, others := pageEdgesOf(refused, func(m entity.Missing) bool {
		return m.Page.After.IsCursor() && !slices.ContainsFunc(m.On.Params, func(p fields.Param) bool { return p.Name == "before" })
	})
	for _, rows := range columns {
		if len(rows) <= l.Left() {
			others = append(others, rows...)
			continue
		}
		h := &rowHunt{l, rows}
		if at := h.withoutMetrics(); at < len(rows) {
			h.hunt(at)
		}
	}
	return others
}

// withoutMetrics asks for several metrics of the first node by itself. If it is refused
// some of them, the others are probably refused the same, and are asked without. It
// returns how many nodes are done with.
func (h *rowHunt) withoutMetrics() (done int) {
	first := h.rows[0]
	if len(plan.Part{Of: first.Node.Plan, Key: first.Edge.Key}.Metrics()) < 2 || h.RefusedEdge(first) != nil || !h.TellApart() {
		return 0
	}
	page, err := h.followUp(first.Node, first.Edge)
	first.Node.Put(first.Edge.Key, page, err)
	if err != nil || len(page.Refused) == 0 {
		h.RememberEdge(first, err)
		return 1
	}
	for i, m := range h.rows {
		h.rows[i].Edge = m.Edge.WithoutMetrics(page.Refused)
	}
	if _, err := h.try(h.opening(), 1, len(h.rows)); err != nil {
		return 1
	}
	return len(h.rows)
}

// opening is where the page begins.
func (h *rowHunt) opening() spot { return spot{params: h.rows[0].On.Params} }

// hunt looks for the nodes that are refused among those from an index on. All of them
// together are.
func (h *rowHunt) hunt(from int) {
	err, at := h.rows[0].Edge.RefusedWith, h.opening()
	for answered := from > 0; ; {
		good, behind, why := h.first(at, from, err)
		if why != nil && !h.separable(why) {
			h.leave(good)
			return
		}
		answered = answered || good > from
		from = good
		for from < len(h.rows) && (from == good || h.RefusedEdge(h.rows[from]) != nil) {
			h.refuse(from, why)
			from++
		}
		if from == len(h.rows) {
			return
		}
		at, err = h.pass(behind, good, from)
		if err == nil && !slices.ContainsFunc(h.rows[from:], func(m entity.Missing) bool { return h.RefusedEdge(m) != nil }) {
			_, err = h.try(at, from, len(h.rows))
			if err == nil {
				return
			}
		}
		switch {
		case err != nil && !h.separable(err):
			h.leave(from)
			return
		case !answered && graphapi.KindOf(err) == graphapi.Forbidden: // maybe all of them need the permission
			last := len(h.rows) - 1
			if _, refused := h.try(spot{}, last, last+1); refused != nil && h.separable(refused) {
				for i := range h.rows[from:] {
					h.refuse(from+i, refused)
				}
				return
			}
			answered = true
		}
	}
}

// first returns the index of the first node from an index on that is refused, the spot
// where it stands, and what it is refused for. It answers the nodes before.
func (h *rowHunt) first(at spot, from int, err error) (int, spot, error) {
	good, bad := from, len(h.rows)
	known := slices.IndexFunc(h.rows[from:], func(m entity.Missing) bool { return h.RefusedEdge(m) != nil })
	if known >= 0 {
		bad = from + known + 1
		err = h.RefusedEdge(h.rows[bad-1])
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
	return good, at, err
}

func (h *rowHunt) separable(err error) bool {
	edge := h.rows[0].Edge
	_, ok := repair.Separable(plan.EdgeOnly(edge.Parent, edge), err)
	return ok
}

// refuse gives the node with an index the error of its edge.
func (h *rowHunt) refuse(i int, err error) {
	m := h.rows[i]
	if known := h.RefusedEdge(m); known != nil {
		err = known
	}
	m.Node.Put(m.Edge.Key, nil, err)
	h.RememberEdge(m, err)
}

// leave gives up on all nodes from an index on.
func (h *rowHunt) leave(from int) {
	for _, m := range h.rows[from:] {
		if !m.Node.Has(m.Edge.Key) {
			m.Node.Put(m.Edge.Key, nil, repair.ErrLeftOut)
		}
	}
}

// pass returns the spot behind some nodes. It takes no call before the last node of all,
// which is looked up by its id.
func (h *rowHunt) pass(at spot, from, to int) (spot, error) {
	if to+1 == len(h.rows) || at.params == nil {
		return spot{}, nil
	}
	if !h.TellApart() {
		return at, repair.ErrSpent
	}
	return h.tryRows(at, h.rows[from:to], nil)
}

// try answers the edge of some nodes by one call, and returns the spot behind them.
func (h *rowHunt) try(at spot, from, to int) (spot, error) {
	switch {
	case at.params == nil && to-from > 1 || !h.TellApart():
		return at, repair.ErrSpent
	case at.params == nil:
		m := h.rows[from]
		t, err := h.pathTo(m.Node, m.Edge)
		if err != nil {
			return at, err
		}
		found, err := h.get(t.lookup.ID, t.lookup.Node)
		page, err := t.page(h.models, found, err)
		if err == nil {
			m.Node.Put(m.Edge.Key, page, nil)
		}
		return at, err
	}
	return h.tryRows(at, h.rows[from:to], h.rows[from].Edge)
}

// tryRows answers an edge of nodes in a row by one call that begins at a spot on their
// edge, and returns the spot behind them. Without an edge, it only goes there.
func (l *Loader) tryRows(at spot, rows []entity.Missing, edge *plan.Edge) (behind spot, err error) {
	from, on, last := rows[0].From, *rows[0].On, rows[len(rows)-1].Node.GraphID
	index := slices.IndexFunc(rows[0].Page.Items, func(item any) bool { return entity.IDOf(item) == last })
	on.Params = at.params
	wanted := &plan.Expansion{Type: on.Node.Type}
	if edge != nil {
		wanted = plan.EdgeOnly(edge.Parent, edge)
	}
	found, err := l.get(from.GraphID, plan.EdgeOnly(on.Parent, on.WithLimit(index+1-at.index, wanted)))
	if err != nil {
		return at, err
	}
	page, err := found.EntityBase().Page(on.Key)
	if err != nil {
		return at, err
	}
	if edge != nil {
		answers := map[string]*entity.Page{}
		for _, node := range page.Entities() {
			answers[node.EntityBase().GraphID], _ = node.EntityBase().Page(edge.Key)
		}
		for _, m := range rows {
			if page := answers[m.Node.GraphID]; page != nil && !m.Node.Has(edge.Key) {
				m.Node.Put(edge.Key, page, nil)
			}
		}
	}
	if page.After == "" {
		return spot{}, nil
	}
	params := slices.DeleteFunc(slices.Clone(on.Params), func(p fields.Param) bool { return p.Name == "after" })
	return spot{slices.Concat(params, page.After.Params()), index + 1}, nil
}
