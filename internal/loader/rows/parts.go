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

// read reads up to so many nodes; nil where no node of the page can be read.
func (a *around) read(wanted int, refusal *graphapi.Error) (*entity.Page, error) {
	// among is how many of the next nodes hold one that is refused, 0 where none is known to be,
	// alone whether the next node was refused by itself, and ended whether a part had fewer nodes
	// than it has room for, with nothing behind it.
	among, alone, ended := 0, false, false
	if refused := a.begin(wanted, &among, &ended); refused != nil {
		if errors.Is(refused, repair.ErrSpent) || a.MayLack(a.m, refusal) {
			return nil, refused
		}
		if among, refused = a.behind(1, refusal); refused != nil {
			return nil, refused
		}
	}
	for a.left(wanted) > 0 {
		before, size := len(a.items), a.left(wanted)
		switch {
		case among == 1 && alone:
			good, next := a.known(len(a.runs) + 1)
			if size--; good > 0 && good+next <= size {
				size = good
			} else {
				next = 0
			}
			rest, refused := a.behind(size, refusal)
			if refused != nil {
				a.remember(among, refusal)
			}
			if errors.Is(refused, repair.ErrSpent) {
				return a.page(refused), nil
			} else if refused != nil { // the offset leads nowhere
				return a.page(refusal), nil
			}
			among, alone = max(rest, next), false
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
// how many of the next nodes one is refused, and whether there were fewer. The only node of a page
// is refused for sure.
func (a *around) begin(wanted int, among *int, ended *bool) error {
	if good, next := a.known(0); good > 0 && good+next <= wanted && a.part(good) == nil {
		*among, *ended = next, len(a.items) < good
		return nil
	}
	if wanted == 1 {
		return repair.ErrLeftOut
	}
	refused := a.part(1)
	*among, *ended = wanted-len(a.items), refused == nil && len(a.items) == 0
	return refused
}

// known returns how many nodes are remembered to be answered behind so many that are refused, and
// among how many of the next nodes one is refused; 0 for nothing.
func (a *around) known(refused int) (good, among int) {
	known := a.Around(a.m)
	switch {
	case refused < len(known.Runs):
		return known.Runs[refused], 1
	case refused == len(known.Runs):
		return known.Good, known.Among
	}
	return 0, 0
}

// remember keeps where nodes are that are refused: all that were found, and among how many of the
// next nodes one more is.
func (a *around) remember(among int, refusal *graphapi.Error) {
	where := refusals.Around{Runs: slices.Clone(a.runs), Good: a.run(), Among: among}
	if len(a.items) > 0 && (among > 0 || len(a.runs) > 0) {
		a.RememberAround(a.m, where, refusal)
	}
}

// run returns how many nodes were read behind the last one that is refused.
func (a *around) run() int {
	for back, item := range slices.Backward(a.items) {
		if item == nil {
			return len(a.items) - 1 - back
		}
	}
	return len(a.items)
}

// left returns how many nodes are still to be read; 0 where nothing leads to more.
func (a *around) left(wanted int) int {
	if a.last != nil && (a.last.Broken != nil || len(a.next()) == 0) {
		return 0
	}
	return wanted - len(a.items)
}

// behind passes over the next node, which is refused, and reads up to so many behind that, at
// least one: only then is it sure that the offset leads there. Where the next one is refused in the
// same words, it is passed over as well. It returns among how many of the next nodes one more is refused.
func (a *around) behind(size int, refusal *graphapi.Error) (among int, refused error) {
	was := *a
	a.pass(refusal)
	if refused = a.part(max(size, 1)); refused != nil && size > 1 {
		among, refused = size-1, a.part(1)
	}
	for ; refused != nil && a.last != nil && size > 1 && graphapi.Alike(refused, refusal); size-- {
		a.pass(refusal)
		among, refused = max(0, size-2), a.part(1)
	}
	if refused != nil {
		*a = was
		return 0, refused
	}
	a.remember(0, refusal)
	return among, nil
}

// pass passes over the next node, which is refused.
func (a *around) pass(refusal *graphapi.Error) {
	a.runs = append(slices.Clone(a.runs), a.run())
	a.skip++
	a.items, a.refusals = append(slices.Clone(a.items), nil), append(slices.Clone(a.refusals), refusal)
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
