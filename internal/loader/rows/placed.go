package rows

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Nodes that cannot be read by their own ids, such as media in which an account is tagged or those of
// a hashtag, are known by their places on a page. So what one of them is refused is asked for in parts
// of the page, around those that are refused.

// AnswerByPlace answers edges that were refused of nodes that are known by their places, and returns
// all other edges, and those for which that was tried in vain before.
func (r *Rows) AnswerByPlace(refused []entity.Missing) (others []entity.Missing) {
	columns, others := pageEdgesOf(refused, placed)
	for _, rows := range columns {
		if !r.askByPlace(rowEdge{r}, rows, rows[0].Edge.RefusedWith) {
			others = append(others, rows...)
		}
	}
	return others
}

// readByPlace asks for the fields that are wanted of nodes on pages which are known by their places.
func (r *Rows) readByPlace(rows []entity.Missing, wanted *expansion.Expansion) {
	pages, _ := pageEdgesOf(rows, placed)
	for _, p := range wanted.Parts() {
		if p.Of != wanted {
			continue
		}
		node := wanted.Keep(func(key string) bool { return key == p.Key })
		for _, page := range pages {
			r.askByPlace(rowField{r, node, node.Parts()[0]}, page, page[0].Node.Plan.Refused[p.Key])
		}
	}
}

// placed reports whether a node is one of several on a page that can be read in parts, and cannot
// be read by its id.
func placed(m entity.Missing) bool {
	return m.Node.FoundThrough != nil && len(m.Page.Items) > 1 && m.On.Divisible() && ofOnePlace(m.From)
}

// askByPlace asks for a part of nodes on one page, for which a call was refused with an error; false
// where that error cannot be about some of the nodes, or where that was tried in vain before.
func (r *Rows) askByPlace(part rowPart, rows []entity.Missing, err error) bool {
	first, node := rows[0], part.wanted(rows[0])
	again := first.On.WithLimit(len(first.Page.Items), node)
	again.Key += string(expansion.ApartMark) + node.Parts()[0].Key
	m := entity.Missing{Node: first.From, Edge: again}
	refusal := r.Passable(m, err)
	if refusal == nil {
		return false
	}
	a, nodes := r.around(m, refusal), r.Nodes()
	_, refused := a.read()
	r.Read(nodes - r.Nodes()) // of two answers about a node, one is counted
	switch {
	case refused == nil:
		a.share(part, rows)
		return true
	case errors.Is(refused, repair.ErrSpent):
		err = repair.ErrLeftOut
	default:
		r.RememberImpassable(m, err)
	}
	for _, m := range rows {
		part.leave(m, err)
	}
	return true
}

// share gives nodes on a page the part that was read in parts of the page, or the errors in its
// place. Those behind the end of what was read are left out.
func (a *around) share(part rowPart, rows []entity.Missing) {
	refused := map[int]error{} // by the places of the nodes
	for at, item := range a.items {
		if item == nil {
			refused[at] = a.refusals[len(refused)]
		}
	}
	if a.alone {
		refused[len(a.items)] = a.refusal
	}
	for _, m := range rows {
		came := slices.IndexFunc(a.items, func(item any) bool { return item != nil && entity.IDOf(item) == m.Node.GraphID })
		if came >= 0 {
			part.give(m, a.items[came].(entity.Entity)) //nolint:forcetypeassert // it has an id
		} else if err := refused[indexOf(m)]; err != nil {
			part.refuse(m, err)
		} else {
			part.leave(m, repair.ErrLeftOut)
		}
	}
}
