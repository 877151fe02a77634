package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// compiler walks the selections of one operation.
type compiler struct {
	operation *graphql.OperationContext
	mapping   *mapping.Mapping
	dialect   *dialect.Dialect
	// refused reports that the dialect lacks a selected field, or does not show it where
	// it is selected.
	refused bool
	// left are the fields that were left out for their arguments.
	left []Left
}

// node wants all that a selection of a node needs.
func (c *compiler) node(n *Node, selections ast.SelectionSet) {
	for _, selected := range graphql.CollectFields(c.operation, selections, n.Type.Satisfies) {
		c.field(n, selected)
	}
}

// field wants what one selected field of a node needs.
func (c *compiler) field(n *Node, selected graphql.CollectedField) {
	f := n.Type.Fields[selected.Name]
	if f == nil { // __typename
		return
	}
	if !f.SupportedBy(c.dialect.Login) || !n.View.Shows(f) {
		c.refused = true
		return
	}
	switch f.Kind {
	case mapping.Plain:
		for _, name := range f.Names {
			n.add(name)
		}
		n.need(f.Needs)
	case mapping.Object:
		c.node(n.object(f.Names[0], f.Target), selected.Selections)
	case mapping.Reference:
		c.node(n.reference(f.Names[0], f.Target), selected.Selections)
	case mapping.Connection:
		c.connection(n, f, selected)
	case mapping.Lookup, mapping.List, mapping.Single:
		c.whole(n, f, selected)
	}
}

// whole wants an edge that is not paged, or a node that is looked up by
// parameters. One whose arguments cannot be is left out: its resolver says why.
func (c *compiler) whole(n *Node, f *mapping.Field, selected graphql.CollectedField) {
	parts, err := Ask(n, f, c.dialect.Login, c.operation, selected)
	if err != nil {
		c.left = append(c.left, Left{f, err})
		return
	}
	for _, asked := range parts {
		edge := n.edge(f.Edge, f.Target, asked.Params)
		edge.Pages, edge.Lookup = 1, f.Kind == mapping.Lookup
		c.node(edge.Node, selected.Selections)
	}
}

// connection wants the page of an edge that a connection's arguments and
// selection need. One whose arguments cannot be is left out: its resolver says
// why.
func (c *compiler) connection(n *Node, f *mapping.Field, selected graphql.CollectedField) {
	parts, err := Ask(n, f, c.dialect.Login, c.operation, selected)
	if err != nil {
		c.left = append(c.left, Left{f, err})
		return
	}
	asked, window := parts[0], parts[0].Window
	var edge *Edge
	want := func() *Edge {
		if edge == nil {
			edge = n.edge(f.Edge, f.Target, asked.Params)
			edge.Pages = max(edge.Pages, window.Pages())
		}
		return edge
	}
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, f.Edge.Satisfies) {
		switch {
		case part.Name == "totalCount":
			if f.Edge.Paging == mapping.Whole {
				want()
			} else if f.Edge.Count != "" && !window.Filtered() {
				n.add(f.Edge.Count)
			}
		case window.Empty:
		case part.Name == "nodes":
			c.node(want().Node, part.Selections)
		case part.Name == "edges":
			want()
			for _, inner := range graphql.CollectFields(c.operation, part.Selections, f.Edge.EdgeSatisfies) {
				switch inner.Name {
				case "cursor":
					edge.Cursors = true
				case "node":
					c.node(edge.Node, inner.Selections)
				}
			}
		case part.Name == "pageInfo":
			want()
			for _, inner := range graphql.CollectFields(c.operation, part.Selections, pageInfo) {
				switch inner.Name {
				case "hasNextPage":
					edge.HasNext = true
				case "startCursor", "endCursor":
					edge.Ends = true
				}
			}
		}
	}
}

var pageInfo = []string{"PageInfo"}
