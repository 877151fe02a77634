package app

import (
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

// values makes up all variables of an operation. Optional ones that are not
// numbers or switches are left out: they choose, and do not ask for more.
func (g guess) values(operation *ast.OperationDefinition) map[string]any {
	values := map[string]any{}
	for _, v := range operation.VariableDefinitions {
		if v.Type.NonNull || v.Type.Name() == "Int" || v.Type.Name() == "Boolean" {
			values[v.Variable] = g.value(v.Type, v.Definition, 1)
		}
	}
	return values
}

func (g guess) value(t *ast.Type, d *ast.Definition, n int) any {
	if t.Elem != nil {
		list := make([]any, 1)
		if t.Name() == "ID" {
			list = make([]any, plan.MaxNodes)
		}
		for i := range list {
			list[i] = g.value(t.Elem, d, i+1)
		}
		return list
	}
	switch {
	case t.Name() == "Int":
		return int64(paging.MaxItems)
	case t.Name() == "Boolean":
		return true
	case t.Name() == "ID" && g.node != "":
		return globalid.New(g.node, strconv.Itoa(n))
	case d != nil && d.Kind == ast.Enum && len(d.EnumValues) > 0:
		return d.EnumValues[0].Name
	}
	return strconv.Itoa(n)
}
