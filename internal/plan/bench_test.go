package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
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

// wide is an operation with so many media edges of eight fields.
func wide(edges int) string {
	var q strings.Builder
	q.WriteString("{ me {")
	for i := range edges {
		fmt.Fprintf(&q, " e%d: media(first: %d) { nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount } }", i, i+1)
	}
	return q.String() + " } }"
}

func benchmark(b *testing.B, query string) {
	b.Helper()
	m, d := theMapping(b), dialect.Of(dialect.Instagram)
	o := operation(b, query, nil)
	b.ReportAllocs()
	for b.Loop() {
		fresh := &graphql.OperationContext{Doc: o.Doc, Operation: o.Operation, Variables: o.Variables} // it remembers selections
		p := plan.Compile(m, d, fresh)
		if calls := p.Calls(d.Lookups); len(calls) != 1 || calls[0].Fields == "" {
			b.Fatal(calls)
		}
	}
}
