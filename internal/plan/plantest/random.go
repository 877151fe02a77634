package plantest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// EachPair calls a function with pairs of random expansions, the same in each run.
func EachPair(t *testing.T, property func(t *testing.T, a, b *expansion.Expansion)) {
	t.Helper()
	m := Mapping(t)
	chance := rand.New(rand.NewPCG(2, 26)) //nolint:gosec // the same in each run, and no secret
	for round := range 200 {
		first := randomSelection(chance, m.Type("User"), 3)
		second := randomSelection(chance, m.Type("User"), 3)
		property(t, Me(t, first, dialect.Instagram), Me(t, second, dialect.Instagram))
		if t.Failed() {
			t.Fatalf("round %d:\n%s\n%s", round, first, second)
		}
	}
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

// Contains reports whether an expansion asks for all that another asks for.
func Contains(n, other *expansion.Expansion) bool {
	for _, name := range other.Names {
		if !slices.Contains(n.Names, name) {
			return false
		}
	}
	for _, o := range other.Objects {
		if same := n.Object(o.Name); same == nil || !Contains(same, o.Node) {
			return false
		}
	}
	for _, e := range other.Edges {
		same := n.Edge(e.Key)
		if same == nil || same.MaxPages < e.MaxPages || e.Beyond && !same.Beyond || !Contains(same.Node, e.Node) {
			return false
		}
	}
	return !n.Empty() || other.Empty()
}
