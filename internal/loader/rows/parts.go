package rows

import (
	"errors"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// around reads a page in parts, around the nodes that are refused.
type around struct {
	*Rows
	got
	m entity.Missing
	// wanted is how many nodes the page has room for.
	wanted int
	// refusal is what was refused last, and among how many of the next nodes is the one that it is
	// about: 0 where none is known to be.
	refusal *graphapi.Error
	among   int
	// alone reports that the next node was refused by itself, and ended that a part had fewer nodes
	// than it has room for, with nothing behind it.
	alone, ended bool
}

// around returns how a page is read that was refused.
func (r *Rows) around(m entity.Missing, refusal *graphapi.Error) *around {
	return &around{Rows: r, got: got{edge: m.Edge, params: m.Edge.Params}, m: m, wanted: m.Edge.Limit(), refusal: refusal}
}

// readPage returns the page; nil where no node of it can be read.
func (a *around) readPage() (*entity.Page, error) {
	broken, refused := a.read()
	if refused != nil {
		return nil, refused
	}
	return a.page(a.m.Node, broken), nil
}

// read reads as many nodes as the page has room for. Broken is why that ended early; refused why no
// node can be read.
func (a *around) read() (broken, refused error) {
	if refused := a.begin(); refused != nil {
		return nil, refused
	}
	for a.left() > 0 {
		if broken := a.step(); errors.Is(broken, repair.ErrSpent) {
			return repair.ErrLeftOut, nil
		} else if broken != nil {
			return broken, nil
		}
	}
	if a.among > 0 && !a.ended { // else all nodes have come, and what was refused has passed
		return a.refusal, nil
	}
	return nil, nil
}

// begin reads the first nodes, one or as many as are remembered to be answered, or, where the first
// one is refused, the one behind. The only node of a page is refused for sure.
func (a *around) begin() error {
	if good, next := a.known(0); good > 0 && good+next <= a.wanted && a.part(good) == nil {
		a.among, a.ended = next, len(a.items) < good
		return nil
	}
	refused := error(repair.ErrLeftOut)
	if a.wanted > 1 {
		refused = a.part(1)
		a.among, a.ended = a.wanted-len(a.items), refused == nil && len(a.items) == 0
	}
	if refused == nil || errors.Is(refused, repair.ErrSpent) || a.wanted == 1 && a.MayLack(a.m, a.refusal) {
		return refused
	}
	return a.behind(1)
}

// step reads the next part, and returns why the page ends there; nil where it goes on.
func (a *around) step() error {
	if a.alone {
		return a.goOnBehind()
	}
	size, before := a.left(), len(a.items)
	if a.among > 0 {
		size = max(1, a.among/2)
	}
	refused := a.part(size)
	again, ok := errors.AsType[*graphapi.Error](refused)
	switch {
	case refused == nil && a.among > 0:
		came := len(a.items) - before
		a.among, a.ended = a.among-came, came < size
	case refused == nil:
	case ok && suspect.OfARow(expansion.Part{Name: a.edge.Name}, again):
		a.refusal, a.among, a.alone = again, size, size == 1
	default:
		a.remember(a.among)
		return refused
	}
	return nil
}

// goOnBehind reads on behind the next node, which was refused by itself, and returns why the page
// ends there: no calls are left, or the offset leads nowhere.
func (a *around) goOnBehind() error {
	size := a.left() - 1
	good, next := a.known(len(a.runs) + 1)
	if good > 0 && good+next <= size {
		size = good
	} else {
		next = 0
	}
	refused := a.behind(size)
	switch {
	case refused == nil:
		a.among, a.alone = max(a.among, next), false
		return nil
	case !errors.Is(refused, repair.ErrSpent):
		refused = a.refusal
	}
	a.remember(1)
	return refused
}

// behind passes over the next node, which is refused, and reads up to so many behind that, at
// least one: only then is it sure that the offset leads there. Where the next one is refused in the
// same words, it is passed over as well.
func (a *around) behind(size int) (refused error) {
	was, among := a.got, 0
	a.pass(a.refusal)
	if refused = a.part(max(size, 1)); refused != nil && size > 1 {
		among, refused = size-1, a.part(1)
	}
	for ; refused != nil && a.last != nil && size > 1 && graphapi.Alike(refused, a.refusal); size-- {
		a.pass(a.refusal)
		among, refused = max(0, size-2), a.part(1)
	}
	if refused != nil {
		a.got = was
		return refused
	}
	a.remember(0)
	a.among = among
	return nil
}

// part reads the next nodes by one call.
func (a *around) part(size int) error {
	if !a.TellApart() {
		return repair.ErrSpent
	}
	page, err := a.source.FollowUpAlone(a.m.Node, a.next(size))
	switch {
	case err != nil:
		return err
	case page == nil || !a.add(page):
		return repair.ErrLeftOut
	}
	return nil
}

// left returns how many nodes are still to be read; 0 where nothing leads to more.
func (a *around) left() int {
	if a.last != nil && (a.last.Broken != nil || len(a.onward()) == 0) {
		return 0
	}
	return a.wanted - len(a.items)
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
func (a *around) remember(among int) {
	where := refusals.Around{Runs: a.runs, Good: a.run(), Among: among}
	if len(a.items) > 0 && (among > 0 || len(a.runs) > 0) {
		a.RememberAround(a.m, where, a.refusal)
	}
}
