package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan"
)

// Reference returns the node of which a field of another holds the id: as it was
// looked up with its answer, or as it is when nothing but the id is wanted. It is
// nil when the field is empty, and when the Graph API does not show the node.
func (l *Loader) Reference(parent entity.Entity, field string) (entity.Entity, error) {
	id, wanted := l.Models.ID(parent, field), parent.Base().Plan.Reference(field)
	if id == "" {
		return nil, nil
	}
	if wanted.IDOnly() {
		e := l.Models.New(wanted)
		e.Base().GraphID = id
		return e, nil
	}
	page, err := parent.Base().Page(field)
	if page == nil && err == nil {
		found, errs := l.Load(plan.Lookup{ID: id, Node: wanted})
		return found[0], errs[0]
	}
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	return page.Items[0].(entity.Entity), nil
}
