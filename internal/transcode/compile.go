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

// Compile returns the program that answers an operation as its plan does, from the answer to
// the plan's only call; or why none can.
func (c *Compiler) Compile(p *plan.Plan, only *plan.Only, operation *graphql.OperationContext) (*Program, Reason) {
	switch {
	case p.Refused || len(p.Skipped) > 0 || !p.Valid():
		return nil, NotPlanned
	case only == nil:
		return nil, SeveralCalls
	}
	program := &Program{form: only.Form, ids: only.IDs, account: only.Account}
	w := &compilation{Compiler: c, plan: p, operation: operation, counted: map[*expansion.Expansion]bool{}}
	nodes := only.Nodes
	for _, selected := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"}) {
		f, known := root{key: key(selected.Alias)}, p.Root(selected.Alias)
		switch {
		case selected.Name == "__typename":
			f.text = `"` + selected.ObjectDefinition.Name + `"`
		case known == nil:
			w.leave(OtherRoots)
		default:
			f.first, f.nodes, f.list = len(only.Nodes)-len(nodes), 1, selected.Definition.Type.Elem != nil
			if only.Form >= plan.FormNode {
				f.nodes = len(known.Lookups)
			}
			if f.nodes == 0 || len(nodes) < f.nodes { // no node, or the same account again
				return nil, SeveralRoots
			}
			f.object = w.top(nodes[:f.nodes], selected.Selections)
			nodes = nodes[f.nodes:]
		}
		program.fields = append(program.fields, f)
	}
	if w.reason != "" {
		return nil, w.reason
	}
	return program, ""
}

// top compiles what is selected of the nodes of one root field. Nodes of several root fields
// can share an expansion, and each of them counts.
func (w *compilation) top(nodes []*expansion.Expansion, selections ast.SelectionSet) *object {
	for _, n := range nodes {
		if n != nodes[0] {
			w.leave(SeveralTypes)
		}
	}
	if nodes[0].Through {
		w.leave(FoundNode)
	}
	w.counted = map[*expansion.Expansion]bool{}
	return w.object(nodes[0], selections, nil)
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
