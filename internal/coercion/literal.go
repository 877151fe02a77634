package coercion

import (
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Literal returns the value of a literal without variables: a default, in a
// document or in the schema. It is valid.
func (c *Coercer) Literal(t *ast.Type, literal *ast.Value) any {
	switch {
	case literal.Kind == ast.NullValue:
		return nil
	case t.Elem != nil && literal.Kind != ast.ListValue:
		return []any{c.Literal(t.Elem, literal)}
	case t.Elem != nil:
		items := make([]any, len(literal.Children))
		for i, item := range literal.Children {
			items[i] = c.Literal(t.Elem, item.Value)
		}
		return items
	}
	definition := c.schema.Types[t.NamedType]
	switch definition.Kind {
	case ast.InputObject:
		return c.literalObject(definition, literal)
	case ast.Enum:
		return literal.Raw
	}
	value, ok := plain(literal)
	if !ok { // of a scalar that takes every value
		value, _ = literal.Value(nil)
	}
	if scalar, known := c.scalars[definition.Name]; known {
		if coerced, err := scalar.Coerce(value); err == nil {
			return coerced
		}
	}
	return value
}

func (c *Coercer) literalObject(definition *ast.Definition, literal *ast.Value) any {
	object := make(map[string]any, len(definition.Fields))
	for _, field := range definition.Fields {
		if given := literal.Children.ForName(field.Name); given != nil {
			object[field.Name] = c.Literal(field.Type, given)
		} else if field.DefaultValue != nil {
			object[field.Name] = c.Literal(field.Type, field.DefaultValue)
		}
	}
	return object
}

func sortedKeys(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }

// Check returns what is wrong with a literal that stands for a leaf: a scalar or an
// enum value. The literal is no variable, and not null.
func (c *Coercer) Check(definition *ast.Definition, literal *ast.Value) error {
	if definition.Kind == ast.Enum {
		return c.checkEnum(definition, literal)
	}
	scalar, known := c.scalars[definition.Name]
	if !known {
		return nil
	}
	if err := scalar.check(literal); err != nil {
		return fmt.Errorf("%w: %s", err, ShowLiteral(literal))
	}
	return nil
}

func (c *Coercer) checkEnum(definition *ast.Definition, literal *ast.Value) error {
	switch {
	case literal.Kind != ast.EnumValue:
		return fmt.Errorf("Enum %q cannot represent non-enum value: %s.%s", definition.Name, ShowLiteral(literal), //nolint:staticcheck // as graphql-js says it
			c.suggestion("the enum value ", literal.Raw, enumNames(definition)))
	case definition.EnumValues.ForName(literal.Raw) == nil:
		return fmt.Errorf("Value %q does not exist in %q enum.%s", cut(literal.Raw), definition.Name, //nolint:staticcheck // as graphql-js says it
			c.suggestion("the enum value ", literal.Raw, enumNames(definition)))
	}
	return nil
}
