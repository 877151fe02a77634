package validation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/gramql/gramql/internal/syntax"
)

// unusedFragments is the rule of section 5.5.1.4, Fragments Must Be Used: by an
// operation, or by a fragment that is used.
func unusedFragments(observers *core.Events, addError core.AddErrFunc) {
	var used map[string]bool
	observers.OnFragment(func(w *core.Walker, fragment *ast.FragmentDefinition) {
		if used == nil {
			used = map[string]bool{}
			fragments := syntax.Fragments(w.Document)
			for _, operation := range w.Document.Operations {
				markUsed(operation.SelectionSet, fragments, used)
			}
		}
		if !used[fragment.Name] {
			addError(core.Message("Fragment %q is never used.", fragment.Name), core.At(fragment.Position))
		}
	})
}

// markUsed marks the fragments that a selection spreads, and those that they spread.
func markUsed(set ast.SelectionSet, fragments map[string]ast.SelectionSet, used map[string]bool) {
	for _, spread := range spreadsIn(set) {
		if !used[spread.Name] {
			used[spread.Name] = true
			markUsed(fragments[spread.Name], fragments, used)
		}
	}
}

// unusedVariables is the rule of section 5.8.4, All Variables Used.
func unusedVariables(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(_ *core.Walker, operation *ast.OperationDefinition) {
		used := map[string]bool{}
		for _, v := range operation.VariableDefinitions {
			used[v.Variable] = used[v.Variable] || v.Used
		}
		in := ""
		if operation.Name != "" {
			in = ` in operation "` + operation.Name + `"`
		}
		for _, v := range operation.VariableDefinitions {
			if !used[v.Variable] {
				addError(core.Message("Variable \"$%s\" is never used%s.", v.Variable, in), core.At(v.Position))
			}
		}
	})
}
