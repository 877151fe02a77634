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
func wantedOf(t testing.TB, selection string, login dialect.Login) *plan.Node {
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
			inner = fmt.Sprintf("(first: %d) { nodes %s pageInfo { hasNextPage } }", 1+chance.IntN(3), inner)
		}
		fmt.Fprintf(&b, " alias%d: %s%s", i, f.Name, inner)
	}
	return b.String() + " }"
}

// eachPair calls a function with pairs of random nodes: with the aliases of
// Instagram Login, and without, as in Basic Display.
func eachPair(t *testing.T, property func(t *testing.T, a, b *plan.Node, aliases bool)) {
	t.Helper()
	m := theMapping(t)
	chance := rand.New(rand.NewPCG(2, 26))
	for round := range 100 {
		first := randomSelection(chance, m.Type("User"), 3)
		second := randomSelection(chance, m.Type("User"), 3)
		for _, login := range []dialect.Login{dialect.Instagram, dialect.BasicDisplay} {
			property(t, wantedOf(t, first, login), wantedOf(t, second, login), dialect.Of(login).Aliases)
		}
		if t.Failed() {
			t.Fatalf("round %d:\n%s\n%s", round, first, second)
		}
	}
}

// sorted returns everything that a node asks for, in an order that does not depend
// on how it was made, and without the names in the answer.
func sorted(n *plan.Node) string {
	parts := slices.Clone(n.Names)
	for _, o := range n.Objects {
		parts = append(parts, o.Name+sorted(o.Node))
	}
	for _, e := range n.Edges {
		parts = append(parts, fmt.Sprint(e.Key, e.MaxPages, e.HasNext, e.Cursors, e.Ends, sorted(e.Node)))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, " ") + "}"
}

// contains reports whether a node wants all that another wants.
func contains(n, other *plan.Node) bool {
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

// deferred reports whether an edge is left to a call of its own.
func deferred(n *plan.Node) bool {
	return slices.ContainsFunc(n.Edges, func(e *plan.Edge) bool { return e.As == "" || deferred(e.Node) }) ||
		slices.ContainsFunc(n.Objects, func(o *plan.Object) bool { return deferred(o.Node) })
}

func TestMerge_wantsWhatBothWantAndNothingElse(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Node, aliases bool) {
		printed := [2]string{a.String(), b.String()}
		merged := plan.Merge(a, b, aliases)
		if !contains(merged, a) || !contains(merged, b) {
			t.Errorf("%s and %s merge to %s", a, b, merged)
		}
		if got, want := sorted(plan.Merge(b, a, aliases)), sorted(merged); got != want {
			t.Errorf("the order matters: %s, %s", got, want)
		}
		for name, again := range map[string]*plan.Node{
			"itself": plan.Merge(merged, merged, aliases), "its first part": plan.Merge(merged, a, aliases),
			"its second part": plan.Merge(b, merged, aliases),
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
	eachPair(t, func(t *testing.T, a, _ *plan.Node, aliases bool) {
		twice := plan.Merge(a, plan.Merge(a, &plan.Node{Type: a.Type}, aliases), aliases)
		if twice.String() != a.String() || sorted(twice) != sorted(a) {
			t.Errorf("%s twice is %s", a, twice)
		}
	})
}

// expansion returns the list that a node should print as.
func expansion(n *plan.Node) fields.List {
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
		params := slices.Clone(e.Params)
		if e.As != e.Name {
			params = append(params, fields.Param{Name: fields.Alias, Value: e.As})
		}
		if e.As != "" {
			list = append(list, fields.Field{Name: e.Name, Params: params, Fields: expansion(e.Node)})
		}
	}
	return list
}

func TestNode_printsItsExpansion(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Node, aliases bool) {
		for _, n := range []*plan.Node{a, b, plan.Merge(a, b, aliases)} {
			if got, want := n.String(), expansion(n).String(); got != want {
				t.Errorf("prints %s, want %s", got, want)
			}
		}
	})
}

