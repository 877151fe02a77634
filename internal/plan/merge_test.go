package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// wantedOf returns what an operation wants of me.
func wantedOf(t testing.TB, selection string, login dialect.Login) *plan.Expansion {
	t.Helper()
	return plan.Compile(theMapping(t), dialect.Of(login), operation(t, "{ me "+selection+" }", nil)).Me
}

// randomSelection makes up a selection of a node type.
func randomSelection(chance *rand.Rand, t *mapping.Type, depth int) string {
	var plain, deep []*mapping.Field
	for _, f := range t.Fields {
		switch {
		case !f.SupportedBy(dialect.Instagram) || !f.SupportedBy(dialect.BasicDisplay):
		case f.Kind == mapping.Connection || f.Kind == mapping.Object:
			deep = append(deep, f)
		case f.Kind == mapping.Plain && !f.Computed:
			plain = append(plain, f)
		}
	}
	byName := func(a, b *mapping.Field) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(plain, byName) // the fields are a map, and a round must repeat
	slices.SortFunc(deep, byName)
	var b strings.Builder
	b.WriteString("{ __typename")
	for range chance.IntN(4) {
		b.WriteString(" " + plain[chance.IntN(len(plain))].Name)
	}
	for i := range chance.IntN(3) {
		if depth == 0 || len(deep) == 0 {
			break
		}
		f := deep[chance.IntN(len(deep))]
		inner := randomSelection(chance, f.Target, depth-1)
		if f.Kind == mapping.Connection {
			inner = fmt.Sprintf("(first: %d%s) { nodes %s pageInfo { hasNextPage } }", 1+chance.IntN(3), randomTime(chance, f), inner)
		}
		fmt.Fprintf(&b, " alias%d: %s%s", i, f.Name, inner)
	}
	return b.String() + " }"
}

// randomTime makes up an argument that makes a page another one, where the field has
// such an argument.
func randomTime(chance *rand.Rand, f *mapping.Field) string {
	if f.Edge.Name != "media" {
		return ""
	}
	return fmt.Sprintf(` until: "202%d-01-01T00:00:00Z"`, chance.IntN(3))
}

// eachPair calls a function with pairs of random nodes.
func eachPair(t *testing.T, property func(t *testing.T, a, b *plan.Expansion)) {
	t.Helper()
	m := theMapping(t)
	chance := rand.New(rand.NewPCG(2, 26))
	for round := range 200 {
		first := randomSelection(chance, m.Type("User"), 3)
		second := randomSelection(chance, m.Type("User"), 3)
		property(t, wantedOf(t, first, dialect.Instagram), wantedOf(t, second, dialect.Instagram))
		if t.Failed() {
			t.Fatalf("round %d:\n%s\n%s", round, first, second)
		}
	}
}

// sorted returns everything that a node asks for, in an order that does not depend
// on how it was made, and without the calls that ask for it.
func sorted(n *plan.Expansion) string {
	parts := slices.Clone(n.Names)
	for _, o := range n.Objects {
		parts = append(parts, o.Name+sorted(o.Node))
	}
	for _, e := range n.Edges {
		parts = append(parts, fmt.Sprint(e.Key, e.Params, e.MaxPages, e.HasNext, e.Cursors, e.Ends, sorted(e.Node)))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, " ") + "}"
}

// contains reports whether a node wants all that another wants.
func contains(n, other *plan.Expansion) bool {
	for _, name := range other.Names {
		if !slices.Contains(n.Names, name) {
			return false
		}
	}
	for _, o := range other.Objects {
		if same := n.Object(o.Name); same == nil || !contains(same, o.Node) {
			return false
		}
	}
	for _, e := range other.Edges {
		same := n.Edge(e.Key)
		if same == nil || same.MaxPages < e.MaxPages || e.HasNext && !same.HasNext || !contains(same.Node, e.Node) {
			return false
		}
	}
	return !n.Empty() || other.Empty()
}

// crowded reports whether an edge is left to a supplement.
func crowded(n *plan.Expansion) bool { return len(n.Supplements()) > 0 }

