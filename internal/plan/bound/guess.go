package bound

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// guess makes up values for variables: those that cost most. Ids are global ids of
// a node type, or the Graph API's own if node is empty.
type guess struct{ node string }

// guesses returns one guess for each kind of id.
func guesses(m *mapping.Mapping) []guess {
	all := []guess{{}}
	for _, t := range m.Types() {
		if t.Node != "" {
			all = append(all, guess{t.Name})
		}
	}
	return all
}

// values makes up all variables of an operation. No two are equal, because equal
// pages and ids are loaded once. Optional variables other than numbers are left
// out: they filter, and never ask for more. It returns false if there is a list of
// enum values: a plan may need more calls for some choices than for others.
func (g guess) values(operation *ast.OperationDefinition) (map[string]any, bool) {
	values := map[string]any{}
	for i, v := range operation.VariableDefinitions {
		if !v.Type.NonNull && v.Type.Name() != "Int" {
			continue
		}
		if v.Type.Elem != nil && v.Definition.Kind == ast.Enum {
			return nil, false
		}
		values[v.Variable] = g.value(v.Type, v.Definition, i)
	}
	return values, true
}

// value makes up the value of the i-th variable.
func (g guess) value(t *ast.Type, d *ast.Definition, i int) any {
	if t.Elem == nil {
		return g.scalar(t, d, i, 0)
	}
	list := make([]any, 1)
	if t.Name() == "ID" {
		list = make([]any, plan.MaxNodes)
	}
	for n := range list {
		list[n] = g.scalar(t.Elem, d, i, n)
	}
	return list
}

// scalar makes up the n-th item of the i-th variable.
func (g guess) scalar(t *ast.Type, d *ast.Definition, i, n int) any {
	id := strconv.Itoa(1 + i*plan.MaxNodes + n)
	switch {
	case t.Name() == "Int":
		return int64(max(1, paging.MaxItems-i))
	case t.Name() == "Boolean":
		return true
	case t.Name() == "ID" && g.node != "":
		return globalid.New(g.node, id)
	case d.Kind == ast.Enum:
		return d.EnumValues[0].Name
	}
	return id
}

// include removes @skip and @include from a document: an operation takes most when
// nothing is left out.
func include(doc *ast.QueryDocument) {
	for _, operation := range doc.Operations {
		includeIn(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		includeIn(fragment.SelectionSet)
	}
}

func includeIn(set ast.SelectionSet) {
	conditional := func(d *ast.Directive) bool { return d.Name == "skip" || d.Name == "include" }
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			s.Directives = slices.DeleteFunc(s.Directives, conditional)
			includeIn(s.SelectionSet)
		case *ast.InlineFragment:
			s.Directives = slices.DeleteFunc(s.Directives, conditional)
			includeIn(s.SelectionSet)
		case *ast.FragmentSpread:
			s.Directives = slices.DeleteFunc(s.Directives, conditional)
		}
	}
}
