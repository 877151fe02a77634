package rows

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
)

// Media from before their account became a professional one have no insights, and
// one such media makes the call for a whole page fail. Pages go from new to old, so
// there is a cutoff: the media before the cutoff have insights, the others do not. The
// cutoff is found by calls for the first media of the page: first all but the oldest, which
// mostly is enough, then by halves. A page that is read backwards goes from old to new: the
// hunt for any refused node finds the media that are too old there.

// UpToCutoffs answers edges that were refused because of media that are too old, as
// far as the edges can be answered, and returns all other edges.
func (r *Rows) UpToCutoffs(refused []entity.Missing) (others []entity.Missing) {
	columns, others := pageEdgesOf(refused, func(m entity.Missing) bool {
		return suspect.TooOld(m.Edge.RefusedWith) && m.From.FoundThrough == nil && !backwards(m.On)
	})
	for _, rows := range columns {
		r.findCutoff(rows)
	}
	return others
}

// pageEdgesOf returns the edges that fit in groups: each group is one edge of all nodes on
// one page. Fields, which are no edges, are grouped by the pages of their nodes.
func pageEdgesOf(refused []entity.Missing, fits func(entity.Missing) bool) (columns [][]entity.Missing, others []entity.Missing) {
	type pageEdge struct {
		page *entity.Page
		key  string
	}
	index := map[pageEdge]int{}
	for _, m := range refused {
		if m.On == nil || !fits(m) {
			others = append(others, m)
			continue
		}
		c := pageEdge{page: m.Page}
		if m.Edge != nil {
			c.key = m.Edge.Key
		}
		i, ok := index[c]
		if !ok {
			i = len(columns)
			index[c], columns = i, append(columns, nil)
		}
		columns[i] = append(columns[i], m)
	}
	return columns, others
}

// findCutoff answers one edge of the media of a page, down to the cutoff.
func (r *Rows) findCutoff(all []entity.Missing) {
	err := all[0].Edge.RefusedWith
	answered, refused := 0, len(all) // the first media that are known to be answered, and to be too many
	from := slices.IndexFunc(all, func(m entity.Missing) bool { return r.RefusedEdge(m) != nil })
	if from >= 0 {
		refused = from + 1
	}
	try := refused - 1
	for failed := 0; refused-answered > 1 && r.Repair(); {
		switch cause := r.tryFirst(all[:try]); {
		case cause == nil:
			answered = try
		case suspect.TooOld(cause):
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
	for _, m := range all[answered : refused-1] { // for want of further trials
		m.Node.Put(m.Edge.Key, nil, repair.ErrLeftOut)
	}
	for _, m := range all[refused-1:] {
		m.Node.Put(m.Edge.Key, nil, err)
		r.RememberEdge(m, err)
	}
}

// tryFirst answers an edge of the first media of a page by one call.
func (r *Rows) tryFirst(first []entity.Missing) error {
	h := r.rowHunt(rowEdge{r}, first, nil)
	_, err := h.tryRows(h.opening(), indexOf(first[len(first)-1])+1, first, h.part)
	return err
}
