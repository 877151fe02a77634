// Package plan compiles a GraphQL selection to the fewest Graph API calls that
// answer it. A plan is a value: it is made before any call, and it prints.
package plan

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Plan is what one operation asks of the Graph API.
type Plan struct {
	Dialect *dialect.Dialect
	// Me is what root fields ask of the token's own account; nil when none asks for it.
	Me *expansion.Expansion
	// Accounts is what is asked of each account of a token that can have several; nil
	// when no root field asks for all. It is Me itself where one call brings both: the
	// token's own account is the first.
	Accounts *expansion.Expansion
	// FacebookPages is what is asked of the token's Facebook Pages; nil when no root
	// field asks for them.
	FacebookPages *expansion.Expansion
	// Chosen is the root field by whose look-up the token's own account is read; nil where
	// that is Me.
	Chosen *Root
	// Refused reports whether the operation selects a field that the dialect lacks, or
	// that is not available where it is selected.
	Refused bool
	// Skipped are the selected fields whose arguments are invalid.
	Skipped []Skipped
	// Dated reports whether the plan depends on the time at which the operation started, and
	// FromCursors whether on whose account the token's own is. A plan of which neither is
	// true serves all viewers of a login type.
	Dated, FromCursors bool
	// roots are the root fields that need the Graph API, by response key.
	roots   map[string]*Root
	order   []*Root
	kept    kept
	mapping *mapping.Mapping
}

// Skipped is a field that is not asked for, and what is wrong with its arguments.
type Skipped struct {
	Field *mapping.Field
	Err   error
}

// Compile plans a query or a mutation. It makes no call, and it returns no error: what is wrong
// with a root field is in the plan, under that field. The same mapping, dialect
// and operation, with the time that it started, always give the same plan.
func Compile(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext) *Plan {
	return CompileFor(Own{}, m, d, operation)
}

// Own is what is known of the token's own account.
type Own struct {
	// ID is the Graph API's; empty while that is not known.
	ID string
	// Chosen reports whether the account was chosen among several of the token, and is
	// read by its id.
	Chosen bool
	// Others reports that accounts are more than those of the token: each is read by a plan
	// of its own (CompileConnected).
	Others bool
	// Person reports that the account is connected by a person. Mutations whose inputs choose
	// one by its connection have plans of their own (CompileChosen).
	Person bool
}

// CompileFor plans an operation of an account: cursors of other accounts are not sent.
func CompileFor(own Own, m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext) *Plan {
	apart := (&compiler{operation: operation, mapping: m, dialect: d, own: own}).plan()
	if apart.Me == nil || apart.Accounts == nil {
		return apart
	}
	joint := (&compiler{operation: operation, mapping: m, dialect: d, own: own, joint: true}).plan()
	if joint.Cost(dialect.Batch) > times(muchMore, apart.Cost(dialect.Batch)) {
		return apart
	}
	return joint
}

func (c *compiler) plan() *Plan {
	p := c.newPlan()
	top := c.mapping.Type(rootType(c.operation))
	for _, selected := range graphql.CollectFields(c.operation, c.operation.Operation.SelectionSet, top.Satisfies) {
		c.root(p, top.Fields[selected.Name], selected)
	}
	if c.joint {
		p.Accounts = p.Me
		p.Me.WantsID, p.Me.PerNode, p.Me.Mark = true, true, 0
	}
	if p.Chosen != nil && p.Chosen.Lookups[0].Node.Empty() { // nothing of it is asked
		p.Chosen.Lookups = nil
	}
	if p.Me != nil && !c.fromCursors { // then it is the same for all accounts
		p.Me.Mark = 0
	}
	p.Refused, p.Skipped, p.Dated, p.FromCursors, p.kept = c.refused, c.skipped, c.dated, c.fromCursors, c.kept
	return p
}

// rootType returns the name of the type whose fields an operation selects.
func rootType(operation *graphql.OperationContext) string {
	switch operation.Operation.Operation {
	case ast.Mutation:
		return "Mutation"
	case ast.Subscription:
		return "Subscription"
	}
	return "Query"
}

// newPlan returns a plan that asks for nothing.
func (c *compiler) newPlan() *Plan {
	return &Plan{Dialect: c.dialect, roots: map[string]*Root{}, mapping: c.mapping}
}

// Valid reports whether no argument of the operation is invalid.
func (p *Plan) Valid() bool {
	return len(p.Skipped) == 0 && !slices.ContainsFunc(p.order, func(r *Root) bool {
		return r.Err != nil || slices.ContainsFunc(r.Lookups, func(l lookup.Lookup) bool { return l.Err != nil })
	})
}

// Account returns a node that asks for the id of the token's own account.
func (p *Plan) Account() *expansion.Expansion {
	return &expansion.Expansion{Type: p.mapping.Type("Query").Fields["me"].Target, WantsID: true}
}

// Pages returns how the token of a person leads to Facebook Pages.
func (p *Plan) Pages() mapping.FacebookPages { return p.mapping.FacebookPages }

// CompileEdge plans a single field with an edge, for a resolver whose node came
// without it. It returns an edge for each of the field's Arguments, and none when
// nothing of them is selected.
func CompileEdge(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext, of *expansion.Expansion, f *mapping.Field, selected graphql.CollectedField) []*expansion.Edge {
	n := &expansion.Expansion{Type: of.Type, View: of.View, Through: of.Through, Absent: of.Absent}
	c := &compiler{operation: operation, mapping: m, dialect: d}
	if f.Kind == mapping.Connection {
		c.connection(n, f, selected)
	} else {
		c.unpaged(n, f, selected)
	}
	n.Arrange()
	for _, e := range n.Edges {
		e.KeepMetricsApart()
	}
	return n.Edges
}

// CompileNode plans what a field asks of the node behind it, for a resolver that knows the
// node's id and no more.
func CompileNode(m *mapping.Mapping, d *dialect.Dialect, operation *graphql.OperationContext, selected graphql.CollectedField) *expansion.Expansion {
	return (&compiler{operation: operation, mapping: m, dialect: d}).behind(selected)
}

// behind plans what a field asks of the node behind it.
func (c *compiler) behind(selected graphql.CollectedField) *expansion.Expansion {
	n := &expansion.Expansion{Type: c.mapping.Type(selected.Definition.Type.Name()), WantsID: true}
	c.node(n, selected.Selections)
	n.Arrange()
	return n
}

// Root returns the root field with that response key; nil when it needs nothing
// of the Graph API.
func (p *Plan) Root(key string) *Root { return p.roots[key] }

// Roots returns the root fields that need the Graph API, in the order of the selection.
func (p *Plan) Roots() []*Root { return slices.Clone(p.order) }
