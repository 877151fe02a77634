package command

import (
	"io"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/gramql/gramql/internal/mapping"
)

// Schema prints the schema as clients see it, in GraphQL's schema definition
// language. For generators of code it also says which fields are null with an error only.
func Schema(w io.Writer, forCodegen bool) error {
	schema, m, err := mapping.Load()
	if err != nil {
		return err
	}
	shown := *schema // the schema is in use: whatever holds directives is copied
	shown.Types = make(map[string]*ast.Definition, len(shown.Types))
	for name, def := range schema.Types {
		shown.Types[name] = publicType(*def)
	}
	if forCodegen {
		markSemanticNonNull(&shown, m)
	}
	formatter.NewFormatter(w, formatter.WithIndent("  ")).FormatSchema(&shown)
	return nil
}

// semanticNonNull is the directive that generators know the fields by whose type is
// nullable only because of errors.
//
// Source: Apollo, nullability specification v0.4; Relay, @semanticNonNull.
const semanticNonNull = "semanticNonNull"

// markSemanticNonNull puts the directive on each field of a schema whose definitions are
// copies.
func markSemanticNonNull(shown *ast.Schema, m *mapping.Mapping) {
	list := ast.NonNullListType(ast.NonNullNamedType("Int", nil), nil)
	shown.Directives = maps.Clone(shown.Directives)
	shown.Directives[semanticNonNull] = &ast.DirectiveDefinition{
		Name:        semanticNonNull,
		Description: "The field is null only if there is an error at its path.",
		Arguments: ast.ArgumentDefinitionList{{
			Name: "levels", Description: "How deep in lists: 0 is the field itself.", Type: list,
			DefaultValue: &ast.Value{Kind: ast.ListValue, Children: ast.ChildValueList{{Value: &ast.Value{Raw: "0", Kind: ast.IntValue}}}},
		}},
		Locations: []ast.DirectiveLocation{ast.LocationFieldDefinition},
		Position:  &ast.Position{Src: &ast.Source{}},
	}
	for _, def := range shown.Types {
		for _, f := range def.Fields {
			if m.NullWithErrorOnly(def.Name, f.Name) {
				f.Directives = append(f.Directives, &ast.Directive{Name: semanticNonNull})
			}
		}
	}
}

func publicType(def ast.Definition) *ast.Definition {
	def.Directives, def.Fields = public(def.Directives), slices.Clone(def.Fields)
	for i, f := range def.Fields {
		field := *f
		field.Directives, field.Arguments = public(f.Directives), slices.Clone(f.Arguments)
		for j, arg := range f.Arguments {
			shown := *arg
			shown.Directives = public(arg.Directives)
			field.Arguments[j] = &shown
		}
		def.Fields[i] = &field
	}
	def.EnumValues = slices.Clone(def.EnumValues)
	for i, value := range def.EnumValues {
		shown := *value
		shown.Directives = public(value.Directives)
		def.EnumValues[i] = &shown
	}
	return &def
}

// public leaves out the directives that only this server reads.
func public(directives ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(directives), func(d *ast.Directive) bool {
		return slices.Contains(mapping.Directives, d.Name)
	})
}
