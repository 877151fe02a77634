package loader

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Page returns the page of an edge, or what a finder found: the one that came with the
// node, or else by a call.
func (l *Loader) Page(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	if page, err := parent.Page(edge.Key); page != nil || err != nil {
		return page, err
	}
	return l.followUp(parent, edge)
}

// followUp calls for a page of an edge that did not come with its node.
func (l *Loader) followUp(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error) {
	if edge.MovesCursor() {
		edge = atOnce(parent, edge)
	}
	t, err := l.pathTo(parent, edge)
	if err != nil {
		return nil, err
	}
	found, errs := l.LookUp(t.lookup)
	return t.page(l.models, found[0], errs[0])
}

// atOnce returns a page that no second call finds again, with the edges that the nodes on
// the first page were refused at first, and then had by calls of their own.
func atOnce(parent *entity.Base, edge *expansion.Edge) *expansion.Edge {
	first, err := parent.Page(expansion.Key(edge.Edge, paging.WithoutPosition(edge.Params)))
	if err != nil || first == nil {
		return edge
	}
	return edge.AtOnce(func(cut *expansion.Edge) bool {
		return slices.ContainsFunc(first.Items, func(item any) bool {
			e, ok := item.(entity.Entity)
			if !ok || !e.EntityBase().Has(cut.Key) {
				return false
			}
			_, refused := e.EntityBase().Page(cut.Key)
			return refused == nil
		})
	})
}

// followUps calls for all edges and references that the calls which brought the nodes left
// out: before any resolver comes for one of them, and so in the fewest calls.
func (l *Loader) followUps(found []entity.Entity) {
	l.reading().rows.ReadAroundLost(found)
	planned, shifted, refused := l.missing(found)
	refused = append(refused, l.reading().rows.TellRowsApart(found)...)
	l.fetch(planned, l.Answer)
	l.fetch(shifted, func(lookups lookup.Group, found nodes.Results) {
		l.AnswerWithRepairs(l.Mode(), lookups, found)
	})
	l.fetchSeparately(refused)
	l.reading().rows.ReadWithheld(found)
}

// followRefused calls for the edges that the calls which brought the nodes were refused for.
func (l *Loader) followRefused(found ...entity.Entity) {
	_, _, refused := l.missing(found)
	refused = append(refused, l.reading().rows.TellRowsApart(found)...)
	l.fetchSeparately(refused)
}

// missing returns the edges and references that the calls which brought the nodes left out:
// as the nodes' plan foresaw, because a supplement did not bring the node, or because the
// edge was refused.
func (l *Loader) missing(found []entity.Entity) (planned, shifted, refused []entity.Missing) {
	seen := map[entity.Entity]bool{}
	for _, e := range found {
		if e == nil || seen[e] {
			continue
		}
		seen[e] = true
		for _, m := range l.models.Missing(e) {
			switch {
			case m.Edge != nil && m.Edge.RefusedWith != nil:
				refused = append(refused, m)
			case m.Edge != nil && m.Edge.Asked == expansion.Beside:
				shifted = append(shifted, m)
			default:
				planned = append(planned, m)
			}
		}
	}
	return planned, shifted, refused
}

// fetch looks up missing edges and references, and puts them into their nodes.
func (l *Loader) fetch(missing []entity.Missing, answer func(lookup.Group, nodes.Results)) {
	var on []entity.Missing
	var paths []path
	var lookups lookup.Group
	for _, m := range missing {
		t, err := l.pathToMissing(m)
		if err != nil {
			m.Node.Put(m.Key(), nil, err)
			continue
		}
		on, paths, lookups = append(on, m), append(paths, t), append(lookups, t.lookup)
	}
	if len(on) == 0 {
		return
	}
	for i, r := range l.lookUpBy(answer, lookups) {
		m := on[i]
		page, err := paths[i].page(l.models, r.Entity, r.Err)
		if errors.Is(err, repair.ErrSpent) {
			err = repair.ErrLeftOut
		}
		m.Node.Put(m.Key(), page, m.Edge.Refusal(err))
		if m.Edge != nil && m.Edge.RefusedWith != nil && (!paths[i].shared() || !suspect.MayDiffer(err)) {
			l.RememberEdge(m, err)
		}
	}
}

// pathToMissing returns the way to what is missing of a node.
func (l *Loader) pathToMissing(m entity.Missing) (path, error) {
	if m.Edge == nil {
		return path{lookup: lookup.Lookup{ID: m.ID, Node: m.Reference.Node}}, nil
	}
	t, err := l.pathTo(m.Node, m.Edge)
	t.lookup.Apart = m.Edge.RefusedWith != nil && (l.Batches() || graphapi.KindOf(m.Edge.RefusedWith) == graphapi.NotFound)
	return t, err
}

// fetchSeparately looks up edges that made a call fail, maybe for one node of many:
// each for its own node, in as few calls as the server allows.
func (l *Loader) fetchSeparately(refused []entity.Missing) {
	mode, all := l.Mode(), refused
	refused = l.reading().rows.AnswerByPlace(refused)
	if l.Batches() { // a batch answers each node with an error of its own
		mode = dialect.Batch
	} else {
		refused = l.reading().rows.Hunt(l.reading().rows.UpToCutoffs(l.reading().rows.UnlessAll(refused)))
	}
	var missing []entity.Missing
	for _, m := range refused {
		if err := l.RefusedEdge(m); err != nil {
			m.Node.Put(m.Edge.Key, nil, err)
		} else if m.On != nil && m.On.MovesCursor() { // another call would find other nodes
			m.Node.Put(m.Edge.Key, nil, m.Edge.Refusal(m.Edge.RefusedWith))
		} else {
			missing = append(missing, m)
		}
	}
	l.fetch(missing, func(lookups lookup.Group, found nodes.Results) { l.AnswerWithRepairs(mode, lookups, found) })
	if around := l.reading().rows.ReadAround(all); len(around) > 0 {
		l.followUps(around)
	}
}
