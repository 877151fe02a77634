package syntax_test

import (
	"testing"

	"github.com/gramql/gramql/internal/syntax"
)

func TestMutates_isWhatTheOperationOfTheNameDoes(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       bool
	}{
		{`mutation { like }`, "", true},
		{`mutation M { like }`, "M", true},
		{`mutation M { like }`, "N", true},
		{`# mutation
			query Q { me }`, "", false},
		{`{ mutation }`, "", false},
		{`query mutation { me }`, "", false},
		{`query Q($a: I = {mutation: [1]}) @a(b: {c: 1}) { mutation { mutation } }`, "Q", false},
		{`query Q { me } mutation M { like }`, "", true},
		{`query Q { me } mutation M { like }`, "Q", false},
		{`query Q { me } mutation M { like }`, "M", true},
		{`mutation M { like } query Q { me }`, "Q", false},
		{`fragment mutation on User { id } { me { ...mutation } }`, "", false},
		{`fragment M on User { id } mutation M { like }`, "M", true},
		{`fragment F on User { id } { mutation }`, "F", false},
		{`"mutation" query Q { me }`, "", false},
		{`"""says""" mutation M { like }`, "", true},
		{`mutation M($a: [I!] = [{}]) @a(b: {}) { like }`, "", true},
		{`mutation {`, "", true},
		{`mutation { like(input: "`, "", true},
		{`} mutation { like }`, "", true},
		{`mutation`, "", true},
		{`subscription S { mutation }`, "", false},
		{"", "", false},
		{"?mutation", "", false},
	} {
		if got := syntax.Mutates(c.text, c.name); got != c.want {
			t.Errorf("%s, %q: %t", c.text, c.name, got)
		}
	}
}
