package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// Page returns the page of an edge, or what a look-up found: as its node came
// with it, else by a call.
func (l *Loader) Page(parent *entity.Node, edge *plan.Edge) (*entity.Page, error) {
	if page, err := parent.Page(edge.Key); page != nil || err != nil {
		return page, err
	}
	return l.followUp(parent, edge)
}

// followUp asks for a page of an edge that a node did not come with.
func (l *Loader) followUp(parent *entity.Node, edge *plan.Edge) (*entity.Page, error) {
	t := trailOf(parent, edge)
	found, errs := l.Load(t.lookup)
	return t.page(l.Models, found[0], errs[0])
}

// trail is the way to an edge of a node. A node that cannot be read by its own id
// is reached as it was found.
type trail struct {
	lookup plan.Lookup
	// steps lead from the node that is looked up to the edge, the last one first.
	steps []step
}

// step is an edge, or a field with a node in it.
type step struct {
	edge   *plan.Edge
	object string
}

func trailOf(parent *entity.Node, edge *plan.Edge) trail {
	t := trail{steps: []step{{edge: edge}}}
	n := plan.Only(edge.Parent, edge)
	for ; parent.Via != nil; parent = parent.Via.From {
		v := parent.Via
		t.steps = append(t.steps, step{v.Edge, v.Object})
		if v.Edge == nil {
			n = plan.Within(v.From.Plan.Type, v.Object, n)
			continue
		}
		found := *v.Edge
		found.Node = n
		n = plan.Only(v.Edge.Parent, &found)
	}
	t.lookup = plan.Lookup{ID: parent.GraphID, Node: n}
	return t
}

// page finds the page in the answer to the trail's look-up: the node itself when
// the trail has no steps. It is empty when a node on the way is gone.
func (t trail) page(models entity.Models, at entity.Entity, err error) (*entity.Page, error) {
	switch {
	case err != nil:
		return nil, err
	case at != nil && len(t.steps) == 0:
		return &entity.Page{Items: []any{at}}, nil
	}
	for i := len(t.steps) - 1; at != nil; i-- {
		if t.steps[i].edge == nil {
			at = models.Object(at, t.steps[i].object)
			continue
		}
		key := t.steps[i].edge.Key
		if err := at.Base().Plan.Refused[key]; err != nil {
			return nil, err
		}
		page, err := at.Base().Page(key)
		if i == 0 || err != nil {
			return page, err
		}
		at = nil
		if page != nil && len(page.Items) > 0 {
			at = page.Items[0].(entity.Entity)
		}
	}
	return &entity.Page{}, nil
}

// complete asks for what was left out of the calls which brought nodes: for all
// at once, before anybody comes for any of it, so that it takes the fewest calls.
func (l *Loader) complete(found []entity.Entity) {
	var planned, cut []entity.Unasked
	seen := map[entity.Entity]bool{}
	for _, e := range found {
		if e == nil || seen[e] {
			continue
		}
		seen[e] = true
		for _, u := range l.Models.Unasked(e) {
			if u.Edge != nil && u.Edge.Cut != nil {
				cut = append(cut, u)
			} else {
				planned = append(planned, u)
			}
		}
	}
	l.ask(planned, l.Way(l.plan.Dialect))
	l.mend(cut)
}

// ask looks up what was left out.
func (l *Loader) ask(unasked []entity.Unasked, way dialect.Lookups) {
	if len(unasked) == 0 {
		return
	}
	trails, lookups := make([]trail, len(unasked)), make(plan.Group, len(unasked))
	for i, u := range unasked {
		if u.Edge == nil {
			trails[i].lookup = plan.Lookup{ID: u.ID, Node: u.Reference.Node}
		} else {
			trails[i] = trailOf(u.Node, u.Edge)
		}
		lookups[i] = trails[i].lookup
	}
	for i, r := range l.lookUpBy(way, lookups) {
		u := unasked[i]
		page, err := trails[i].page(l.Models, r.entity, r.err)
		u.Node.Put(u.Key(), page, err)
		if u.Edge != nil && u.Edge.Cut != nil {
			l.rememberOf(u, err)
		}
	}
}

// mend answers edges that made a call fail for one node among many: each for
// itself, in as few calls as the server allows.
func (l *Loader) mend(cut []entity.Unasked) {
	way := l.Way(l.plan.Dialect)
	if l.Batches(l.plan.Dialect) { // a batch answers each node with an error of its own
		way = dialect.Batch
	} else {
		cut = l.newest(cut)
	}
	var asked []entity.Unasked
	for _, u := range cut {
		if err := l.refusedOf(u); err != nil {
			u.Node.Put(u.Edge.Key, nil, err)
		} else if way == dialect.Single && !l.repair() { // each is a call
			u.Node.Put(u.Edge.Key, nil, u.Edge.Cut)
		} else {
			asked = append(asked, u)
		}
	}
	if way != dialect.Single {
		l.unforeseen.Add(calls(len(asked), dialect.MaxIDs))
	}
	l.ask(asked, way)
}

// calls is how many calls so many nodes take.
func calls(nodes, most int) int32 { return int32((nodes + most - 1) / most) } //nolint:gosec // nodes of a page

// tooOld reports whether an error says that a media is from before its account
// became a business.
func tooOld(err error) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && refusal.TooOld()
}
