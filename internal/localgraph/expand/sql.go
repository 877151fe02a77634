package expand

import (
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// Every statement gives the same columns: the place in the list of ids, the
// row's seq and id, and what the level asks for. The list comes as JSON, p.

// nodesSQL reads nodes by their ids.
func nodesSQL(l *level) string {
	return selectSQL(l) + " ON n.id = p.value ORDER BY p.key"
}

// edgeSQL reads one row more than a page behind each parent. The inner query
// runs once per parent, along an index.
func edgeSQL(l *level) string {
	order, reversed, after, before := " DESC", "", "<", ">"
	if l.edge.Oldest {
		order, reversed, after, before = "", " DESC", ">", "<"
	}
	inner := []string{" ON n.seq IN (SELECT x.seq FROM ", l.typ.Table, " AS x WHERE ", l.edge.Where}
	if l.page.after != "" {
		inner = append(inner, " AND x.seq ", after, " ?")
	}
	if l.page.before != "" {
		inner = append(inner, " AND x.seq ", before, " ?")
	}
	if l.page.from != 0 {
		inner = append(inner, " AND x.created >= ?")
	}
	if l.page.to != 0 {
		inner = append(inner, " AND x.created <= ?")
	}
	direction := order
	if l.page.backward() {
		direction = reversed
	}
	inner = append(inner, " ORDER BY x.seq", direction, " LIMIT abs(?)) ORDER BY p.key, n.seq", order)
	return selectSQL(l) + strings.Join(inner, "")
}

func selectSQL(l *level) string {
	columns := strings.Join(append([]string{"p.key, n.seq, n.id"}, l.columns...), ", ")
	return "SELECT " + columns + " FROM json_each(?) AS p CROSS JOIN " + l.typ.Table + " AS n"
}

// edgeArgs returns the values behind the question marks of edgeSQL.
func edgeArgs(l *level, parents []int64) ([]any, error) {
	args := []any{idList(parents)}
	for _, cursor := range []string{l.page.after, l.page.before} {
		if cursor == "" {
			continue
		}
		var seq int64
		for _, parent := range parents {
			var ok bool
			if seq, ok = parseCursor(cursor, l.edge.Name, parent); !ok {
				return nil, apierror.BadCursor()
			}
		}
		args = append(args, seq)
	}
	for _, unix := range []int64{l.page.from, l.page.to} {
		if unix != 0 {
			args = append(args, unix)
		}
	}
	return append(args, l.page.limit+1), nil
}
