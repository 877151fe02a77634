package rows

import (
	"cmp"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// got is what was read of a page in parts so far. Nothing in it is changed in place, so that a copy
// keeps what was there before.
type got struct {
	edge *expansion.Edge
	// params say where the next part begins, and skip is how many nodes are passed over from
	// there.
	params []fields.Param
	skip   int
	// items are the nodes, nil in the place of each that is refused, from where the page is read;
	// refusals say why, in their order.
	items    []any
	refusals []*graphapi.Error
	// runs are how many nodes were read before each that is refused, behind the one before.
	runs []int
	// first and last are the parts at the ends, as they were read.
	first, last *entity.Page
}

// next returns the page of the next nodes. Where a cursor leads to no place of its own, the nodes
// behind the last one that is refused are on the page once more.
func (g *got) next(size int) *expansion.Edge {
	edge := *g.edge
	edge.Params = fields.WithLimit(paging.Offset(g.params, g.skip), g.again()+size)
	return &edge
}

// again returns how many nodes that were read are on the next page once more.
func (g *got) again() int {
	if paging.Counts(g.edge.Edge) {
		return g.run()
	}
	return 0
}

// add adds the next page; false where nodes came again that were not to, because the offset leads
// nowhere.
func (g *got) add(page *entity.Page) bool {
	items := slices.Clone(page.Items)
	if backwards(g.edge) {
		slices.Reverse(items)
	}
	items = items[min(g.again(), len(items)):]
	if paging.Counts(g.edge.Edge) && slices.ContainsFunc(items, g.has) {
		return false
	}
	g.items, g.last, g.first = slices.Concat(g.items, items), page, cmp.Or(g.first, page)
	if onward := g.onward(); len(onward) > 0 && !paging.Counts(g.edge.Edge) {
		g.params, g.skip = slices.Concat(paging.WithoutPosition(g.params), onward), 0
	}
	return true
}

// has reports whether a node was read before.
func (g *got) has(item any) bool {
	id := entity.IDOf(item)
	return id != "" && slices.ContainsFunc(g.items, func(before any) bool { return before != nil && entity.IDOf(before) == id })
}

// pass passes over the next node, which is refused.
func (g *got) pass(refusal *graphapi.Error) {
	g.skip += g.again() + 1
	g.runs = append(slices.Clip(g.runs), g.run())
	g.items, g.refusals = append(slices.Clip(g.items), nil), append(slices.Clip(g.refusals), refusal)
}

// run returns how many nodes were read behind the last one that is refused.
func (g *got) run() int {
	for back, item := range slices.Backward(g.items) {
		if item == nil {
			return len(g.items) - 1 - back
		}
	}
	return len(g.items)
}

// onward returns the parameters by which the edge goes on behind the last part; none where
// nothing says how.
func (g *got) onward() []fields.Param {
	switch {
	case !backwards(g.edge):
		return g.last.After.Params()
	case g.last.Before != "":
		return []fields.Param{{Name: "before", Value: g.last.Before}}
	}
	return nil
}

// page returns the page of the node that was read, which may have ended early because of an error.
func (g *got) page(of *entity.Base, broken error) *entity.Page {
	whole := *g.last
	whole.Items, whole.Broken = slices.Clone(g.items), cmp.Or(broken, g.last.Broken)
	refusals, head, end := slices.Clone(g.refusals), g.first, g.last
	if backwards(g.edge) {
		slices.Reverse(whole.Items)
		slices.Reverse(refusals)
		head, end = g.last, g.first
	}
	whole.Before, whole.Previous = head.Before, head.Previous
	whole.After, whole.Next = end.After, end.Next
	for i, item := range whole.Items {
		if item == nil {
			whole.Items[i] = entity.RefusedItem(of, g.edge.Name, i, refusals[0])
			refusals = refusals[1:]
		}
	}
	return &whole
}
