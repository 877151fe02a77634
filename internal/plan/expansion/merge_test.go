package expansion_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// sorted returns everything that a node asks for, in an order that does not depend
// on how it was made, and without the calls that ask for it.
func sorted(n *expansion.Expansion) string {
	parts := slices.Clone(n.Names)
	for _, o := range n.Objects {
		parts = append(parts, o.Name+sorted(o.Node))
	}
	for _, e := range n.Edges {
		parts = append(parts, fmt.Sprint(e.Key, e.Params, e.MaxPages, e.Beyond, e.Cursors, e.Ends, sorted(e.Node)))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, " ") + "}"
}

func TestMerge_wantsWhatBothWantAndNothingElse(t *testing.T) {
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		printed := [2]string{a.String(), b.String()}
		merged := expansion.Merge(a, b)
		if !plantest.Contains(merged, a) || !plantest.Contains(merged, b) {
			t.Errorf("%s and %s merge to %s", a, b, merged)
		}
		if got, want := sorted(expansion.Merge(b, a)), sorted(merged); got != want {
			t.Errorf("the order matters: %s, %s", got, want)
		}
		for name, again := range map[string]*expansion.Expansion{
			"itself": expansion.Merge(merged, merged), "its first part": expansion.Merge(merged, a),
			"its second part": expansion.Merge(b, merged),
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
	plantest.EachPair(t, func(t *testing.T, a, _ *expansion.Expansion) {
		twice := expansion.Merge(a, expansion.Merge(a, &expansion.Expansion{Type: a.Type}))
		if twice.String() != a.String() || sorted(twice) != sorted(a) {
			t.Errorf("%s twice is %s", a, twice)
		}
	})
}

// Crowded reports whether an edge is left to a supplement.
func crowded(n *expansion.Expansion) bool { return len(n.Supplements()) > 0 }

func TestCompatibleWith_isWhatOneExpansionCanAskFor(t *testing.T) {
	compatible, differed := 0, 0
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		if a.CompatibleWith(b) != b.CompatibleWith(a) {
			t.Errorf("%s and %s are compatible one way only", a, b)
		}
		if crowded(a) || crowded(b) {
			return
		}
		if a.CompatibleWith(b) == crowded(expansion.Merge(a, b)) {
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
		a, b := plantest.Me(t, c.a, dialect.Instagram), plantest.Me(t, c.b, dialect.Instagram)
		if got := a.CompatibleWith(b); got != c.want {
			t.Errorf("%s is compatible with %s: %v, want %v", a, b, got, c.want)
		}
	}
}

func TestCompatibleWith_isFalseForAnotherType(t *testing.T) {
	m := plantest.Mapping(t)
	user, media := &expansion.Expansion{Type: m.Type("User")}, &expansion.Expansion{Type: m.Type("Media")}
	if user.CompatibleWith(media) || !user.CompatibleWith(user) {
		t.Error("a user and a media go into one expansion")
	}
}
