package expansion_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestExpansion_printsItsExpansion(t *testing.T) {
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		for _, n := range []*expansion.Expansion{a, b, expansion.Merge(a, b)} {
			list, err := fields.Parse(n.String())
			if got, want := inAnyOrder(list), inAnyOrder(printed(n)); err != nil || got != want {
				t.Errorf("prints %s, want %s, %v", got, want, err)
			}
		}
	})
}

// inAnyOrder returns a list as text that does not tell in which order the list was.
func inAnyOrder(list fields.List) string {
	var parts []string
	for _, f := range list {
		inner := inAnyOrder(f.Fields)
		f.Fields = nil
		parts = append(parts, f.String()+inner)
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, " ") + "}"
}

func TestExpansion_printsInTheOrderOfTheSelection(t *testing.T) {
	for query, want := range map[string]string{
		`{ me { media(first: 1) { nodes { owner { username } caption } } username stories { nodes { id } } name } }`:                       "id,media.limit(1){id,owner{id,username},caption},username,stories{id},name",
		`{ me { name ...F username } } fragment F on User { stories { nodes { timestamp } } media(first: 2) { totalCount } website name }`: "id,name,stories{id,timestamp},media_count,website,username",
		`{ me { media(first: 1) { nodes { caption } totalCount } } }`:                                                                      "id,media_count,media.limit(1){id,caption}", // the total comes first
	} {
		n := wanted(t, "", query)
		if got := n.String(); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
		if got := expansion.Merge(n, &expansion.Expansion{Type: n.Type}).String(); got != want {
			t.Errorf("%s, merged with nothing: %s, want %s", query, got, want)
		}
		if got := n.Without(nil, errLost, false).String(); got != want {
			t.Errorf("%s, without nothing: %s, want %s", query, got, want)
		}
	}
}

func TestExpansion_printsWhatWasAddedLaterAtTheEnd(t *testing.T) {
	n := wanted(t, "", `{ me { media(first: 1) { nodes { caption } } username name } }`)
	lost := n.Without(partsOf(t, n, "User.username"), errLost, false)
	if got := lost.Told(map[string]error{"username": nil}).String(); got != "id,media.limit(1){id,caption},name,username" {
		t.Error(got)
	}
}

// printed returns the list that a node should print as, in any order.
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
