package transcode

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// connection compiles a connection of a node.
func (w *compilation) connection(n *expansion.Expansion, o *object, f *mapping.Field, selected graphql.CollectedField, read map[any]bool) field {
	parts, _, err := arguments.Read(n, f, w.plan.Dialect, w.operation, selected)
	if err != nil {
		w.leave(NotPlanned)
		return field{}
	}
	window := parts[0].Window
	c := &connection{first: absent, count: absent, cursors: window.Cursor != nil, window: window, scope: window.Scope()}
	if f.Edge.Count != "" && !window.Filtered() {
		c.count = o.find([]byte(f.Edge.Count), 0)
	}
	edge := n.Edge(n.KeyOf(selected.Field, parts[0].Key(f.Edge)))
	compiled := field{member: absent, connection: c}
	if edge != nil {
		read[edge] = true
		w.checkEdge(edge, window)
		compiled.member, compiled.leads = o.find([]byte(edge.Name), 0), edge.Node.Through
		c.unsaid, c.peeks = n.Unsaid(edge.Edge), edge.Beyond
	}
	for _, selected := range graphql.CollectFields(w.operation, selected.Selections, f.Edge.Satisfies) {
		p := part{key: key(selected.Alias)}
		switch selected.Name {
		case "nodes", "edges":
			if window.Empty || edge == nil {
				p.text = "[]"
				break
			}
			if p.kind = kindItems; c.first == absent {
				c.first = len(c.fields)
			}
			if p.items = (&items{}); selected.Name == "nodes" {
				p.items.node = w.object(edge.Node, selected.Selections, o.behind(edge))
			} else {
				w.edge(c, p.items, f, edge, selected.Selections, o.behind(edge))
			}
		case "totalCount":
			p.kind = kindTotal
		case "pageInfo":
			p.kind, p.parts = kindPageInfo, w.pageInfo(c, selected.Selections)
		default:
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		c.fields = append(c.fields, p)
	}
	if edge != nil && c.first == absent {
		c.hidden = &items{node: w.object(edge.Node, nil, o.behind(edge))}
	}
	return compiled
}

// checkEdge looks for what no program can do with an edge.
func (w *compilation) checkEdge(e *expansion.Edge, window *paging.Window) {
	switch {
	case e.Alone || e.Actor != "" || e.Paging == mapping.SameCursor:
		w.leave(PagedOddly)
	case window.Backward && e.Paging != mapping.Unpaged && window.Cursor.Back == "" && !window.OnOnePage():
		w.leave(FromTheEnd)
	}
}

// edge compiles what is selected of each edge of a connection.
func (w *compilation) edge(c *connection, into *items, f *mapping.Field, e *expansion.Edge, selections ast.SelectionSet, how *reached) {
	into.edge = []part{}
	for _, selected := range graphql.CollectFields(w.operation, selections, f.Edge.EdgeSatisfies) {
		p := part{key: key(selected.Alias)}
		switch selected.Name {
		case "node":
			p.kind, p.node = kindNode, w.object(e.Node, selected.Selections, how)
		case "cursor":
			p.kind, c.cursors = kindCursor, true
		default:
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		into.edge = append(into.edge, p)
	}
	if !slices.ContainsFunc(into.edge, func(p part) bool { return p.kind == kindNode }) {
		into.node = w.object(e.Node, nil, how)
	}
}

var pageInfo = map[string]kind{"hasNextPage": kindHasNext, "hasPreviousPage": kindHasPrevious, "startCursor": kindStart, "endCursor": kindEnd}

// pageInfo compiles what is selected of a PageInfo.
func (w *compilation) pageInfo(c *connection, selections ast.SelectionSet) []part {
	var parts []part
	for _, selected := range graphql.CollectFields(w.operation, selections, []string{"PageInfo"}) {
		p := part{key: key(selected.Alias), kind: pageInfo[selected.Name]}
		c.cursors = c.cursors || p.kind == kindStart || p.kind == kindEnd
		if p.kind == kindText {
			p.text = `"` + selected.ObjectDefinition.Name + `"`
		}
		parts = append(parts, p)
	}
	return parts
}
