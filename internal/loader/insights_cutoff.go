package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// Media from before their account became a professional one have no insights, and
// one of them makes the call for a whole page fail. Pages go from new to old, so
// there is a cutoff: the media before it have insights, the others do not. It is
// found by calls for the first media of the page: first all but the oldest, which
// mostly is enough, then by halves.

// upToCutoffs answers edges that were refused because of media that are too old, as
// far as they can be answered, and returns all others.
func (l *Loader) upToCutoffs(refused []entity.Missing) (others []entity.Missing) {
	type column struct {
		page *entity.Page
		key  string
	}
	columns, order := map[column][]entity.Missing{}, []column(nil)
	for _, m := range refused {
		if !tooOld(m.Edge.Cut) || m.On == nil || m.From.Via != nil {
			others = append(others, m)
			continue
		}
		c := column{m.Page, m.Edge.Key}
		if columns[c] == nil {
			order = append(order, c)
		}
		columns[c] = append(columns[c], m)
	}
	for _, c := range order {
		l.findCutoff(columns[c])
	}
	return others
}

// tooOld reports whether an error says that a media is from before its account
// became a professional one.
func tooOld(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.TooOld()
}

// findCutoff answers one edge of the media of a page, down to the cutoff.
func (l *Loader) findCutoff(all []entity.Missing) {
	err := all[0].Edge.Cut
	answered, refused := 0, len(all) // the first media that are known to be answered, and to be too many
	from := slices.IndexFunc(all, func(m entity.Missing) bool { return l.refusedEdge(m) != nil })
	if from >= 0 {
		refused = from + 1
	}
	try := refused - 1
	for failed := 0; refused-answered > 1 && l.repair(); {
		switch cause := l.tryFirst(all[:try], all[0].Edge); {
		case cause == nil:
			answered = try
		case tooOld(cause):
			refused = try
			failed++
		default:
			err, refused = cause, answered+1
		}
		try = (answered + refused) / 2
		if from >= 0 && answered == 0 { // last time's cutoff is close by
			try = max(1, refused-failed)
		}
	}
	for _, m := range all[answered:] {
		m.Node.Put(m.Edge.Key, nil, err)
	}
	for _, m := range all[refused-1:] {
		l.rememberEdge(m, err)
	}
}

// tryFirst answers an edge of the first media of a page by one call.
func (l *Loader) tryFirst(first []entity.Missing, edge *plan.Edge) error {
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
	answers := map[string]*entity.Page{}
	for _, media := range page.Entities() {
		answers[media.Base().GraphID], _ = media.Base().Page(edge.Key)
	}
	for _, m := range first {
		if page := answers[m.Node.GraphID]; page != nil && !m.Node.Has(edge.Key) {
			m.Node.Put(edge.Key, page, nil)
		}
	}
	return nil
}
