package introspection

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Field is the type __Field.
type Field struct {
	schema *ast.Schema
	def    *ast.FieldDefinition
}

// Name returns the name.
func (f *Field) Name() string { return f.def.Name }

// Description returns the description; nil for none.
func (f *Field) Description() *string { return text(f.def.Description) }

// Args returns the arguments.
func (f *Field) Args(includeDeprecated *bool) ([]InputValue, error) {
	return listed(f.args, includeDeprecated)
}

func (f *Field) args(includeDeprecated bool) []InputValue {
	return arguments(f.schema, f.def.Arguments, includeDeprecated)
}

// Type returns the type.
func (f *Field) Type() *Type { return referenced(f.schema, f.def.Type) }

// IsDeprecated reports whether the field is deprecated.
func (f *Field) IsDeprecated() bool { return f.DeprecationReason() != nil }

// DeprecationReason returns why the field is deprecated; nil if it is not.
func (f *Field) DeprecationReason() *string { return reason(f.def.Directives) }

// InputValue is the type __InputValue: an argument, or a field of an input object.
type InputValue struct {
	schema      *ast.Schema
	name        string
	description string
	of          *ast.Type
	fallback    *ast.Value
	directives  ast.DirectiveList
}

func arguments(schema *ast.Schema, defs ast.ArgumentDefinitionList, includeDeprecated bool) []InputValue {
	values := make([]InputValue, 0, len(defs))
	for _, a := range defs {
		if shown(a.Name, a.Directives, includeDeprecated) {
			values = append(values, InputValue{schema, a.Name, a.Description, a.Type, a.DefaultValue, a.Directives})
		}
	}
	return values
}

// Name returns the name.
func (v *InputValue) Name() string { return v.name }

// Description returns the description; nil for none.
func (v *InputValue) Description() *string { return text(v.description) }

// Type returns the type.
func (v *InputValue) Type() *Type { return referenced(v.schema, v.of) }

// DefaultValue returns the default as GraphQL writes it; nil for none.
func (v *InputValue) DefaultValue() *string {
	if v.fallback == nil {
		return nil
	}
	return new(literal(v.fallback))
}

// IsDeprecated reports whether the argument or field is deprecated.
func (v *InputValue) IsDeprecated() bool { return v.DeprecationReason() != nil }

// DeprecationReason returns why the argument or field is deprecated; nil if it is not.
func (v *InputValue) DeprecationReason() *string { return reason(v.directives) }

// literal writes a value as graphql-js does.
func literal(value *ast.Value) string {
	parts := make([]string, len(value.Children))
	for i, child := range value.Children {
		parts[i] = literal(child.Value)
		if child.Name != "" {
			parts[i] = child.Name + ": " + parts[i]
		}
	}
	switch value.Kind {
	case ast.ListValue:
		return "[" + strings.Join(parts, ", ") + "]"
	case ast.ObjectValue:
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return value.String()
}

// EnumValue is the type __EnumValue.
type EnumValue struct{ def *ast.EnumValueDefinition }

// Name returns the name.
func (v *EnumValue) Name() string { return v.def.Name }

// Description returns the description; nil for none.
func (v *EnumValue) Description() *string { return text(v.def.Description) }

// IsDeprecated reports whether the value is deprecated.
func (v *EnumValue) IsDeprecated() bool { return v.DeprecationReason() != nil }

// DeprecationReason returns why the value is deprecated; nil if it is not.
func (v *EnumValue) DeprecationReason() *string { return reason(v.def.Directives) }
