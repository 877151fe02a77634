package validation

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// singleRootField is the rule of section 5.2.4.1, Single Root Field: a subscription
// has one root field, whatever its name in the answer, without @skip or @include, and it
// is not a field of introspection.
func singleRootField(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(_ *core.Walker, operation *ast.OperationDefinition) {
		if operation.Operation != ast.Subscription {
			return
		}
		what := "Anonymous Subscription"
		if operation.Name != "" {
			what = `Subscription "` + operation.Name + `"`
		}
		if at := conditions(operation.SelectionSet, map[string]bool{}); len(at) > 0 {
			addError(append(at, core.Message("%s must not use @skip or @include directives in the top level selection.", what))...)
			return
		}
		var more []core.ErrorOption
		for i, same := range (&overlaps{collected: map[*ast.Selection][]namesakes{}}).collect(operation.SelectionSet) {
			var at []core.ErrorOption
			for _, field := range same.fields[:min(len(same.fields), maxPlaces)] {
				at = append(at, core.At(field.Position))
			}
			if i > 0 {
				more = append(more, at...)
			}
			if strings.HasPrefix(same.fields[0].Name, "__") {
				addError(append(at, core.Message("%s must not select an introspection top level field.", what))...)
			}
		}
		if len(more) > 0 {
			addError(append(more, core.Message("%s must select only one top level field.", what))...)
		}
	})
}

// conditions returns where the fields at the top of a selection have @skip or @include,
// its fragments spread.
func conditions(set ast.SelectionSet, spread map[string]bool) (at []core.ErrorOption) {
	add := func(directives ast.DirectiveList) {
		for _, d := range directives {
			if (d.Name == "skip" || d.Name == "include") && len(at) < maxPlaces {
				at = append(at, core.At(d.Position))
			}
		}
	}
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			add(s.Directives)
		case *ast.InlineFragment:
			add(s.Directives)
			at = append(at, conditions(s.SelectionSet, spread)...)
		case *ast.FragmentSpread:
			add(s.Directives)
			if s.Definition != nil && !spread[s.Name] {
				spread[s.Name] = true
				at = append(at, conditions(s.Definition.SelectionSet, spread)...)
			}
		}
	}
	return at
}
