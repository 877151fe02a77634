package app

import (
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// guess makes up values for variables that nobody knows yet: those that take
// most. Ids are of a node type, or of the Graph API when there is none.
type guess struct{ node string }

// guesses are one for each kind of id.
func guesses(m *mapping.Mapping) []guess {
	all := []guess{{}}
	for _, t := range m.Types() {
		if t.Node != "" {
			all = append(all, guess{t.Name})
		}
	}
	return all
}

// values makes up all variables of an operation, each one different, for equal
// pages and ids would be asked for once. Optional ones that are no numbers are
// left out: they choose, and do not ask for more. False means that there is a
// list of choices, which may need more calls than any that could be made up.
func (g guess) values(operation *ast.OperationDefinition) (map[string]any, bool) {
	values := map[string]any{}
	for i, v := range operation.VariableDefinitions {
		if !v.Type.NonNull && v.Type.Name() != "Int" {
			continue
		}
		if v.Type.Elem != nil && v.Definition != nil && v.Definition.Kind == ast.Enum {
			return nil, false
		}
		values[v.Variable] = g.value(v.Type, v.Definition, i)
	}
	return values, true
}

// value makes up the value of the variable with an index.
func (g guess) value(t *ast.Type, d *ast.Definition, variable int) any {
	if t.Elem == nil {
		return g.scalar(t, d, variable, 0)
	}
	list := make([]any, 1)
	if t.Name() == "ID" {
		list = make([]any, plan.MaxNodes)
	}
	for i := range list {
		list[i] = g.scalar(t.Elem, d, variable, i)
	}
	return list
}

func (g guess) scalar(t *ast.Type, d *ast.Definition, variable, n int) any {
	id := strconv.Itoa(1 + variable*plan.MaxNodes + n)
	switch {
	case t.Name() == "Int":
		return int64(max(1, paging.MaxItems-variable))
	case t.Name() == "Boolean":
		return true
	case t.Name() == "ID" && g.node != "":
		return globalid.New(g.node, id)
	case d != nil && d.Kind == ast.Enum && len(d.EnumValues) > 0:
		return d.EnumValues[0].Name
	}
	return id
}

// include takes @skip and @include off all that a document selects: the most is
// asked for when nothing is left out.
func include(doc *ast.QueryDocument) {
	for _, operation := range doc.Operations {
		includeIn(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		includeIn(fragment.SelectionSet)
	}
}

func includeIn(set ast.SelectionSet) {
	switches := func(d *ast.Directive) bool { return d.Name == "skip" || d.Name == "include" }
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			s.Directives = slices.DeleteFunc(s.Directives, switches)
			includeIn(s.SelectionSet)
		case *ast.InlineFragment:
			s.Directives = slices.DeleteFunc(s.Directives, switches)
			includeIn(s.SelectionSet)
		case *ast.FragmentSpread:
			s.Directives = slices.DeleteFunc(s.Directives, switches)
		}
	}
}
