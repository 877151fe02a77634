package coercion

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// value coerces a JSON value to a type. What is wrong with it is among the errors
// of the reading afterwards, and the result of no use.
func (r *reading) value(t *ast.Type, value any, at *place) any {
	switch {
	case r.full():
		return nil
	case value == nil && t.NonNull:
		r.invalid(at, value, fmt.Sprintf("Expected non-nullable type %q not to be null.", t.String()))
		return nil
	case value == nil:
		return nil
	case t.Elem != nil:
		return r.list(t, value, at)
	}
	definition := r.coercer.schema.Types[t.NamedType]
	switch definition.Kind {
	case ast.InputObject:
		return r.object(definition, value, at)
	case ast.Enum:
		return r.enum(definition, value, at)
	}
	scalar, known := r.coercer.scalars[definition.Name]
	if !known {
		return value
	}
	coerced, err := scalar.Coerce(value)
	if err != nil {
		r.invalid(at, value, err.Error()+".")
	}
	return coerced
}

// list coerces the items of a list; what is no list is the only item of one.
//
// Source: section 3.11, List, Input Coercion.
func (r *reading) list(t *ast.Type, value any, at *place) any {
	items, ok := value.([]any)
	if !ok {
		return []any{r.value(t.Elem, value, at)}
	}
	coerced := make([]any, len(items))
	for i, item := range items {
		coerced[i] = r.value(t.Elem, item, at.of(i))
	}
	return coerced
}

func (r *reading) enum(definition *ast.Definition, value any, at *place) any {
	name, ok := value.(string)
	switch {
	case !ok:
		r.invalid(at, value, fmt.Sprintf("Enum %q cannot represent non-string value.", definition.Name))
	case definition.EnumValues.ForName(name) == nil:
		r.invalid(at, value, fmt.Sprintf("Value does not exist in %q enum.", definition.Name)+
			r.coercer.suggestion("the enum value ", name, enumNames(definition)))
	}
	return name
}

func enumNames(definition *ast.Definition) []string {
	names := make([]string, len(definition.EnumValues))
	for i, v := range definition.EnumValues {
		names[i] = v.Name
	}
	return names
}

func fieldNames(definition *ast.Definition) []string {
	names := make([]string, len(definition.Fields))
	for i, f := range definition.Fields {
		names[i] = f.Name
	}
	return names
}

// suggestion names what may have been meant by an unknown name; empty for nothing.
func (c *Coercer) suggestion(what, name string, known []string) string {
	if !c.suggests || len(name) > maxShown {
		return ""
	}
	similar := core.SuggestionList(name, known)
	if len(similar) == 0 {
		return ""
	}
	return " Did you mean " + what + core.QuotedOrList(similar...) + "?"
}

// object coerces the fields of an input object. A field that is not given has its
// default, or is absent, which is not the same as null.
//
// Source: section 3.10, Input Objects, Input Coercion.
func (r *reading) object(definition *ast.Definition, value any, at *place) any {
	given, ok := value.(map[string]any)
	if !ok {
		r.invalid(at, value, fmt.Sprintf("Expected type %q to be an object.", definition.Name))
		return nil
	}
	coerced := make(map[string]any, len(given))
	for _, field := range definition.Fields {
		v, ok := given[field.Name]
		switch {
		case ok:
			coerced[field.Name] = r.value(field.Type, v, at.at(field.Name))
		case field.DefaultValue != nil:
			coerced[field.Name] = r.coercer.Literal(field.Type, field.DefaultValue)
		case field.Type.NonNull:
			r.invalid(at, value, fmt.Sprintf("Field %q of required type %q was not provided.", field.Name, field.Type.String()))
		}
	}
	r.unknown(definition, given, at)
	if definition.Directives.ForName("oneOf") != nil {
		r.oneOf(definition, given, coerced, at)
	}
	return coerced
}

// unknown refuses fields that the type does not have.
func (r *reading) unknown(definition *ast.Definition, given map[string]any, at *place) {
	for _, name := range sortedKeys(given) {
		if definition.Fields.ForName(name) == nil {
			r.invalid(at, given, fmt.Sprintf("Field %q is not defined by type %q.", cut(name), definition.Name)+
				r.coercer.suggestion("", name, fieldNames(definition)))
		}
	}
}

// oneOf refuses all but one field that is not null. Fields that the type does not
// have do not count.
func (r *reading) oneOf(definition *ast.Definition, given, known map[string]any, at *place) {
	if len(known) != 1 {
		r.invalid(at, given, fmt.Sprintf("Exactly one key must be specified for OneOf type %q.", definition.Name))
		return
	}
	for name := range known {
		if given[name] == nil {
			r.invalid(at.at(name), nil, fmt.Sprintf("Field %q must be non-null.", name))
		}
	}
}