func TestMerge_wantsWhatBothWantAndNothingElse(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
		printed := [2]string{a.String(), b.String()}
		merged := plan.Merge(a, b)
		if !contains(merged, a) || !contains(merged, b) {
			t.Errorf("%s and %s merge to %s", a, b, merged)
		}
		if got, want := sorted(plan.Merge(b, a)), sorted(merged); got != want {
			t.Errorf("the order matters: %s, %s", got, want)
		}
		for name, again := range map[string]*plan.Expansion{
			"itself": plan.Merge(merged, merged), "its first part": plan.Merge(merged, a),
			"its second part": plan.Merge(b, merged),
		} {
			if sorted(again) != sorted(merged) {
				t.Errorf("merged with %s: %s, want %s", name, sorted(again), sorted(merged))
			}
		}
		if got := [2]string{a.String(), b.String()}; got != printed {
			t.Errorf("merging changed its parts from %s to %s", printed, got)
		}
	})
}

func TestMerge_ofTheSameTwiceIsTheSame(t *testing.T) {
	eachPair(t, func(t *testing.T, a, _ *plan.Expansion) {
		twice := plan.Merge(a, plan.Merge(a, &plan.Expansion{Type: a.Type}))
		if twice.String() != a.String() || sorted(twice) != sorted(a) {
			t.Errorf("%s twice is %s", a, twice)
		}
	})
}

// expansion returns the list that a node should print as.
func expansion(n *plan.Expansion) fields.List {
	var list fields.List
	if n.Type.Identified() {
		list = append(list, fields.Field{Name: "id"})
	}
	for _, name := range n.Names {
		list = append(list, fields.Field{Name: name})
	}
	for _, o := range n.Objects {
		list = append(list, fields.Field{Name: o.Name, Fields: expansion(o.Node)})
	}
	for _, e := range n.Edges {
		if e.Asked == plan.Here {
			list = append(list, fields.Field{Name: e.Name, Params: e.Params, Fields: expansion(e.Node)})
		}
	}
	return list
}

func TestNode_printsItsExpansion(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
		for _, n := range []*plan.Expansion{a, b, plan.Merge(a, b)} {
			if got, want := n.String(), expansion(n).String(); got != want {
				t.Errorf("prints %s, want %s", got, want)
			}
		}
	})
}

func TestNode_printsWhatParsesToItself(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
		for _, n := range []*plan.Expansion{a, plan.Merge(a, b)} {
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

func TestSupplements_askForAllThatANodeHasNoRoomFor(t *testing.T) {
	met := 0
	eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
		merged := plan.Merge(a, b)
		asked := pages("", merged)
		for _, n := range merged.Supplements() {
			met++
			more := pages("", n)
			if !slices.ContainsFunc(more, func(page string) bool { return !slices.Contains(asked, page) }) {
				t.Errorf("%s asks for nothing new", n)
			}
			asked = append(asked, more...)
		}
		for _, page := range append(pages("", a), pages("", b)...) {
			if !slices.Contains(asked, page) {
				t.Errorf("no call asks for %s: %s", page, merged)
			}
		}
	})
	if met == 0 {
		t.Error("no random node had a supplement")
	}
}

// pages returns the ways to all pages that a field expansion asks for.
func pages(way string, n *plan.Expansion) []string {
	var all []string
	for _, e := range n.Edges {
		if e.Asked == plan.Here {
			all = append(append(all, way+"/"+e.Key), pages(way+"/"+e.Key, e.Node)...)
		}
	}
	for _, o := range n.Objects {
		all = append(all, pages(way+"/"+o.Name, o.Node)...)
	}
	return all
}

func TestCompatibleWith_isWhatOneExpansionCanAskFor(t *testing.T) {
	compatible, differed := 0, 0
	eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
		if a.CompatibleWith(b) != b.CompatibleWith(a) {
			t.Errorf("%s and %s are compatible one way only", a, b)
		}
		if crowded(a) || crowded(b) {
			return
		}
		if a.CompatibleWith(b) == crowded(plan.Merge(a, b)) {
			t.Errorf("%s is compatible with %s: %v", a, b, a.CompatibleWith(b))
		}
		if a.CompatibleWith(b) {
			compatible++
		} else {
			differed++
		}
	})
	if compatible == 0 || differed == 0 {
		t.Errorf("%d pairs were compatible, %d were not", compatible, differed)
	}
}