func TestNode_printsWhatParsesToItself(t *testing.T) {
	eachPair(t, func(t *testing.T, a, b *plan.Node, aliases bool) {
		for _, n := range []*plan.Node{a, plan.Merge(a, b, aliases)} {
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

func TestWithoutAliases_wantsTheSameByOtherCalls(t *testing.T) {
	met := false
	eachPair(t, func(t *testing.T, a, b *plan.Node, aliases bool) {
		merged := plan.Merge(a, b, aliases)
		plain := merged.WithoutAliases()
		met = met || merged.Aliased()
		if plain.Aliased() || strings.Contains(plain.String(), ".as(") {
			t.Errorf("%s still has aliases", plain)
		}
		if sorted(plain) != sorted(merged) {
			t.Errorf("wants %s, want %s", sorted(plain), sorted(merged))
		}
		if merged.Aliased() != strings.Contains(merged.String(), ".as(") || merged.Aliased() && !deferred(plain) {
			t.Errorf("%s, and without aliases %s", merged, plain)
		}
	})
	if !met {
		t.Error("no random node had an alias")
	}
}

func TestCompatibleWith_isWhatOneExpansionCanAskFor(t *testing.T) {
	compatible, differed := 0, 0
	eachPair(t, func(t *testing.T, a, b *plan.Node, _ bool) {
		if a.CompatibleWith(b) != b.CompatibleWith(a) {
			t.Errorf("%s and %s are compatible one way only", a, b)
		}
		if a = a.WithoutAliases(); deferred(a) {
			return
		}
		if b = b.WithoutAliases(); deferred(b) {
			return
		}
		if a.CompatibleWith(b) == deferred(plan.Merge(a, b, false)) {
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
		{"{ media(first: 1) { nodes { comments(first: 1) { nodes { id } } } } }", "{ media(first: 1) { nodes { comments(first: 2) { nodes { id } } } } }", false},
		{"{ media(first: 1) { nodes { owner { media(first: 1) { nodes { id } } } } } }", "{ media(first: 1) { nodes { owner { media(first: 2) { nodes { id } } } } } }", false},
	} {
		a, b := wantedOf(t, c.a, dialect.Instagram), wantedOf(t, c.b, dialect.Instagram)
		if got := a.CompatibleWith(b); got != c.want {
			t.Errorf("%s is compatible with %s: %v, want %v", a, b, got, c.want)
		}
	}
}

func TestCompatibleWith_isFalseForAnotherType(t *testing.T) {
	m := theMapping(t)
	user, media := &plan.Node{Type: m.Type("User")}, &plan.Node{Type: m.Type("Media")}
	if user.CompatibleWith(media) || !user.CompatibleWith(user) {
		t.Error("a user and a media go into one expansion")
	}
}

func TestGroups_askForEachIDOnceWithAllThatIsWantedOfIt(t *testing.T) {
	chance := rand.New(rand.NewPCG(4, 26))
	for _, mode := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
		eachPair(t, func(t *testing.T, a, b *plan.Node, aliases bool) {
			var lookups []plan.Lookup
			for range 1 + chance.IntN(70) {
				lookups = append(lookups, plan.Lookup{ID: fmt.Sprint(chance.IntN(120)), Node: []*plan.Node{a, b}[chance.IntN(2)]})
			}
			groups := plan.Groups(lookups, mode, aliases)
			at := map[string][]*plan.Node{}
			for _, g := range groups {
				for _, l := range g {
					if at[l.ID] = append(at[l.ID], l.Node); len(at[l.ID]) > 1 && (aliases || a.CompatibleWith(b)) {
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
				if !slices.ContainsFunc(at[l.ID], func(n *plan.Node) bool { return contains(n, l.Node) }) {
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
		n := &plan.Node{Edges: []*plan.Edge{{Edge: &mapping.Edge{Name: "top_media", Paging: c.paging}, Params: c.params}}}
		if n.MovesCursor() != c.want {
			t.Errorf("paging %d with %v moves its cursor: %t", c.paging, c.params, !c.want)
		}
	}
}
