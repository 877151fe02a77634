package plan

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Parameter is a variable of an operation that holds the ids of a root field's nodes, and
// nothing else. A plan is the same for all ids of the same types.
type Parameter struct {
	Variable string
	field    *mapping.Field
}

// Parameters returns the parameters of an operation.
func Parameters(m *mapping.Mapping, operation *ast.OperationDefinition) []Parameter {
	uses := coercion.Uses(operation)
	var found []Parameter
	eachRoot(operation.SelectionSet, func(f *ast.Field) {
		root, name := m.Type("Query").Fields[f.Name], variableOf(f)
		if root != nil && uses[name] == 1 && (root.RootKind == mapping.RootByID || root.RootKind == mapping.RootByGlobalID) {
			found = append(found, Parameter{name, root})
		}
	})
	return found
}

// eachRoot calls a function for each root field outside named fragments.
func eachRoot(selected ast.SelectionSet, do func(*ast.Field)) {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			do(s)
		case *ast.InlineFragment:
			eachRoot(s.SelectionSet, do)
		}
	}
}

// variableOf returns the variable that holds all of a root field's ids; empty for none.
func variableOf(f *ast.Field) string {
	for _, name := range [...]string{"id", "ids"} {
		if a := f.Arguments.ForName(name); a != nil && a.Value.Kind == ast.Variable {
			return a.Value.Raw
		}
	}
	return ""
}

// IDs returns the Graph API ids that a value of the parameter holds, and the types of their
// nodes; false where not each is the id of a node that the Graph API is asked for by nothing
// but its id.
func (p Parameter) IDs(m *mapping.Mapping, d *dialect.Dialect, value any) (ids, types []string, ok bool) {
	c := &compiler{mapping: m, dialect: d}
	texts := graphql.CoerceList(value)
	if len(texts) == 0 || len(texts) > MaxNodes {
		return nil, nil, false
	}
	ids, types = make([]string, len(texts)), make([]string, len(texts))
	for i, text := range texts {
		text, err := graphql.UnmarshalID(text)
		if err != nil {
			return nil, nil, false
		}
		t, id, err := c.identify(p.field, text)
		if err != nil || t.ServerOnly || len(id.Way.Steps) > 0 {
			return nil, nil, false
		}
		ids[i], types[i] = id.GraphID, t.Name
	}
	return ids, types, true
}

// Distinct reports whether no node is looked up twice.
func (p *Plan) Distinct() bool {
	lookups := p.Lookups()
	known := make(map[string]bool, len(lookups))
	for _, l := range lookups {
		if known[l.ID] {
			return false
		}
		known[l.ID] = true
	}
	return true
}

// With returns the plan for other ids, by the variables of the operation's parameters: of
// nodes of the same types in the same order.
func (p *Plan) With(ids map[string][]string) *Plan {
	other := *p
	other.roots, other.order = make(map[string]*Root, len(p.roots)), make([]*Root, len(p.order))
	for i, r := range p.order {
		if its, given := ids[r.variable]; given {
			r = r.with(its)
		}
		if p.order[i] == p.Chosen {
			other.Chosen = r
		}
		other.roots[r.Key], other.order[i] = r, r
	}
	return &other
}

// with returns the root field for other ids.
func (r *Root) with(ids []string) *Root {
	other := *r
	other.Lookups = slices.Clone(r.Lookups)
	for i := range other.Lookups {
		l := &other.Lookups[i]
		l.ID = ids[i]
		if !l.Node.PerNode {
			n := *l.Node
			n.Mark = paging.Mark(l.ID)
			l.Node = &n
		}
	}
	return &other
}

// With returns the call for the nodes with other ids: the look-ups of the plan with them.
func (o *Only) With(lookups []lookup.Lookup) *Only {
	other := *o
	other.Nodes, other.NodeIDs = nil, nil
	other.lookups(lookups)
	switch o.Form {
	case FormNode:
		other.Path = lookups[0].Node.Path(lookups[0].ID)
	case FormIDs:
		other.IDs = other.NodeIDs
	case FormBatch:
		other.Batch = slices.Clone(o.Batch)
		for i, l := range lookups {
			other.Batch[i].Path = l.Node.Path(l.ID)
		}
	}
	return &other
}
