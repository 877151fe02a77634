package expand

import (
	"database/sql"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// All statements have the same columns: the place in the list of ids, the row's
// seq or rank, its id, and the level's columns. The list is p, read from JSON.

// nodesSQL reads nodes by their ids.
func nodesSQL(l *level) string {
	return selectSQL(l) + " ON n.id = p.value ORDER BY p.key"
}

// lookupSQL reads the node that a parameter names.
func lookupSQL(l *level, where string) string {
	return selectSQL(l) + " ON " + where + " LIMIT 1"
}

// edgeSQL reads a page of each parent, and one row more. The inner query runs once
// per parent, along an index.
func edgeSQL(l *level) string {
	order, reversed, after, before := " DESC", "", "<", ">"
	if l.edge.Oldest {
		order, reversed, after, before = "", " DESC", ">", "<"
	}
	rank := "seq"
	if l.edge.Rank != "" {
		rank = l.edge.Rank
	}
	inner := []string{" ON n.seq IN (SELECT x.seq FROM ", l.typ.Table, " AS x WHERE ", l.edge.Where}
	if l.page.after != "" {
		inner = append(inner, " AND ", rank, " ", after, " :after")
	}
	if l.page.before != "" {
		inner = append(inner, " AND ", rank, " ", before, " :before")
	}
	if l.page.from != 0 {
		inner = append(inner, " AND ", l.edge.Time, " >= :from")
	}
	if l.page.to != 0 {
		inner = append(inner, " AND ", l.edge.Time, " <= :to")
	}
	direction := order
	if l.page.backward() {
		direction = reversed
	}
	inner = append(inner, " ORDER BY ", rank, direction, " LIMIT abs(:limit) OFFSET :offset) ORDER BY p.key, 2", order)
	return selectSQL(l) + strings.Join(inner, "")
}

func selectSQL(l *level) string {
	seq := "n.seq"
	if l.edge != nil && l.edge.Rank != "" {
		seq = l.edge.Rank
	}
	columns := strings.Join(append([]string{"p.key", seq, "n.id"}, l.columns...), ", ")
	return "SELECT " + columns + " FROM json_each(:list) AS p CROSS JOIN " + l.typ.Table + " AS n"
}

// args returns the arguments of all statements: the list, the viewer and its token,
// the time.
func (c *Call) args(list string) []any {
	return []any{sql.Named("list", list), sql.Named("me", c.Viewer.Account), sql.Named("token", c.Viewer.Token), sql.Named("now", c.Now.Unix())}
}

// edgeArgs returns the further arguments of edgeSQL.
func (g *Graph) edgeArgs(call *Call, l *level, parents []int64) ([]any, error) {
	args := []any{sql.Named("from", l.page.from), sql.Named("to", l.page.to), sql.Named("limit", l.page.limit+1), sql.Named("offset", l.page.offset)}
	for _, cursor := range [...][2]string{{"after", l.page.after}, {"before", l.page.before}} {
		if cursor[1] == "" {
			continue
		}
		var seq int64
		for _, parent := range parents {
			var ok bool
			if seq, ok = g.follow(call, l, cursor[1], parent); !ok {
				return nil, apierror.BadCursor()
			}
		}
		args = append(args, sql.Named(cursor[0], seq))
	}
	for _, p := range l.params {
		args = append(args, sql.Named(p.name, p.value))
	}
	return args, nil
}
