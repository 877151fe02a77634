package expansion_test

import (
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestExpansion_printsItsExpansion(t *testing.T) {
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		for _, n := range []*expansion.Expansion{a, b, expansion.Merge(a, b)} {
			if got, want := n.String(), printed(n).String(); got != want {
				t.Errorf("prints %s, want %s", got, want)
			}
		}
	})
}

// printed returns the list that a node should print as.
func printed(n *expansion.Expansion) fields.List {
	var list fields.List
	if n.Type.Identified() {
		list = append(list, fields.Field{Name: "id"})
	}
	for _, name := range n.Names {
		list = append(list, fields.Field{Name: name})
	}
	for _, o := range n.Objects {
		list = append(list, fields.Field{Name: o.Name, Fields: printed(o.Node)})
	}
	for _, e := range n.Edges {
		if e.Asked == expansion.Here {
			list = append(list, fields.Field{Name: e.Name, Params: e.Params, Fields: printed(e.Node)})
		}
	}
	return list
}

func TestExpansion_printsWhatParsesToItself(t *testing.T) {
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		for _, n := range []*expansion.Expansion{a, expansion.Merge(a, b)} {
			list, err := fields.Parse(n.String())
			if err != nil || list.String() != n.String() {
				t.Fatalf("%s parses to %s, %v", n, list, err)
			}
			if key := twice(list); key != "" {
				t.Errorf("%s would answer two things as %s", n, key)
			}
		}
	})
}

// twice returns a name that a list asks for twice; empty when it has none.
func twice(list fields.List) string {
	seen := map[string]bool{}
	for _, f := range list {
		if seen[f.Key()] {
			return f.Key()
		}
		seen[f.Key()] = true
		if key := twice(f.Fields); key != "" {
			return key
		}
	}
	return ""
}
