package plan

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// compiler walks the selections of one operation.
type compiler struct {
	operation *graphql.OperationContext
	mapping   *mapping.Mapping
	dialect   *dialect.Dialect
	// own is what is known of the token's own account.
	own Own
	// joint reports whether one call is to bring the token's own account and all its
	// accounts.
	joint bool
	// refused reports whether the dialect lacks a selected field, or it is not
	// available where it is selected.
	refused bool
	// skipped are the fields with invalid arguments.
	skipped []Skipped
	// dated reports whether metrics were met, whose arguments may depend on the time, and
	// fromCursors whether a cursor was.
	dated, fromCursors bool
	// many is how many nodes there can be where the walk is.
	many int
	// kept is what is asked of this server's own database.
	kept kept
	// settled are the fields of a mutation's input that are not read: the viewer is chosen by
	// them.
	settled []string
}

// node adds what a selection of a node needs.
func (c *compiler) node(n *expansion.Expansion, selections ast.SelectionSet) {
	for _, selected := range graphql.CollectFields(c.operation, selections, n.Type.Satisfies) {
		c.field(n, selected)
	}
}

// field adds what one selected field of a node needs.
func (c *compiler) field(n *expansion.Expansion, selected graphql.CollectedField) {
	f := n.Type.Fields[selected.Name]
	if f == nil { // __typename
		return
	}
	if !f.SupportedBy(c.dialect.Login) || n.Refusal(f) != nil {
		c.refused = true
		return
	}
	switch f.Kind {
	case mapping.Plain:
		for _, name := range f.Names {
			n.Add(name)
		}
		n.Need(f.Needs)
		if f.Kept {
			n.ShowsID = true
			c.keepPage(f, selected)
		}
	case mapping.Object:
		c.node(n.Behind(f), selected.Selections)
	case mapping.Reference:
		inner := n.Refer(f.Names[0], f.Target)
		c.node(inner, selected.Selections)
		if f.Names[0] == "id" { // anyone's, and not all have such a node
			tell(inner, c.dialect.Login)
		}
	case mapping.Connection:
		c.connection(n, f, selected)
	case mapping.Finder, mapping.List, mapping.Single:
		c.unpaged(n, f, selected)
	}
}

// unpaged adds an edge that is not paged, or a finder. What is wrong with its
// arguments is skipped: its resolver says why. No call is made for an edge that the
// node never has.
func (c *compiler) unpaged(n *expansion.Expansion, f *mapping.Field, selected graphql.CollectedField) {
	if f.Edge.Alone && n.Lacks(f.Edge.Name) {
		return
	}
	c.dated = c.dated || f.Edge.Metrics != ""
	parts, refused, err := arguments.Read(n, f, c.dialect, c.operation, selected)
	if err != nil {
		refused = []error{err}
	}
	for _, err := range refused {
		c.skipped = append(c.skipped, Skipped{f, err})
	}
	for _, args := range parts {
		add := n.AddEdge
		if f.Kind == mapping.Finder {
			add = n.AddFinder
		}
		edge := add(f.Edge, f.Target, args.Params)
		edge.Read(1, edge.PageSize)
		edge.TellMetricsApart(args.Order)
		c.among(edge.MaxItems, func() { c.node(edge.Node, selected.Selections) })
	}
}

// connection adds the page of an edge that a connection's arguments and selection
// need. It is skipped if its arguments are invalid, or its cursor is of another node:
// its resolver says why.
func (c *compiler) connection(n *expansion.Expansion, f *mapping.Field, selected graphql.CollectedField) {
	parts, _, err := arguments.Read(n, f, c.dialect, c.operation, selected)
	if err == nil {
		c.fromCursors = c.fromCursors || parts[0].Window.Cursor != nil
		err = parts[0].Window.CheckParent(n.Mark)
	}
	if err != nil {
		c.skipped = append(c.skipped, Skipped{f, err})
		return
	}
	params, window := parts[0].Params, parts[0].Window
	var edge *expansion.Edge
	want := func() *expansion.Edge {
		if edge == nil {
			edge = n.NewPage(expansion.Key(f.Edge, params), f.Edge, f.Target, params)
			edge.Read(window.MaxPages(), window.MaxItems())
			edge.Owner = window.Owner()
		}
		return edge
	}
	for _, part := range graphql.CollectFields(c.operation, selected.Selections, f.Edge.Satisfies) {
		switch {
		case part.Name == "totalCount":
			if f.Edge.Paging == mapping.Unpaged {
				want()
			} else if f.Edge.Count != "" && !window.Filtered() {
				n.Add(f.Edge.Count)
			}
		case window.Empty: // takes a call only where its items cannot say what is beyond them
			if part.Name == "pageInfo" && c.selects(part, pageInfo, window.Beyond()) {
				want()
			}
		case part.Name == "nodes":
			c.among(window.MaxItems(), func() { c.node(want().Node, part.Selections) })
		case part.Name == "edges":
			want()
			for _, inner := range graphql.CollectFields(c.operation, part.Selections, f.Edge.EdgeSatisfies) {
				switch inner.Name {
				case "cursor":
					edge.Cursors = true
				case "node":
					c.among(window.MaxItems(), func() { c.node(edge.Node, inner.Selections) })
				}
			}
		case part.Name == "pageInfo":
			want()
			for _, inner := range graphql.CollectFields(c.operation, part.Selections, pageInfo) {
				switch inner.Name {
				case window.Beyond():
					edge.Beyond = true
					if n.Unsaid(f.Edge) && f.Edge.Count != "" && !window.Filtered() && window.Cursor == nil {
						n.Add(f.Edge.Count) // it tells, and saves a call
					}
				case "startCursor", "endCursor":
					edge.Ends = true
				}
			}
		}
	}
	if edge != nil {
		n.Place(edge, selected.Field, together)
	}
}

var pageInfo = []string{"PageInfo"}

// selects reports whether a field of a type is selected below another.
func (c *compiler) selects(below graphql.CollectedField, satisfies []string, name string) bool {
	return slices.ContainsFunc(graphql.CollectFields(c.operation, below.Selections, satisfies), func(inner graphql.CollectedField) bool {
		return inner.Name == name
	})
}
