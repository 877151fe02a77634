package loader

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan"
)

// Media from before their account became a business have no insights, and one of
// them makes the call for a whole page fail. Pages go from new to old, so what
// can be had is the beginning of a page. Its end is looked for by asking for
// fewer: one media less first, which mostly is enough, then by halves.

// newest answers what it can of the edges that are refused for being too old, and
// returns all others.
func (l *Loader) newest(cut []entity.Unasked) (others []entity.Unasked) {
	type column struct {
		page *entity.Page
		key  string
	}
	columns, order := map[column][]entity.Unasked{}, []column(nil)
	for _, u := range cut {
		if !tooOld(u.Edge.Cut) || u.On == nil || u.From.Via != nil {
			others = append(others, u)
			continue
		}
		c := column{u.Page, u.Edge.Key}
		if columns[c] == nil {
			order = append(order, c)
		}
		columns[c] = append(columns[c], u)
	}
	for _, c := range order {
		l.column(columns[c])
	}
	return others
}

// column answers one edge of the media of a page, as far down as they have it.
func (l *Loader) column(all []entity.Unasked) {
	err := all[0].Edge.Cut
	had, refused := 0, len(all) // so many from the top are known to be had, or not
	from := slices.IndexFunc(all, func(u entity.Unasked) bool { return l.refusedOf(u) != nil })
	if from >= 0 {
		refused = from + 1
	}
	try := refused - 1
	for failed := 0; refused-had > 1 && l.repair(); {
		switch answer := l.top(all[:try], all[0].Edge); {
		case answer == nil:
			had = try
		case tooOld(answer):
			refused = try
			failed++
		default:
			err, refused = answer, had+1
		}
		try = (had + refused) / 2
		if from >= 0 && had == 0 { // what was not found out last time is close by
			try = max(1, refused-failed)
		}
	}
	for _, u := range all[had:] {
		u.Node.Put(u.Edge.Key, nil, err)
	}
	for _, u := range all[refused-1:] {
		l.rememberOf(u, err)
	}
}

// top asks for an edge of the first media of a page, in one call.
func (l *Loader) top(first []entity.Unasked, edge *plan.Edge) error {
	from, on := first[0].From, first[0].On
	last := slices.IndexFunc(first[0].Page.Items, func(item any) bool { return entity.IDOf(item) == first[len(first)-1].Node.GraphID })
	n := plan.EdgeOnly(on.Parent, on.WithLimit(last+1, plan.EdgeOnly(edge.Parent, edge)))
	found, err := l.get(from.GraphID, n)
	if err != nil {
		return err
	}
	page, err := found.Base().Page(on.Key)
	if err != nil {
		return err
	}
	had := map[string]*entity.Page{}
	for _, item := range page.Items {
		answered := item.(entity.Entity).Base()
		had[answered.GraphID], _ = answered.Page(edge.Key)
	}
	for _, u := range first {
		if page := had[u.Node.GraphID]; page != nil && !u.Node.Has(edge.Key) {
			u.Node.Put(edge.Key, page, nil)
		}
	}
	return nil
}
