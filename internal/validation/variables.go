package validation

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// variablesAreInputs is the rule of section 5.8.2, Variables Are Input Types.
func variablesAreInputs(observers *core.Events, addError core.AddErrFunc) {
	observers.OnVariable(func(_ *core.Walker, v *ast.VariableDefinition) {
		if v.Definition != nil && !v.Definition.IsInputType() {
			addError(core.Message("Variable \"$%s\" cannot be non-input type %q.", v.Variable, v.Type.String()), core.At(v.Type.Position))
		}
	})
}

// undefinedVariables is the rule of section 5.8.3, All Variable Uses Defined.
func undefinedVariables(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(w *core.Walker, value *ast.Value) {
		operation := w.CurrentOperation
		if operation == nil || value.Kind != ast.Variable || value.VariableDefinition != nil {
			return
		}
		by := ""
		if operation.Name != "" {
			by = ` by operation "` + operation.Name + `"`
		}
		addError(core.Message("Variable \"$%s\" is not defined%s.", value.Raw, by), core.At(value.Position), core.At(operation.Position))
	})
}

// variablesInAllowedPosition is the rule of section 5.8.5, All Variable Usages Are
// Allowed, and of section 5.6.4 as far as variables are fields of @oneOf objects.
func variablesInAllowedPosition(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(w *core.Walker, value *ast.Value) {
		definition := value.VariableDefinition
		if value.Kind != ast.Variable || value.ExpectedType == nil || definition == nil || definition.Definition == nil || w.CurrentOperation == nil {
			return
		}
		if !isAllowed(definition, value) {
			addError(core.Message("Variable \"$%s\" of type %q used in position expecting type %q.",
				value.Raw, definition.Type.String(), value.ExpectedType.String()), core.At(definition.Position), core.At(value.Position))
		}
	})
	observers.OnValue(func(w *core.Walker, value *ast.Value) {
		if value.Kind != ast.ObjectValue || value.Definition == nil || value.Definition.Directives.ForName("oneOf") == nil || w.CurrentOperation == nil {
			return
		}
		for _, field := range value.Children {
			if d := field.Value.VariableDefinition; field.Value.Kind == ast.Variable && d != nil && !d.Type.NonNull {
				addError(core.Message("Variable \"$%s\" is of type %q but must be non-nullable to be used for OneOf Input Object %q.",
					field.Value.Raw, d.Type.String(), value.Definition.Name), core.At(d.Position), core.At(field.Value.Position))
			}
		}
	})
}

// isAllowed reports whether a variable may be used where it is used. A nullable variable
// may stand for a non-null value if the variable, or the place, has a default.
func isAllowed(definition *ast.VariableDefinition, use *ast.Value) bool {
	expected := *use.ExpectedType
	hasDefault := definition.DefaultValue != nil && definition.DefaultValue.Kind != ast.NullValue
	if expected.NonNull && !definition.Type.NonNull {
		if !hasDefault && !use.ExpectedTypeHasDefault {
			return false
		}
		expected.NonNull = false
	}
	return definition.Type.IsCompatible(&expected)
}
