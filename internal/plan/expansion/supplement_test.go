package expansion_test

import (
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
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

// A supplement is about the same node, reached in the same way.
func TestSupplements_keepWhatTheNodeIs(t *testing.T) {
	found := wanted(t, "facebook", `{ me { businessDiscovery(username: "acme") { a: media(first: 3) { nodes { id } } b: media(first: 3, until: "2024-01-01T00:00:00Z") { nodes { id } } } } }`).Edges[0].Node
	found.View, found.Absent, found.PerNode = &mapping.View{Fields: fields.List{{Name: "media"}}}, []string{"stories"}, true
	all := found.Supplements()
	if len(all) != 1 {
		t.Fatalf("%d supplements", len(all))
	}
	s := all[0]
	if s.Type != found.Type || s.View != found.View || !s.Through || !s.PerNode || !s.Lacks("stories") || !s.Unsaid(&mapping.Edge{Paging: mapping.Links}) {
		t.Errorf("%+v of %+v", s, found)
	}
	only := found.Only(found.Edges[0])
	if only.Type != found.Type || only.View != found.View || !only.Lacks("stories") || only.String() != "id,media.limit(3){id}" || !only.Unsaid(&mapping.Edge{Paging: mapping.Links}) {
		t.Errorf("one page of it: %+v, %s", only, only)
	}
}

func TestCrowded_isTrueWherePagesHaveNoRoom(t *testing.T) {
	user := plantest.Mapping(t).Type("User")
	with := func(asked expansion.Asked, behind *expansion.Expansion) *expansion.Expansion {
		if behind == nil {
			behind = &expansion.Expansion{Type: user}
		}
		return &expansion.Expansion{Type: user, Edges: []*expansion.Edge{{Edge: &mapping.Edge{Name: "media"}, Key: "media", Asked: asked, Node: behind}}}
	}
	for name, c := range map[string]struct {
		n    *expansion.Expansion
		want bool
	}{
		"no page":                            {&expansion.Expansion{Type: user}, false},
		"a page":                             {with(expansion.Here, nil), false},
		"a second page":                      {with(expansion.Beside, nil), true},
		"a page in a call of its own":        {with(expansion.Alone, nil), false},
		"a second page behind a page":        {with(expansion.Here, with(expansion.Beside, nil)), true},
		"a second page behind another call":  {with(expansion.Alone, with(expansion.Beside, nil)), false},
		"a second page of a node in a field": {expansion.FieldOnly(user, "owner", with(expansion.Beside, nil)), true},
	} {
		if got := c.n.Crowded(); got != c.want || got != (len(c.n.Supplements()) > 0) {
			t.Errorf("%s leaves no room: %t, with %d supplements", name, got, len(c.n.Supplements()))
		}
	}
}
