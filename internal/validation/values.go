package validation

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/gramql/gramql/internal/coercion"
)

// valuesOfCorrectType is the rule of section 5.6.1, Values of Correct Type: literals fit
// their types. The rule of gqlparser knows no custom scalars.
func valuesOfCorrectType(coercer *coercion.Coercer, suggest suggest) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			if value.Definition == nil || value.ExpectedType == nil || value.Kind == ast.Variable {
				return
			}
			for _, reason := range mistakes(coercer, value) {
				addError(core.Message("%s", reason), core.At(value.Position))
			}
			if value.Kind != ast.ObjectValue || value.Definition.Kind != ast.InputObject {
				return
			}
			for _, field := range value.Children {
				if value.Definition.Fields.ForName(field.Name) == nil {
					addError(core.Message("Field %q is not defined by type %q.", field.Name, value.Definition.Name),
						suggest("Did you mean", field.Name, fieldNames(value.Definition)), core.At(field.Position))
				}
			}
		})
	}
}

// mistakes returns what is wrong with a literal itself, not with the values within it.
func mistakes(coercer *coercion.Coercer, value *ast.Value) []string {
	t, d := value.ExpectedType, value.Definition
	switch {
	case value.Kind == ast.NullValue && t.NonNull:
		return []string{fmt.Sprintf("Expected value of type %q, found null.", t.String())}
	case value.Kind == ast.NullValue, value.Kind == ast.ListValue && t.Elem != nil:
		return nil
	case value.Kind == ast.ObjectValue && d.Kind == ast.InputObject:
		return mistakesOfFields(d, value)
	case d.Kind == ast.InputObject:
		return []string{fmt.Sprintf("Expected value of type %q, found %s.", t.String(), coercion.ShowLiteral(value))}
	}
	if err := coercer.Check(d, value); err != nil {
		return []string{err.Error()}
	}
	return nil
}

// mistakesOfFields returns which fields of an input object are missing, or too many of a
// @oneOf one.
func mistakesOfFields(d *ast.Definition, value *ast.Value) (wrong []string) {
	for _, field := range d.Fields {
		if field.Type.NonNull && field.DefaultValue == nil && value.Children.ForName(field.Name) == nil {
			wrong = append(wrong, fmt.Sprintf("Field \"%s.%s\" of required type %q was not provided.", d.Name, field.Name, field.Type.String()))
		}
	}
	if d.Directives.ForName("oneOf") == nil {
		return wrong
	}
	known := slices.DeleteFunc(slices.Clone(value.Children), func(field *ast.ChildValue) bool { return d.Fields.ForName(field.Name) == nil })
	if len(known) != 1 {
		return append(wrong, fmt.Sprintf("OneOf Input Object %q must specify exactly one key.", d.Name))
	}
	if only := known[0]; only.Value.Kind == ast.NullValue {
		wrong = append(wrong, fmt.Sprintf("Field \"%s.%s\" must be non-null.", d.Name, only.Name))
	}
	return wrong
}
