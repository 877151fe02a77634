package compiler

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/transcode/program"
)

// connection compiles a connection of a node.
func (w *compilation) connection(n *expansion.Expansion, o *program.Object, f *mapping.Field, selected graphql.CollectedField, read map[any]bool) program.Field {
	parts, _, err := arguments.Read(n, f, w.plan.Dialect, w.operation, selected)
	if err != nil {
		w.leave(NotPlanned)
		return program.Field{}
	}
	window := parts[0].Window
	c := &program.Connection{First: program.Absent, Count: program.Absent, Cursors: window.Cursor != nil, Window: window, Scope: window.Scope()}
	if f.Edge.Count != "" && !window.Filtered() {
		c.Count = o.Find([]byte(f.Edge.Count), 0)
	}
	edge := n.Edge(n.KeyOf(selected.Field, parts[0].Key(f.Edge)))
	compiled := program.Field{Member: program.Absent, Connection: c}
	if !edge.WantedBy(selected.Field) {
		edge = nil
	}
	if edge != nil {
		read[edge] = true
		w.checkEdge(edge, window)
		compiled.Member, compiled.Leads = o.Find([]byte(edge.Name), 0), edge.Node.Through
		c.Unsaid, c.Peeks = n.Unsaid(edge.Edge), edge.Beyond
	}
	for _, selected := range graphql.CollectFields(w.operation, selected.Selections, f.Edge.Satisfies) {
		p := program.Part{Key: program.Key(selected.Alias)}
		switch selected.Name {
		case "nodes", "edges":
			if window.Empty || edge == nil {
				p.Text = "[]"
				break
			}
			if p.Kind = program.KindItems; c.First == program.Absent {
				c.First = len(c.Fields)
			}
			if p.Items = (&program.Items{}); selected.Name == "nodes" {
				p.Items.Node = w.object(edge.Node, selected.Selections, behind(o, edge))
			} else {
				w.edge(c, p.Items, f, edge, selected.Selections, behind(o, edge))
			}
		case "totalCount":
			p.Kind = program.KindTotal
		case "pageInfo":
			p.Kind, p.Parts = program.KindPageInfo, w.pageInfo(c, selected.Selections)
		default:
			p.Text = `"` + selected.ObjectDefinition.Name + `"`
		}
		c.Fields = append(c.Fields, p)
	}
	if edge != nil && c.First == program.Absent {
		c.Hidden = &program.Items{Node: w.object(edge.Node, nil, behind(o, edge))}
	}
	return compiled
}

// checkEdge looks for what no program can do with an edge.
func (w *compilation) checkEdge(e *expansion.Edge, window *paging.Window) {
	if window.Backward && e.Paging != mapping.Unpaged && window.Cursor.Back == "" && !window.OnOnePage() {
		w.leave(FromTheEnd)
	}
}

// edge compiles what is selected of each edge of a connection.
func (w *compilation) edge(c *program.Connection, into *program.Items, f *mapping.Field, e *expansion.Edge, selections ast.SelectionSet, how *program.Reached) {
	into.Edge = []program.Part{}
	for _, selected := range graphql.CollectFields(w.operation, selections, f.Edge.EdgeSatisfies) {
		p := program.Part{Key: program.Key(selected.Alias)}
		switch selected.Name {
		case "node":
			p.Kind, p.Node = program.KindNode, w.object(e.Node, selected.Selections, how)
		case "cursor":
			p.Kind, c.Cursors = program.KindCursor, true
		default:
			p.Text = `"` + selected.ObjectDefinition.Name + `"`
		}
		into.Edge = append(into.Edge, p)
	}
	if !slices.ContainsFunc(into.Edge, func(p program.Part) bool { return p.Kind == program.KindNode }) {
		into.Node = w.object(e.Node, nil, how)
	}
}

var pageInfo = map[string]program.Kind{"hasNextPage": program.KindHasNext, "hasPreviousPage": program.KindHasPrevious, "startCursor": program.KindStart, "endCursor": program.KindEnd}

// pageInfo compiles what is selected of a PageInfo.
func (w *compilation) pageInfo(c *program.Connection, selections ast.SelectionSet) []program.Part {
	var parts []program.Part
	for _, selected := range graphql.CollectFields(w.operation, selections, []string{"PageInfo"}) {
		p := program.Part{Key: program.Key(selected.Alias), Kind: pageInfo[selected.Name]}
		c.Cursors = c.Cursors || p.Kind == program.KindStart || p.Kind == program.KindEnd
		if p.Kind == program.KindText {
			p.Text = `"` + selected.ObjectDefinition.Name + `"`
		}
		parts = append(parts, p)
	}
	return parts
}
