package rows

import (
	"errors"
	"maps"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// A part that the nodes on a page were refused may be refused of one of the nodes only. So
// the nodes are asked for the part one by one, where they can be looked up by their ids: no
// node then has the error of another.

// TellRowsApart reads the fields that nodes on pages were refused, of each node by itself,
// and returns the edges that they were refused: edges are left to calls of their own.
func (r *Rows) TellRowsApart(found []entity.Entity) (edges []entity.Missing) {
	if !r.Refused() {
		return nil
	}
	for _, rows := range r.lacking(found) {
		n := rows[0].Node.Plan
		if len(rows) > 1 {
			doubted := func(key string) bool { return ofOneNode(n.Refused[key]) }
			edges = append(edges, deferred(rows, n, doubted)...)
			read := r.readApart
			if placed(rows[0]) {
				read = r.readByPlace
			}
			read(rows, n.Lost.Keep(doubted))
		}
	}
	return edges
}

// lacking returns the nodes on pages of which something was refused and that can be read by
// their ids or by their places, those of one plan together.
func (r *Rows) lacking(found []entity.Entity) (groups [][]entity.Missing) {
	index := map[*expansion.Expansion]int{}
	for _, e := range found {
		if e == nil {
			continue
		}
		for _, m := range r.models.Lacking(e) {
			if (m.Node.FoundThrough != nil || m.From.FoundThrough != nil) && !placed(m) {
				continue
			}
			i, ok := index[m.Node.Plan]
			if !ok {
				i = len(groups)
				index[m.Node.Plan], groups = i, append(groups, nil)
			}
			groups[i] = append(groups[i], m)
		}
	}
	return groups
}

// deferred leaves the edges that nodes of one plan were refused to calls of their own.
func deferred(rows []entity.Missing, n *expansion.Expansion, doubted func(key string) bool) (edges []entity.Missing) {
	errs := map[string]error{}
	for _, e := range n.Lost.Edges {
		if doubted(e.Key) {
			errs[e.Key] = n.Refused[e.Key]
		}
	}
	told := n.Told(errs)
	for i := range rows {
		rows[i].Node.Plan = told
	}
	for key := range errs {
		for _, m := range rows {
			m.Edge = told.Edge(key)
			edges = append(edges, m)
		}
	}
	return edges
}

// readApart looks nodes up for what is wanted of each of them: by batches or, where there are
// none, by a call for each as long as the repairs suffice for all of them, else for many of
// them at once.
func (r *Rows) readApart(rows []entity.Missing, wanted *expansion.Expansion) {
	mode := r.Mode()
	if r.Batches() {
		mode = dialect.Batch
	} else if len(rows) > r.Left() {
		r.readByRows(rows, wanted)
		return
	}
	if wanted.Empty() {
		return
	}
	lookups, asked := make(lookup.Group, 0, len(rows)), make([]int, 0, len(rows))
	told, from := make([]map[string]error, len(rows)), make([]entity.Entity, len(rows))
	for i, m := range rows {
		left := r.Adapt(m.Node.GraphID, wanted)
		if told[i] = maps.Clone(left.Refused); left.Empty() {
			continue
		}
		lookups, asked = append(lookups, lookup.Lookup{ID: m.Node.GraphID, Node: wanted, Known: true}), append(asked, i)
	}
	read := r.Nodes()
	found := r.source.LookUpBy(func(g lookup.Group, found nodes.Results) { r.answerApart(mode, g, found) }, lookups)
	r.Read(read - r.Nodes()) // of two answers about a node, one is counted
	for i, result := range found {
		known := told[asked[i]]
		told[asked[i]], from[asked[i]] = r.told(rows[asked[i]], wanted, result), result.Entity
		maps.Copy(told[asked[i]], known)
	}
	for i, m := range rows {
		r.fill(m, wanted, from[i], told[i])
	}
}

// ofOneNode reports whether the error of a call may be about one of the call's nodes only.
func ofOneNode(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && !refusal.OfAnyNode() && !refusal.OfCursor()
}

// answerApart makes the calls that tell nodes on a page apart.
func (r *Rows) answerApart(mode dialect.LookupMode, lookups lookup.Group, found nodes.Results) {
	for _, g := range r.Groups(mode, lookups, found) {
		if !r.TellApart() {
			found.Fail(g, repair.ErrSpent)
			continue
		}
		r.AnswerGroup(g, mode, found)
	}
}

// told returns what a node's own look-up says of each part: its error, or nil.
func (r *Rows) told(m entity.Missing, wanted *expansion.Expansion, result nodes.Result) map[string]error {
	errs := map[string]error{}
	for _, p := range wanted.Parts() {
		if p.Of != wanted {
			continue
		}
		err := result.Err
		switch {
		case errors.Is(err, repair.ErrSpent):
			err = repair.ErrLeftOut
		case err != nil:
			err = repair.OfPart(err, p)
			r.RememberPart(m.Node.GraphID, p, err)
			err = (*expansion.Edge)(nil).Refusal(err)
		case result.Entity != nil:
			err = result.Entity.EntityBase().Plan.Refused[p.Key]
		}
		errs[p.Key] = err
	}
	return errs
}

// fill gives a node on a page what its own look-up found of some parts, or their errors. A look-up
// that does not find the node shows nothing of its parts: their page was refused them.
func (r *Rows) fill(m entity.Missing, wanted *expansion.Expansion, from entity.Entity, errs map[string]error) {
	for key, err := range errs {
		if onPage := m.Node.Plan.Refused[key]; onPage != nil && graphapi.KindOf(err) == graphapi.NotFound {
			errs[key] = onPage
		}
	}
	lost := *m.Node.Plan
	lost.Lost = wanted
	m.Node.Plan = lost.Told(errs)
	if from == nil {
		return
	}
	e := m.Page.Find(m.Node.GraphID)
	for key, err := range errs {
		if err == nil {
			r.models.Fill(e, from, key)
			if fault := r.Fault(from, key); fault != nil {
				r.Miss(e, key, fault)
			}
		}
	}
}
