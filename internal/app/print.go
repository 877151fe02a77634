package app

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// printPlan prints a line for each call, for each field whose arguments cannot be,
// and for each id that cannot be looked up.
func printPlan(w io.Writer, p *plan.Plan, s config.Settings, way dialect.LookupMode) error {
	var b strings.Builder
	for _, call := range p.Calls(way) {
		call.Path = "/" + s.GraphVersion + call.Path
		fmt.Fprintln(&b, call)
	}
	for _, root := range p.Roots() {
		if root.Err != nil {
			fmt.Fprintf(&b, "# %s: %v\n", root.Key, root.Err)
		}
		for _, l := range root.Lookups {
			if l.Err != nil {
				fmt.Fprintf(&b, "# %s: %v\n", root.Key, l.Err)
			}
		}
	}
	for _, left := range p.Skipped {
		fmt.Fprintf(&b, "# %s: %v\n", left.Field.Coordinate(), left.Err)
	}
	if p.Refused {
		fmt.Fprintf(&b, "# some fields do not exist with %s and are not asked for\n", p.Dialect.Login.Title())
	}
	fmt.Fprintf(&b, "# at most %d\n", p.Bound(way))
	_, err := io.WriteString(w, b.String())
	return err
}

// Schema prints the schema as clients see it.
func Schema(w io.Writer) error {
	schema, _, err := graph.NewSchema()
	if err != nil {
		return err
	}
	shown := *schema.Schema() // a copy as far as directives stand in it: the schema is in use
	shown.Types = make(map[string]*ast.Definition, len(shown.Types))
	for name, def := range schema.Schema().Types {
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

// public leaves out the directives that only this server needs.
func public(directives ast.DirectiveList) ast.DirectiveList {
	return slices.DeleteFunc(slices.Clone(directives), func(d *ast.Directive) bool {
		return slices.Contains(mapping.Directives, d.Name)
	})
}

// Version prints the program's version and the Go version it was built with.
func Version(w io.Writer) error {
	_, err := fmt.Fprintf(w, "gramql %s %s\n", version(), runtime.Version())
	return err
}

// version is the program's own.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
