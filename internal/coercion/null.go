package coercion

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/problem"
)

// nullConditions returns an error for each @skip and @include whose condition is a
// variable that is null. Validation lets a nullable variable be used there if it has a
// default, which a null in the request overrides. Fields say so at their own place, by
// Arguments.
//
// Source: section 5.8.5, All Variable Usages Are Allowed.
func nullConditions(operation *ast.OperationDefinition, values map[string]any) gqlerror.List {
	for _, definition := range operation.VariableDefinitions {
		value, ok := values[definition.Variable]
		if ok && value == nil && definition.DefaultValue != nil {
			w := conditions{values: values, seen: map[string]bool{}}
			w.selections(operation.SelectionSet)
			return w.errs
		}
	}
	return nil
}

// conditions walks what an operation selects.
type conditions struct {
	values map[string]any
	seen   map[string]bool // fragments
	errs   gqlerror.List
}

func (w *conditions) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.directives(s.Directives)
			w.selections(s.SelectionSet)
		case *ast.InlineFragment:
			w.directives(s.Directives)
			w.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			w.directives(s.Directives)
			if !w.seen[s.Name] {
				w.seen[s.Name] = true
				w.selections(s.Definition.SelectionSet)
			}
		}
	}
}

func (w *conditions) directives(list ast.DirectiveList) {
	for _, d := range list {
		argument := d.Arguments.ForName("if")
		if argument == nil || argument.Value.Kind != ast.Variable || len(w.errs) >= maxErrors {
			continue
		}
		if value, ok := w.values[argument.Value.Raw]; ok && value == nil {
			w.errs = append(w.errs, refusal(argument.Value.Position,
				"Variable %q is null; Argument %q of directive %q must not be null.", "$"+cut(argument.Value.Raw), "if", "@"+d.Name))
		}
	}
}

// Arguments returns the values of a field's arguments as the schema describes them.
// The error is a *problem.InputError: a variable is null where it must not be.
//
// Source: section 6.4.1, Coercing Field Arguments.
func Arguments(field *ast.Field, variables map[string]any) (map[string]any, error) {
	for _, argument := range field.Arguments {
		if name := nullVariable(argument.Value, variables); name != "" {
			return nil, problem.Input(argument.Name, fmt.Sprintf("must not be null where $%s is used", cut(name)),
				"Give the variable a value, or leave it out of the request.")
		}
	}
	return field.ArgumentMap(variables), nil
}

// nullVariable returns the name of a variable within a value that is null although
// its place takes no null; empty for none.
func nullVariable(value *ast.Value, variables map[string]any) string {
	if value.Kind == ast.Variable {
		given, ok := variables[value.Raw]
		if ok && given == nil && value.ExpectedType != nil && value.ExpectedType.NonNull {
			return value.Raw
		}
	}
	for _, child := range value.Children {
		if name := nullVariable(child.Value, variables); name != "" {
			return name
		}
	}
	return ""
}
