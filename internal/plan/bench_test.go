package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// mainQuery is the whole tree: media, their children, comments and replies.
const mainQuery = `{ me { username media(first: 10) { totalCount nodes { id caption children { nodes { mediaUrl } }
	comments(first: 3) { nodes { text replies { nodes { text } } } } } } } }`

// BenchmarkPlan compiles an operation and prints its calls.
func BenchmarkPlan(b *testing.B) {
	b.Run("main query", func(b *testing.B) { benchmark(b, mainQuery) })
}

// BenchmarkPlan_growth has selections of one, four and sixteen times the size:
// the time for each field must not grow.
func BenchmarkPlan_growth(b *testing.B) {
	for _, size := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("%dx", size), func(b *testing.B) { benchmark(b, wide(size)) })
	}
}

// wide returns an operation with that many pages of media of eight fields, each of
// another time.
func wide(edges int) string {
	var q strings.Builder
	q.WriteString("{ me {")
	for i := range edges {
		fmt.Fprintf(&q, ` e%d: media(first: 9, until: "2020-01-01T00:%02d:%02dZ") { nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount } }`, i, i/60, i%60)
	}
	return q.String() + " } }"
}

func benchmark(b *testing.B, query string) {
	b.Helper()
	compile := compiled(b, query)
	b.ReportAllocs()
	for b.Loop() {
		compile()
	}
}

// TestCompile_growsWithTheSelectionAlone counts what is allocated, which no busy
// machine changes.
func TestCompile_growsWithTheSelectionAlone(t *testing.T) {
	small, large := testing.AllocsPerRun(5, compiled(t, wide(8))), testing.AllocsPerRun(5, compiled(t, wide(128)))
	if large > 16*small {
		t.Errorf("%.0f allocations for 8 edges, %.0f for 128", small, large)
	}
}

// compiled returns what compiles a query and prints its calls.
func compiled(tb testing.TB, query string) func() {
	tb.Helper()
	m, d := plantest.Mapping(tb), dialect.Of(dialect.Instagram)
	o := plantest.Operation(tb, query, nil)
	return func() {
		fresh := &graphql.OperationContext{Doc: o.Doc, Operation: o.Operation, Variables: o.Variables} // it remembers selections
		if calls := plan.Compile(m, d, fresh).Calls(d.LookupMode); len(calls) == 0 || calls[0].Fields == "" {
			tb.Fatal(calls)
		}
	}
}
