package expansion_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestSupplements_askForAllThatANodeHasNoRoomFor(t *testing.T) {
	met := 0
	plantest.EachPair(t, func(t *testing.T, a, b *expansion.Expansion) {
		merged := expansion.Merge(a, b)
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
func pages(way string, n *expansion.Expansion) []string {
	var all []string
	for _, e := range n.Edges {
		if e.Asked == expansion.Here {
			all = append(append(all, way+"/"+e.Key), pages(way+"/"+e.Key, e.Node)...)
		}
	}
	for _, o := range n.Objects {
		all = append(all, pages(way+"/"+o.Name, o.Node)...)
	}
	return all
}
