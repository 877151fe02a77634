// Package introspection answers what a schema says of itself. gqlgen's own types
// answer [] and false where the specification wants null, and know no deprecated
// arguments.
//
// Source: GraphQL specification, September 2025, section 4.2, Schema Introspection.
package introspection

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/problem"
)

// Schema is the type __Schema.
type Schema struct{ schema *ast.Schema }

// Of returns what a schema says of itself.
func Of(schema *ast.Schema) *Schema { return &Schema{schema} }

// Description returns the schema's description; nil for none.
func (s *Schema) Description() *string { return text(s.schema.Description) }

// Types returns all types in the order of their names.
func (s *Schema) Types() []Type {
	types := make([]Type, 0, len(s.schema.Types))
	for _, name := range slices.Sorted(maps.Keys(s.schema.Types)) {
		types = append(types, Type{schema: s.schema, def: s.schema.Types[name]})
	}
	return types
}

// QueryType returns the type at the root of queries.
func (s *Schema) QueryType() *Type { return defined(s.schema, s.schema.Query) }

// MutationType returns the type at the root of mutations; nil for none.
func (s *Schema) MutationType() *Type { return defined(s.schema, s.schema.Mutation) }

// SubscriptionType returns the type at the root of subscriptions; nil for none.
func (s *Schema) SubscriptionType() *Type { return defined(s.schema, s.schema.Subscription) }

// Directives returns all directives in the order of their names.
func (s *Schema) Directives() []Directive {
	directives := make([]Directive, 0, len(s.schema.Directives))
	for _, def := range s.schema.Directives {
		directives = append(directives, Directive{s.schema, def})
	}
	slices.SortFunc(directives, func(a, b Directive) int { return cmp.Compare(a.def.Name, b.def.Name) })
	return directives
}

// Directive is the type __Directive.
type Directive struct {
	schema *ast.Schema
	def    *ast.DirectiveDefinition
}

// Name returns the name, without @.
func (d *Directive) Name() string { return d.def.Name }

// Description returns the description; nil for none.
func (d *Directive) Description() *string { return text(d.def.Description) }

// IsRepeatable reports whether the directive may be written more than once in one
// place.
func (d *Directive) IsRepeatable() bool { return d.def.IsRepeatable }

// Locations returns where the directive may be written.
func (d *Directive) Locations() []string {
	names := make([]string, len(d.def.Locations))
	for i, l := range d.def.Locations {
		names[i] = string(l)
	}
	return names
}

// Args returns the arguments.
func (d *Directive) Args(includeDeprecated *bool) ([]InputValue, error) {
	return listed(d.args, includeDeprecated)
}

func (d *Directive) args(includeDeprecated bool) []InputValue {
	return arguments(d.schema, d.def.Arguments, includeDeprecated)
}

// text returns a description; nil for none.
func text(description string) *string {
	if description == "" {
		return nil
	}
	return &description
}

// reason returns why something is deprecated; nil if it is not.
func reason(directives ast.DirectiveList) *string {
	deprecated := directives.ForName("deprecated")
	if deprecated == nil {
		return nil
	}
	if given := deprecated.Arguments.ForName("reason"); given != nil {
		return &given.Value.Raw
	}
	return new("No longer supported")
}

// listed returns a list with or without what is deprecated in it. Only a variable can
// be null there, for gqlparser's own types let the argument be: the error is a
// *problem.InputError.
func listed[T any](list func(includeDeprecated bool) []T, includeDeprecated *bool) ([]T, error) {
	if includeDeprecated == nil {
		return nil, problem.Input("includeDeprecated", "must not be null", "Give true or false, or leave the argument out.")
	}
	return list(*includeDeprecated), nil
}

// shown reports whether something is listed.
func shown(name string, directives ast.DirectiveList, includeDeprecated bool) bool {
	return !strings.HasPrefix(name, "__") && (includeDeprecated || directives.ForName("deprecated") == nil)
}
