package loader

import (
	"errors"
	"maps"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/refused"
)

// A part of the nodes on a page that was found to be refused may be refused of one of them
// only. So the nodes are asked for that part one by one, where they can be looked up by
// their ids: none then has the error of another.

// tellRowsApart reads the fields that were refused of the nodes on pages, of each node for
// itself, and returns the edges: these are left to calls of their own.
func (l *Loader) tellRowsApart(found []entity.Entity) (edges []entity.Missing) {
	if !l.Refused() {
		return nil
	}
	for _, rows := range l.lacking(found) {
		n := rows[0].Node.Plan
		if len(rows) > 1 {
			doubted := func(key string) bool { return ofOneNode(n.Refused[key]) }
			edges = append(edges, deferred(rows, n, doubted)...)
			l.readApart(rows, n.Lost.Keep(doubted))
		}
	}
	return edges
}

// lacking returns the nodes on pages of which something was refused and that can be read by
// their ids, those of one plan together.
func (l *Loader) lacking(found []entity.Entity) (groups [][]entity.Missing) {
	index := map[*expansion.Expansion]int{}
	for _, e := range found {
		if e == nil {
			continue
		}
		for _, m := range l.models.Lacking(e) {
			if m.Node.FoundThrough != nil || m.From.FoundThrough != nil {
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
func (l *Loader) readApart(rows []entity.Missing, wanted *expansion.Expansion) {
	mode := l.shared.LookupMode(l.plan.Dialect)
	if l.shared.Batches(l.plan.Dialect) {
		mode = dialect.Batch
	} else if len(rows) > l.Left() {
		l.readByRows(rows, wanted)
		return
	}
	if wanted.Empty() {
		return
	}
	lookups, asked := make(lookup.Group, 0, len(rows)), make([]int, 0, len(rows))
	told, from := make([]map[string]error, len(rows)), make([]entity.Entity, len(rows))
	for i, m := range rows {
		if left := l.Adapt(m.Node.GraphID, wanted); left.Empty() {
			told[i] = maps.Clone(left.Refused)
			continue
		}
		lookups, asked = append(lookups, lookup.Lookup{ID: m.Node.GraphID, Node: wanted, Known: true}), append(asked, i)
	}
	read := l.Nodes()
	found := l.lookUpBy(func(g lookup.Group, found results) { l.answerApart(mode, g, found) }, lookups)
	l.Read(read - l.Nodes()) // of two answers about a node, one is counted
	for i, r := range found {
		told[asked[i]], from[asked[i]] = l.told(rows[asked[i]], wanted, r), r.entity
	}
	for key, err := range rows[0].Node.Plan.Refused {
		refused := slices.ContainsFunc(told, func(errs map[string]error) bool { return errs[key] != nil })
		if !refused && !graphapi.Retryable(err) { // what all nodes have by their ids is refused on the page
			for _, errs := range told {
				delete(errs, key)
			}
		}
	}
	for i, m := range rows {
		l.fill(m, wanted, from[i], told[i])
	}
}

// ofOneNode reports whether what a call was refused for may be about one of its nodes only.
func ofOneNode(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && !refusal.OfAnyNode()
}

// answerApart makes the calls that tell nodes on a page apart.
func (l *Loader) answerApart(mode dialect.LookupMode, lookups lookup.Group, found results) {
	for _, g := range l.groups(mode, lookups, found) {
		if !l.TellApart() {
			found.fail(g, repair.ErrSpent)
			continue
		}
		l.answerGroup(g, mode, found)
	}
}

// told returns what a node's own look-up says of each part: its error, or nil.
func (l *Loader) told(m entity.Missing, wanted *expansion.Expansion, r result) map[string]error {
	errs := map[string]error{}
	for _, p := range wanted.Parts() {
		if p.Of != wanted {
			continue
		}
		err := r.err
		switch {
		case errors.Is(err, repair.ErrSpent):
			err = repair.ErrLeftOut
		case err != nil:
			l.RememberPart(m.Node.GraphID, p, err)
			err = refused.Absent(err)
		case r.entity != nil:
			err = r.entity.EntityBase().Plan.Refused[p.Key]
		}
		errs[p.Key] = err
	}
	return errs
}

// fill gives a node on a page what its own look-up found of some parts, or their errors.
func (l *Loader) fill(m entity.Missing, wanted *expansion.Expansion, from entity.Entity, errs map[string]error) {
	lost := *m.Node.Plan
	lost.Lost = wanted
	m.Node.Plan = lost.Told(errs)
	if from == nil {
		return
	}
	e := m.Page.Find(m.Node.GraphID)
	for key, err := range errs {
		if err == nil {
			l.models.Fill(e, from, key)
			if fault := l.Fault(from, key); fault != nil {
				l.Miss(e, key, fault)
			}
		}
	}
}
