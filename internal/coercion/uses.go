package coercion

import "github.com/vektah/gqlparser/v2/ast"

// Uses returns how often each variable of an operation is used: what a fragment uses counts
// once, however often it is spread.
func Uses(operation *ast.OperationDefinition) map[string]int {
	u := uses{variables: map[string]int{}, walked: map[*ast.FragmentDefinition]bool{}}
	u.directives(operation.Directives)
	u.selections(operation.SelectionSet)
	return u.variables
}

type uses struct {
	variables map[string]int
	walked    map[*ast.FragmentDefinition]bool
}

func (u uses) selections(all ast.SelectionSet) {
	for _, s := range all {
		switch s := s.(type) {
		case *ast.Field:
			u.directives(s.Directives)
			u.arguments(s.Arguments)
			u.selections(s.SelectionSet)
		case *ast.InlineFragment:
			u.directives(s.Directives)
			u.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			u.directives(s.Directives)
			if !u.walked[s.Definition] {
				u.walked[s.Definition] = true
				u.directives(s.Definition.Directives)
				u.selections(s.Definition.SelectionSet)
			}
		}
	}
}

func (u uses) directives(all ast.DirectiveList) {
	for _, d := range all {
		u.arguments(d.Arguments)
	}
}

func (u uses) arguments(all ast.ArgumentList) {
	for _, a := range all {
		u.value(a.Value)
	}
}

func (u uses) value(v *ast.Value) {
	if v.Kind == ast.Variable {
		u.variables[v.Raw]++
	}
	for _, child := range v.Children {
		u.value(child.Value)
	}
}
