package transcode

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/conversion"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Compiler compiles operations on one schema.
type Compiler struct {
	schema  *ast.Schema
	mapping *mapping.Mapping
	enums   map[string]*enum
}

// NewCompiler returns a compiler for a schema, and what its types are in the Graph API.
func NewCompiler(schema *ast.Schema, m *mapping.Mapping) *Compiler {
	c := &Compiler{schema: schema, mapping: m, enums: map[string]*enum{}}
	for name, def := range schema.Types {
		if def.Kind == ast.Enum {
			e := &enum{values: map[string]string{}}
			for _, value := range def.EnumValues {
				e.values[value.Name] = `"` + value.Name + `"`
			}
			c.enums[name] = e
		}
	}
	return c
}

// Compile returns the program that answers an operation as its plan does, or why none can.
func (c *Compiler) Compile(p *plan.Plan, operation *graphql.OperationContext) (*Program, Reason) {
	if p.Refused || len(p.Skipped) > 0 {
		return nil, NotPlanned
	}
	if len(p.Roots()) != 1 || p.Roots()[0].Field.RootKind != mapping.RootMe || p.Dialect.MeIsPage {
		return nil, OtherRoots
	}
	if len(p.Me.Expansions()) != 1 || p.Me.Empty() {
		return nil, SeveralCalls
	}
	program, w := &Program{}, &compilation{Compiler: c, plan: p, operation: operation, counted: map[*expansion.Expansion]bool{}}
	for _, selected := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"}) {
		f := root{key: key(selected.Alias)}
		switch selected.Name {
		case "__typename":
			f.text = `"Query"`
		case p.Roots()[0].Field.Name:
			f.object = w.object(p.Me, selected.Selections)
			f.object.owner = true
		default:
			return nil, OtherRoots
		}
		program.fields = append(program.fields, f)
	}
	if w.reason != "" {
		return nil, w.reason
	}
	return program, ""
}

// compilation is one operation on its way to a program.
type compilation struct {
	*Compiler
	plan      *plan.Plan
	operation *graphql.OperationContext
	// counted are the nodes that a field counts already.
	counted map[*expansion.Expansion]bool
	// reason is the first that was found.
	reason Reason
}

// leave notes why the operation is left to the ordinary way.
func (w *compilation) leave(why Reason) {
	if w.reason == "" {
		w.reason = why
	}
}

// value returns what a value of the answer is in an enum type, with quotes.
func (e *enum) value(text []byte) string {
	if value, ok := e.values[string(text)]; ok {
		return value
	}
	return `"` + conversion.EnumValue(string(text), func(word string) bool { return e.values[word] != "" }) + `"`
}
