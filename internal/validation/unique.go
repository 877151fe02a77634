package validation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/gramql/gramql/internal/syntax"
)

// These are the rules that a name is given once. As in graphql-js, some have an error
// for each second use of a name (onlyOnce), others one error with all its uses (places).

// uniqueOperations is the rule of section 5.2.2.1, Operation Name Uniqueness.
func uniqueOperations(observers *core.Events, addError core.AddErrFunc) {
	first := map[string]*ast.Position{}
	observers.OnOperation(func(_ *core.Walker, operation *ast.OperationDefinition) {
		if operation.Name == "" {
			return
		}
		onlyOnce(first, operation.Name, syntax.After(operation.Position, 1), addError,
			core.Message("There can be only one operation named %q.", operation.Name))
	})
}

// uniqueFragments is the rule of section 5.5.1.1, Fragment Name Uniqueness.
func uniqueFragments(observers *core.Events, addError core.AddErrFunc) {
	first := map[string]*ast.Position{}
	observers.OnFragment(func(_ *core.Walker, fragment *ast.FragmentDefinition) {
		onlyOnce(first, fragment.Name, syntax.After(fragment.Position, 1), addError,
			core.Message("There can be only one fragment named %q.", fragment.Name))
	})
}

// uniqueInputFields is the rule of section 5.6.3, Input Object Field Uniqueness.
func uniqueInputFields(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(_ *core.Walker, value *ast.Value) {
		if value.Kind != ast.ObjectValue {
			return
		}
		first := map[string]*ast.Position{}
		for _, field := range value.Children {
			onlyOnce(first, field.Name, field.Position, addError, core.Message("There can be only one input field named %q.", field.Name))
		}
	})
}

// uniqueDirectives is the rule of section 5.7.3, Directives Are Unique per Location.
func uniqueDirectives(observers *core.Events, addError core.AddErrFunc) {
	observers.OnDirectiveList(func(_ *core.Walker, directives []*ast.Directive) {
		first := map[string]*ast.Position{}
		for _, d := range directives {
			if d.Definition != nil && !d.Definition.IsRepeatable {
				onlyOnce(first, d.Name, d.Position, addError, core.Message("The directive \"@%s\" can only be used once at this location.", d.Name))
			}
		}
	})
}

// onlyOnce adds an error, at both places, if a name has been seen before.
func onlyOnce(first map[string]*ast.Position, name string, at *ast.Position, addError core.AddErrFunc, message core.ErrorOption) {
	if before, seen := first[name]; seen {
		addError(message, core.At(before), core.At(at))
		return
	}
	first[name] = at
}

// uniqueVariables is the rule of section 5.8.1, Variable Uniqueness.
func uniqueVariables(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(_ *core.Walker, operation *ast.OperationDefinition) {
		var names places
		for _, v := range operation.VariableDefinitions {
			names.add(v.Variable, syntax.After(v.Position, 1))
		}
		names.addErrors("variable named \"$%s\"", addError)
	})
}

// uniqueArguments is the rule of section 5.4.2, Argument Uniqueness.
func uniqueArguments(observers *core.Events, addError core.AddErrFunc) {
	check := func(arguments ast.ArgumentList) {
		var names places
		for _, a := range arguments {
			names.add(a.Name, a.Position)
		}
		names.addErrors("argument named %q", addError)
	}
	observers.OnField(func(_ *core.Walker, field *ast.Field) { check(field.Arguments) })
	observers.OnDirective(func(_ *core.Walker, d *ast.Directive) { check(d.Arguments) })
}

// places are where names are.
type places struct {
	names []string // in the order of their first places
	of    map[string][]*ast.Position
}

func (p *places) add(name string, at *ast.Position) {
	if p.of == nil {
		p.of = map[string][]*ast.Position{}
	}
	if p.of[name] == nil {
		p.names = append(p.names, name)
	}
	p.of[name] = append(p.of[name], at)
}

// addErrors adds an error for each name with more than one place, at all its places.
func (p *places) addErrors(what string, addError core.AddErrFunc) {
	for _, name := range p.names {
		if len(p.of[name]) < 2 {
			continue
		}
		options := []core.ErrorOption{core.Message("There can be only one "+what+".", name)}
		for _, at := range p.of[name] {
			options = append(options, core.At(at))
		}
		addError(options...)
	}
}
