package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Reference returns the node of which another holds the id in a field. It is nil
// when the field is empty, and when the Graph API does not show the node.
func (l *Loader) Reference(parent entity.Entity, field string) (entity.Entity, error) {
	id, n := l.models.ID(parent, field), parent.EntityBase().Plan.Reference(field)
	if id == "" {
		return nil, nil
	}
	if n.IDOnly() {
		return l.named(id, n), nil
	}
	page, err := parent.EntityBase().Page(field) // the look-up that followed the parent's call
	if page == nil && err == nil {
		found, errs := l.LookUp(lookup.Lookup{ID: id, Node: n})
		return found[0], errs[0]
	}
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	return page.Items[0].(entity.Entity), nil
}

// named returns a node of which nothing but its id is known.
func (l *Loader) named(id string, n *expansion.Expansion) entity.Entity {
	e := l.models.New(n)
	e.EntityBase().GraphID = id
	return e
}

// Named returns the nodes with some ids, each with what is asked of it: no more than the id
// of one that the Graph API does not show. The errors are those of the nodes, in their order.
func (l *Loader) Named(ids []string, n *expansion.Expansion) ([]entity.Entity, []error) {
	found, errs := l.Shown(ids, n)
	for i, id := range ids {
		if found[i] == nil && errs[i] == nil {
			found[i] = l.named(id, n)
		}
	}
	return found, errs
}

// Shown returns what Named does, but nil for a node that the Graph API does not show. Where
// nothing but the id is asked, nobody has looked.
func (l *Loader) Shown(ids []string, n *expansion.Expansion) ([]entity.Entity, []error) {
	if n.IDOnly() {
		found := make([]entity.Entity, len(ids))
		for i, id := range ids {
			found[i] = l.named(id, n)
		}
		return found, make([]error, len(ids))
	}
	lookups := make([]lookup.Lookup, len(ids))
	for i, id := range ids {
		lookups[i] = lookup.Lookup{ID: id, Node: n}
	}
	return l.LookUp(lookups...)
}
