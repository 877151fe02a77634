// Package compiler makes programs of operations and their plans, or says why an operation is
// left to the ordinary way.
//
//	compiler.go    root fields
//	object.go      nodes and their fields
//	value.go       scalars, and values without ids
//	computed.go    fields that are worked out from others
//	connection.go  connections
//	reason.go      why an operation is left to the ordinary way
package compiler

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/transcode/program"
)

// Compiler compiles operations on one schema.
type Compiler struct {
	schema  *ast.Schema
	mapping *mapping.Mapping
	enums   map[string]*program.Enum
}

// NewCompiler returns a compiler for a schema, and what its types are in the Graph API.
func NewCompiler(schema *ast.Schema, m *mapping.Mapping) *Compiler {
	c := &Compiler{schema: schema, mapping: m, enums: map[string]*program.Enum{}}
	for name, def := range schema.Types {
		if def.Kind == ast.Enum {
			e := &program.Enum{Values: map[string]string{}}
			for _, value := range def.EnumValues {
				e.Values[value.Name] = `"` + value.Name + `"`
			}
			c.enums[name] = e
		}
	}
	return c
}

// Compile returns the program that answers an operation as its plan does, from the answer to
// the plan's only call; or why none can.
func (c *Compiler) Compile(p *plan.Plan, only *plan.Only, operation *graphql.OperationContext) (*program.Program, Reason) {
	switch {
	case operation.Operation.Operation == ast.Mutation:
		return nil, Mutation
	case p.Refused || len(p.Skipped) > 0 || !p.Valid():
		return nil, NotPlanned
	case only == nil:
		return nil, SeveralCalls
	case p.AsksConnected():
		return nil, OtherRoots
	}
	compiled := &program.Program{Form: only.Form, IDs: only.NodeIDs, Account: only.Account}
	w := &compilation{Compiler: c, plan: p, operation: operation, counted: map[*expansion.Expansion]bool{}}
	nodes := only.Nodes
	for _, selected := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"}) {
		f, known := program.Root{Key: program.Key(selected.Alias)}, p.Root(selected.Alias)
		switch {
		case selected.Name == "__typename":
			f.Text = `"` + selected.ObjectDefinition.Name + `"`
		case known == nil:
			w.leave(OtherRoots)
		default:
			f.First, f.Nodes, f.List = len(only.Nodes)-len(nodes), 1, selected.Definition.Type.Elem != nil
			if only.Form >= plan.FormNode {
				f.Nodes = len(known.Lookups)
			}
			if f.Nodes == 0 || len(nodes) < f.Nodes { // no node, or the same account again
				return nil, SeveralRoots
			}
			f.Object = w.top(nodes[:f.Nodes], selected.Selections)
			nodes = nodes[f.Nodes:]
		}
		compiled.Fields = append(compiled.Fields, f)
	}
	if w.reason != "" {
		return nil, w.reason
	}
	return compiled, ""
}

// top compiles what is selected of the nodes of one root field. Nodes of several root fields
// can share an expansion, and each of them counts.
func (w *compilation) top(nodes []*expansion.Expansion, selections ast.SelectionSet) *program.Object {
	for _, n := range nodes {
		if n != nodes[0] {
			w.leave(SeveralTypes)
		}
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
