package introspection

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/problem"
)

// Type is the type __Type: one that is defined, or a list of another, or another
// without null.
type Type struct {
	schema *ast.Schema
	def    *ast.Definition
	// wrapped is a list or non-null type; nil if def is set.
	wrapped *ast.Type
}

// Named returns the type of a name; nil for none.
func Named(schema *ast.Schema, name string) *Type { return defined(schema, schema.Types[name]) }

// Asked returns what __type gives for its arguments, nil for an unknown name. The error
// is a *problem.InputError: only a variable can be null there, and gqlgen takes null
// for an empty name.
func Asked(schema *ast.Schema, arguments map[string]any) (*Type, error) {
	name, ok := arguments["name"].(string)
	if !ok {
		return nil, problem.Input("name", "must not be null", "Give the name of a type.")
	}
	return Named(schema, name), nil
}

func defined(schema *ast.Schema, def *ast.Definition) *Type {
	if def == nil {
		return nil
	}
	return &Type{schema: schema, def: def}
}

func referenced(schema *ast.Schema, t *ast.Type) *Type {
	if t.NonNull || t.Elem != nil {
		return &Type{schema: schema, wrapped: t}
	}
	return Named(schema, t.NamedType)
}

// Kind returns the __TypeKind.
func (t *Type) Kind() string {
	switch {
	case t.def != nil:
		return string(t.def.Kind)
	case t.wrapped.NonNull:
		return "NON_NULL"
	}
	return "LIST"
}

// Name returns the name; nil for a list or non-null type.
func (t *Type) Name() *string {
	if t.def == nil {
		return nil
	}
	return &t.def.Name
}

// Description returns the description; nil for none.
func (t *Type) Description() *string {
	if t.def == nil {
		return nil
	}
	return text(t.def.Description)
}

// SpecifiedByURL returns where a scalar of the schema's own is described; nil for none.
func (t *Type) SpecifiedByURL() *string {
	if !t.is(ast.Scalar) {
		return nil
	}
	if specified := t.def.Directives.ForName("specifiedBy"); specified != nil {
		return &specified.Arguments.ForName("url").Value.Raw
	}
	return nil
}

// is reports whether the type is defined as one of the kinds.
func (t *Type) is(kinds ...ast.DefinitionKind) bool {
	for _, kind := range kinds {
		if t.def != nil && t.def.Kind == kind {
			return true
		}
	}
	return false
}

// Fields returns the fields of an object or interface; nil for other types.
func (t *Type) Fields(includeDeprecated *bool) ([]Field, error) {
	return listed(t.fields, includeDeprecated)
}

func (t *Type) fields(includeDeprecated bool) []Field {
	if !t.is(ast.Object, ast.Interface) {
		return nil
	}
	fields := make([]Field, 0, len(t.def.Fields))
	for _, f := range t.def.Fields {
		if shown(f.Name, f.Directives, includeDeprecated) {
			fields = append(fields, Field{t.schema, f})
		}
	}
	return fields
}

// Interfaces returns the interfaces of an object or interface; nil for other types.
func (t *Type) Interfaces() []Type {
	if !t.is(ast.Object, ast.Interface) {
		return nil
	}
	interfaces := make([]Type, 0, len(t.def.Interfaces))
	for _, name := range t.def.Interfaces {
		interfaces = append(interfaces, *Named(t.schema, name))
	}
	return interfaces
}

// PossibleTypes returns the objects that an interface or union can be; nil for other
// types.
func (t *Type) PossibleTypes() []Type {
	if !t.is(ast.Interface, ast.Union) {
		return nil
	}
	types := []Type{}
	for _, def := range t.schema.GetPossibleTypes(t.def) {
		if def.Kind == ast.Object {
			types = append(types, Type{schema: t.schema, def: def})
		}
	}
	return types
}

// EnumValues returns the values of an enum; nil for other types.
func (t *Type) EnumValues(includeDeprecated *bool) ([]EnumValue, error) {
	return listed(t.enumValues, includeDeprecated)
}

func (t *Type) enumValues(includeDeprecated bool) []EnumValue {
	if !t.is(ast.Enum) {
		return nil
	}
	values := make([]EnumValue, 0, len(t.def.EnumValues))
	for _, v := range t.def.EnumValues {
		if shown(v.Name, v.Directives, includeDeprecated) {
			values = append(values, EnumValue{v})
		}
	}
	return values
}

// InputFields returns the fields of an input object; nil for other types.
func (t *Type) InputFields(includeDeprecated *bool) ([]InputValue, error) {
	return listed(t.inputFields, includeDeprecated)
}

func (t *Type) inputFields(includeDeprecated bool) []InputValue {
	if !t.is(ast.InputObject) {
		return nil
	}
	fields := make([]InputValue, 0, len(t.def.Fields))
	for _, f := range t.def.Fields {
		if shown(f.Name, f.Directives, includeDeprecated) {
			fields = append(fields, InputValue{t.schema, f.Name, f.Description, f.Type, f.DefaultValue, f.Directives})
		}
	}
	return fields
}

// OfType returns what a list is of, or a non-null type without its !; nil for other
// types.
func (t *Type) OfType() *Type {
	switch {
	case t.wrapped == nil:
		return nil
	case t.wrapped.NonNull:
		nullable := *t.wrapped
		nullable.NonNull = false
		return referenced(t.schema, &nullable)
	}
	return referenced(t.schema, t.wrapped.Elem)
}

// IsOneOf reports whether an input object takes exactly one field; nil for other types.
func (t *Type) IsOneOf() *bool {
	if !t.is(ast.InputObject) {
		return nil
	}
	return new(t.def.Directives.ForName("oneOf") != nil)
}
