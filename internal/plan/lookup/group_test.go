package lookup_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestGroups_askForEachIDOnceWithAllThatIsWantedOfIt(t *testing.T) {
	chance := rand.New(rand.NewPCG(4, 26))
	for _, mode := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
		plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
			var lookups []lookup.Lookup
			for range 1 + chance.IntN(70) {
				lookups = append(lookups, lookup.Lookup{ID: fmt.Sprint(chance.IntN(120)), Node: []*expansion.Expansion{a, b}[chance.IntN(2)]})
			}
			groups := lookup.Groups(lookup.Unite(lookups), mode)
			at := map[string][]*expansion.Expansion{}
			for _, g := range groups {
				for _, l := range g {
					if at[l.ID] = append(at[l.ID], l.Node); len(at[l.ID]) > 1 {
						t.Errorf("%s: %s is asked for twice", mode, l.ID)
					}
				}
				if most := map[dialect.LookupMode]int{dialect.IDs: 50, dialect.Batch: 50, dialect.Single: 1}[mode]; len(g) > most {
					t.Errorf("%s: %d in one call", mode, len(g))
				}
				if mode == dialect.IDs && slices.ContainsFunc(g, func(l lookup.Lookup) bool { return l.Node.String() != g[0].Node.String() }) {
					t.Errorf("one ids= call has two expansions")
				}
			}
			for _, l := range lookups {
				if !slices.ContainsFunc(at[l.ID], func(n *expansion.Expansion) bool { return plantest.Contains(n, l.Node) }) {
					t.Errorf("%s: what is wanted of %s is not asked for", mode, l.ID)
				}
			}
		})
	}
}
