package expand

import (
	"context"
	"database/sql"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Node is a node under its own id, and its type.
type Node struct {
	ID   int64
	Type *catalog.Type
}

// Locate finds the nodes that paths name by these ids. Unknown ids, and those that
// the viewer may not read, are missing from what it returns.
func (g *Graph) Locate(ctx context.Context, call *Call, ids []int64) (map[int64]Node, error) {
	args := call.args(idList(ids))
	found := make(map[int64]Node, len(ids))
	err := g.db.Query(ctx, "SELECT id, node, kind, owner FROM node WHERE id IN (SELECT value FROM json_each(:list)) AND NOT (live AND :now / 3600 % 2) AND coalesce(until > :now, 1)", func(rows *sql.Rows) error {
		var id, node, owner int64
		var kind catalog.Kind
		if err := rows.Scan(&id, &node, &kind, &owner); err != nil {
			return err
		}
		if t := catalog.TypeOf(kind, call.Viewer.Login); t != nil && call.Viewer.owns(owner) {
			found[id] = Node{node, t}
		}
		return nil
	}, args...)
	return found, err
}
