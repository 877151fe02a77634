package command

import (
	"io"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/gramql/gramql/internal/mapping"
)

// Schema prints the schema as clients see it, in GraphQL's schema definition
// language.
func Schema(w io.Writer) error {
	schema, _, err := mapping.Load()
	if err != nil {
		return err
	}
	shown := *schema // the schema is in use: whatever holds directives is copied
	shown.Types = make(map[string]*ast.Definition, len(shown.Types))
	for name, def := range schema.Types {
		shown.Types[name] = publicType(*def)
	}
	formatter.NewFormatter(w, formatter.WithIndent("  ")).FormatSchema(&shown)
	return nil
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
