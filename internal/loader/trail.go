package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan"
)

// trail is the way to an edge of a node: a look-up of the node by its id, or, for a
// node that cannot be read by its id, of the one through which it was found.
type trail struct {
	lookup plan.Lookup
	// steps lead from the node that is looked up to the edge, the last one first.
	steps []step
}

// step is an edge, or a field that holds a node.
type step struct {
	edge   *plan.Edge
	object string
}

func trailTo(parent *entity.Node, edge *plan.Edge) trail {
	t := trail{steps: []step{{edge: edge}}}
	n := plan.EdgeOnly(edge.Parent, edge)
	for ; parent.Via != nil; parent = parent.Via.From {
		v := parent.Via
		t.steps = append(t.steps, step{v.Edge, v.Object})
		if v.Edge == nil {
			n = plan.FieldOnly(v.From.Plan.Type, v.Object, n)
			continue
		}
		found := *v.Edge
		found.Node = n
		n = plan.EdgeOnly(v.Edge.Parent, &found)
	}
	t.lookup = plan.Lookup{ID: parent.GraphID, Node: n}
	return t
}

// page finds the page in what the trail's look-up found: the node itself when the
// trail has no steps. It is empty when a node on the way is gone.
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
			at, _ = page.Items[0].(entity.Entity)
		}
	}
	return &entity.Page{}, nil
}
