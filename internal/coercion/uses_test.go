package coercion

import (
	"maps"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestUses_countsEachPlace(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		directive @op(x: Int) on QUERY | FRAGMENT_DEFINITION | FRAGMENT_SPREAD | INLINE_FRAGMENT
		input In { x: Int, l: [In] }
		type Query { f(x: Int, in: In, l: [Int]): Query }`})
	for query, want := range map[string]map[string]int{
		`query($a: Int) { f(x: $a) { f(x: $a) { __typename } } }`:                                                                                          {"a": 2},
		`query($a: Int, $b: Int) { f(in: {x: $a, l: [{x: $b}, {x: $b}]}) { __typename } }`:                                                                 {"a": 1, "b": 2},
		`query($a: Int) { f(l: [1, $a, $a]) { __typename } }`:                                                                                              {"a": 2},
		`query($a: Int) @op(x: $a) { __typename }`:                                                                                                         {"a": 1},
		`query($a: Boolean!) { ... @skip(if: $a) { __typename @include(if: $a) } }`:                                                                        {"a": 2},
		`query($a: Int) { ...F @op(x: $a) ...F g: f { ...F } } fragment F on Query @op(x: $a) { h: f(x: $a) { ...G } } fragment G on Query { __typename }`: {"a": 3},
		`{ __typename }`: {},
	} {
		document, errs := gqlparser.LoadQueryWithRules(schema, query, nil)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		got := Uses(document.Operations[0])
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}