func TestCompatibleWith_looksBehindEdgesAndObjects(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"{ media(first: 1) { nodes { children { nodes { id } } } } }", "{ media(first: 1) { nodes { caption } } }", true},
		{"{ media(first: 1) { nodes { comments(first: 1) { nodes { id } } } } }", "{ media(first: 1) { nodes { comments(first: 1) { nodes { text } } } } }", true},
		{"{ media(first: 1) { nodes { comments(first: 1) { nodes { id } } } } }", "{ media(first: 1) { nodes { comments(first: 2) { nodes { id } } } } }", true},
		{"{ media(first: 1) { nodes { insights(metrics: [REACH]) { name } } } }", "{ media(first: 1) { nodes { insights(metrics: [SAVED]) { name } } } }", false},
		{"{ media(first: 1) { nodes { owner { media(first: 1) { nodes { id } } } } } }", `{ media(first: 1) { nodes { owner { media(first: 1, until: "2024-01-01T00:00:00Z") { nodes { id } } } } } }`, false},
	} {
		a, b := wantedOf(t, c.a, dialect.Instagram), wantedOf(t, c.b, dialect.Instagram)
		if got := a.CompatibleWith(b); got != c.want {
			t.Errorf("%s is compatible with %s: %v, want %v", a, b, got, c.want)
		}
	}
}

func TestCompatibleWith_isFalseForAnotherType(t *testing.T) {
	m := theMapping(t)
	user, media := &plan.Expansion{Type: m.Type("User")}, &plan.Expansion{Type: m.Type("Media")}
	if user.CompatibleWith(media) || !user.CompatibleWith(user) {
		t.Error("a user and a media go into one expansion")
	}
}

func TestGroups_askForEachIDOnceWithAllThatIsWantedOfIt(t *testing.T) {
	chance := rand.New(rand.NewPCG(4, 26))
	for _, mode := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
		eachPair(t, func(t *testing.T, a, b *plan.Expansion) {
			var lookups []plan.Lookup
			for range 1 + chance.IntN(70) {
				lookups = append(lookups, plan.Lookup{ID: fmt.Sprint(chance.IntN(120)), Node: []*plan.Expansion{a, b}[chance.IntN(2)]})
			}
			groups := plan.Groups(plan.Unite(lookups), mode)
			at := map[string][]*plan.Expansion{}
			for _, g := range groups {
				for _, l := range g {
					if at[l.ID] = append(at[l.ID], l.Node); len(at[l.ID]) > 1 {
						t.Errorf("%s: %s is asked for twice", mode, l.ID)
					}
				}
				if most := map[dialect.LookupMode]int{dialect.IDs: 50, dialect.Batch: 50, dialect.Single: 1}[mode]; len(g) > most {
					t.Errorf("%s: %d in one call", mode, len(g))
				}
				if mode == dialect.IDs && slices.ContainsFunc(g, func(l plan.Lookup) bool { return l.Node.String() != g[0].Node.String() }) {
					t.Errorf("one ids= call has two expansions")
				}
			}
			for _, l := range lookups {
				if !slices.ContainsFunc(at[l.ID], func(n *plan.Expansion) bool { return contains(n, l.Node) }) {
					t.Errorf("%s: what is wanted of %s is not asked for", mode, l.ID)
				}
			}
		})
	}
}

func TestMovesCursor_isTrueForALaterPageBehindTheSameCursor(t *testing.T) {
	after := []fields.Param{{Name: "after", Value: "QVFI"}}
	for _, c := range []struct {
		paging mapping.Paging
		params []fields.Param
		want   bool
	}{{mapping.SameCursor, after, true}, {mapping.SameCursor, nil, false}, {mapping.Next, after, false}} {
		n := &plan.Expansion{Edges: []*plan.Edge{{Edge: &mapping.Edge{Name: "top_media", Paging: c.paging}, Params: c.params}}}
		if n.MovesCursor() != c.want {
			t.Errorf("paging %d with %v moves its cursor: %t", c.paging, c.params, !c.want)
		}
	}
}
