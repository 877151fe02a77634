package expand

import (
	"context"
	"encoding/json"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// loadLookup reads the node that a field's parameter names. If there is none, the
// call is refused.
func (g *Graph) loadLookup(ctx context.Context, call *Call, it *item) error {
	list, err := json.Marshal([]string{it.named})
	if err != nil {
		return err
	}
	if err := call.reserve(1); err != nil {
		return err
	}
	if _, err := g.query(ctx, it.level, lookupSQL(it.level, it.field.Where), call.args(string(list))...); err != nil {
		return err
	}
	if len(it.level.ids) == 0 {
		if it.field.Target == catalog.DiscoveredAccount {
			return apierror.UnknownUser(it.named)
		}
		return apierror.UnknownObject("get", it.named, call.Viewer.Login)
	}
	return g.loadBelow(ctx, call, it.level)
}

// loadObjects reads the nodes that an object field names, over all rows.
func (g *Graph) loadObjects(ctx context.Context, call *Call, l *level, it *item) error {
	var ids []int64
	it.level.rowOf = map[int64]int{}
	for row := range l.ids {
		id := l.cell(row, it.column).number
		if id == 0 || it.field.Own && id != call.Viewer.Account {
			continue
		}
		if _, seen := it.level.rowOf[id]; !seen {
			it.level.rowOf[id] = len(ids)
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return g.loadNodes(ctx, call, it.level, ids)
}
