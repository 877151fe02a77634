package loader

import (
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan"
)

// Refer returns the node of which another holds the id: by a look-up, or as it is
// when nothing but the id is wanted. It is nil when the Graph API does not show it.
func (l *Loader) Refer(id string, wanted *plan.Node) (entity.Entity, error) {
	if wanted.Bare() {
		e := l.Models.New(wanted)
		e.Base().GraphID = id
		return e, nil
	}
	found, errs := l.Load(plan.Lookup{ID: id, Node: wanted})
	return found[0], errs[0]
}

// FollowUp asks for a page of an edge, or a look-up, that a node did not come
// with. A node that cannot be read by its own id is reached as it was found. The
// page is empty when the node is gone.
func (l *Loader) FollowUp(parent *entity.Node, edge *plan.Edge) (*entity.Page, error) {
	switch {
	case edge.Cut == nil:
	case l.Way(l.plan.Dialect) != dialect.Single:
		l.unforeseen.Add(1)
	case !l.repair(): // asking for each node by itself would cost more than it may
		return nil, edge.Cut
	}
	path := []*plan.Edge{edge}
	from := parent
	for ; from.Via != nil; from = from.Via.From {
		path = append(path, from.Via.Edge)
	}
	n := plan.Only(edge.Parent, edge)
	for _, lookup := range path[1:] {
		found := *lookup
		found.Node = n
		n = plan.Only(lookup.Parent, &found)
	}
	found, errs := l.Load(plan.Lookup{ID: from.GraphID, Node: n})
	if errs[0] != nil {
		return nil, errs[0]
	}
	if found[0] != nil && from == parent {
		if err := found[0].Base().Plan.Refused[edge.Key]; err != nil {
			return nil, err
		}
	}
	at := found[0]
	for i := len(path) - 1; at != nil; i-- {
		page := at.Base().Page(path[i].Key)
		if i == 0 {
			return page, nil
		}
		at = nil
		if len(page.Items) > 0 {
			at = page.Items[0].(entity.Entity)
		}
	}
	return &entity.Page{}, nil
}
