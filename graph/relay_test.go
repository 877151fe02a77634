package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/mapping"
)

// TestSchema_everyConnectionFollowsRelay holds each connection, the fields that
// lead to it, and nodes to what clients of Relay build on.
//
// Relay: Cursor Connections Specification; Global Object Identification
// Specification.
func TestSchema_everyConnectionFollowsRelay(t *testing.T) {
	schema := relay(t)
	connections := 0
	for name, def := range schema.Types {
		node, ok := strings.CutSuffix(name, "Connection")
		if !ok {
			continue
		}
		connections++
		schema.has(def, "edges", "["+node+"Edge!]!")
		schema.has(def, "pageInfo", "PageInfo!")
		schema.has(def, "nodes", "["+node+"!]!")
		schema.has(schema.Types[node+"Edge"], "cursor", "String!")
		schema.has(schema.Types[node+"Edge"], "node", node+"!")
	}
	if connections == 0 {
		t.Error("there is no connection")
	}
	info := schema.Types["PageInfo"]
	for field, of := range map[string]string{"hasNextPage": "Boolean!", "hasPreviousPage": "Boolean!", "startCursor": "String", "endCursor": "String"} {
		schema.has(info, field, of)
	}
	for _, def := range schema.Types {
		for _, f := range def.Fields {
			if strings.HasSuffix(f.Type.Name(), "Connection") {
				schema.pages(def, f)
			}
		}
	}
}

func TestSchema_everyNodeIsFoundByItsID(t *testing.T) {
	schema := relay(t)
	schema.has(schema.Types["Node"], "id", "ID!")
	schema.takes(schema.Query, "node", "id", "ID!")
	schema.has(schema.Query, "node", "Node")
	schema.takes(schema.Query, "nodes", "ids", "[ID!]!")
	schema.has(schema.Query, "nodes", "[Node]!")
	for _, def := range schema.PossibleTypes["Node"] {
		schema.has(def, "id", "ID!")
	}
}

// relaySchema is the schema, with what can be asked of it.
type relaySchema struct {
	*ast.Schema
	t *testing.T
}

func relay(t *testing.T) relaySchema {
	t.Helper()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	return relaySchema{schema, t}
}

// has fails when a type lacks a field of that type.
func (s relaySchema) has(def *ast.Definition, name, of string) {
	s.t.Helper()
	switch {
	case def == nil:
		s.t.Errorf("no type for the field %s of %s", name, of)
	case def.Fields.ForName(name) == nil:
		s.t.Errorf("%s has no field %s", def.Name, name)
	case def.Fields.ForName(name).Type.String() != of:
		s.t.Errorf("%s.%s is %s, want %s", def.Name, name, def.Fields.ForName(name).Type, of)
	}
}

// takes fails when a field lacks an argument of that type.
func (s relaySchema) takes(def *ast.Definition, field, argument, of string) {
	s.t.Helper()
	found := def.Fields.ForName(field).Arguments.ForName(argument)
	if found == nil || found.Type.String() != of {
		s.t.Errorf("%s.%s has no argument %s of %s", def.Name, field, argument, of)
	}
}

// forward are the connections that only page forward, as Relay allows.
var forward = []string{"PublicationConnection"}

// pages fails when a field that leads to a connection cannot be paged.
func (s relaySchema) pages(def *ast.Definition, f *ast.FieldDefinition) {
	s.t.Helper()
	for argument, of := range map[string]string{"first": "Int", "after": "String", "last": "Int", "before": "String"} {
		if slices.Contains(forward, f.Type.Name()) && (argument == "last" || argument == "before") {
			continue
		}
		s.takes(def, f.Name, argument, of)
	}
	if f.Type.Elem != nil {
		s.t.Errorf("%s.%s is %s, want one connection", def.Name, f.Name, f.Type)
	}
}
