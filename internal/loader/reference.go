package loader

import (
	"github.com/gramql/gramql/internal/entity"
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
		e := l.models.New(n)
		e.EntityBase().GraphID = id
		return e, nil
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
