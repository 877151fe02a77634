package size_test

import (
	"testing"

	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/plan/size"
)

// sizeCase is an operation and how many times the answer of another it may have.
type sizeCase struct {
	query, other string
	variables    map[string]any
	times        int
}

func TestOfAnswer_growsWithWhatIsWritten(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]sizeCase{
		"with aliases": {
			query: "{ me { media(first: 10) { nodes { c0: caption c1: caption c2: caption c3: caption } } } }",
			other: "{ me { media(first: 10) { nodes { c0: caption } } } }", times: 4,
		},
		"with items": {
			query: "{ me { media(first: 500) { nodes { id } } } }",
			other: "{ me { media(first: 100) { nodes { id } } } }", times: 5,
		},
		"with items of items": {
			query: "{ me { media(first: 100) { edges { node { comments(last: 20) { nodes { id } } } } } } }",
			other: "{ me { media(first: 10) { edges { node { comments(last: 20) { nodes { id } } } } } } }", times: 10,
		},
		"with variables": {
			query: "query($n: Int) { me { media(first: $n) { nodes { id } } } }", variables: map[string]any{"n": 300},
			other: "{ me { media(first: 100) { nodes { id } } } }", times: 3,
		},
		"with ids": {
			query: `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, variables: map[string]any{"ids": []string{"a", "a", "a"}},
			other: `{ nodes(ids: ["a"]) { id } }`, times: 3,
		},
		"with fragments, each time that they are spread": {
			query: "{ me { media(first: 10) { nodes { ...A ... { b: children { nodes { ...A } } } } } } } fragment A on Media { caption }",
			other: "{ me { media(first: 10) { nodes { caption } } } }", times: 26,
		},
		"without what the schema says of itself": {
			query: "{ __schema { types { fields { args { name } } } } a: me { id } }",
			other: "{ a: me { id } }", times: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of, other := size.OfAnswer(plantest.Operation(t, c.query, c.variables)), size.OfAnswer(plantest.Operation(t, c.other, nil))
			if got := float64(of) / float64(other); got < 0.9*float64(c.times) || got > 1.1*float64(c.times) {
				t.Errorf("%d and %d: %.1f times as much, want %d", of, other, got, c.times)
			}
		})
	}
}

func TestOfAnswer_isThatOfTheValuesAndTheirNames(t *testing.T) {
	t.Parallel()
	const value, text, address = 64, 160, 256
	for query, want := range map[string]int{
		"{ me { id } }":                                              2 + 2 + value,
		"{ me { username } }":                                        2 + 8 + text,
		"{ me { profilePictureUrl } }":                               2 + 17 + address,
		"{ me { mediaCount name: username } }":                       2 + 10 + value + 4 + text,
		"{ me { __typename } }":                                      2 + 10 + text,
		`{ __type(name: "User") { name } }`:                          0,
		"{ __schema { queryType { name } } }":                        0,
		"{ accounts { id } }":                                        10 * (8 + 2 + value),
		"{ me { media(first: 3) { nodes { id } } } }":                2 + 5 + 3*(5+2+value),
		"{ me { media(first: 3) { edges { cursor } } } }":            2 + 5 + 3*(5+6+text),
		"{ me { media(first: 3) { totalCount } } }":                  2 + 5 + 10 + value,
		"{ me { media { nodes { id } } } }":                          2 + 5 + 25*(5+2+value),
		"{ me { media(first: 0) { nodes { id } } } }":                2 + 5 + 10*(5+2+value),
		"{ me { media(first: null, last: 4) { nodes { id } } } }":    2 + 5 + 4*(5+2+value),
		"{ me { media(first: null) { nodes { id } } } }":             2 + 5 + 25*(5+2+value),
		"{ me { media(first: 9999) { nodes { id } } } }":             2 + 5 + 1000*(5+2+value),
		"{ me { media(first: -3) { nodes { id } } } }":               2 + 5 + 10*(5+2+value),
		`{ nodes(ids: ["1", "2"]) { id } }`:                          2 * (5 + 2 + value),
		"{ me { ... { id } ...A } } fragment A on User { username }": 2 + 2 + value + 8 + text,
		"{ me { media(first: 2) { ...A } stories(first: 3) { ...B } } } fragment A on MediaConnection { nodes { id } } fragment B on MediaConnection { nodes { id } }": 2 + 5 + 2*(5+2+value) + 7 + 3*(5+2+value),
		"{ me { a: media(first: 2) { ...A } b: media(first: 3) { ...A } } } fragment A on MediaConnection { nodes { id } }":                                            2 + 1 + 2*(5+2+value) + 1 + 3*(5+2+value),
	} {
		if got := size.OfAnswer(plantest.Operation(t, query, nil)); got != want {
			t.Errorf("%s: %d bytes, want %d", query, got, want)
		}
	}
}
