package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/mapping"
)

// mutation is the type whose fields write, and subscription the one whose fields are told: what
// they tell is read by the fields of Query, and watched by tests of their own.
const mutation, subscription = "Mutation", "Subscription"

// writes returns the mutations that write to the Graph API, in the order of their names.
func writes(m *mapping.Mapping) (all []*mapping.Field) {
	t := m.Type(mutation)
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		if t.Fields[name].Write != nil {
			all = append(all, t.Fields[name])
		}
	}
	return all
}

// place returns the type whose node a mutation writes to, and the edge of the node; empty
// for the node itself.
func place(f *mapping.Field) (t *mapping.Type, edge string) {
	node, edge, _ := strings.Cut(strings.TrimPrefix(f.Write.Path, "/"), "/")
	return f.Write.Input(strings.Trim(node, "{}")).Types[0], edge
}

// writtenBy returns the mutations that write to an edge; with the id of a node those that
// write to the node itself.
func writtenBy(m *mapping.Mapping, t *mapping.Type, f *mapping.Field) (names []string) {
	for _, write := range writes(m) {
		at, edge := place(write)
		if at == t && (f.Edge != nil && f.Edge.Name == edge || f.Name == "id" && edge == "") {
			names = append(names, write.Name)
		}
	}
	return names
}

// written returns the writes to nodes of a type, as specifications name them: "POST
// comments", and "DELETE" for the node itself.
func written(m *mapping.Mapping, t *mapping.Type) map[string]bool {
	names := map[string]bool{}
	for _, f := range writes(m) {
		if at, edge := place(f); at == t {
			names[strings.TrimSpace(f.Write.Method+" "+edge)] = true
		}
	}
	return names
}
