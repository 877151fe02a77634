package expansion_test

import (
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestAdd_asksForEachShownFieldOnce(t *testing.T) {
	m := plantest.Mapping(t)
	n := &expansion.Expansion{Type: m.Type("User")}
	n.Add("name")
	n.Add("username")
	n.Add("name")
	if n.String() != "id,name,username" || n.WantsID {
		t.Errorf("%s, its id %t", n, n.WantsID)
	}
	if n.Add("id"); n.String() != "id,name,username" || !n.WantsID {
		t.Errorf("%s, its id %t", n, n.WantsID)
	}
	seen := &expansion.Expansion{Type: m.Type("User"), View: &mapping.View{Fields: fields.List{{Name: "name"}}}}
	seen.Add("name")
	if seen.Add("username"); seen.String() != "id,name" {
		t.Errorf("where only the name is shown: %s", seen)
	}
}

func TestNeed_addsTheEdgesThatAreThere(t *testing.T) {
	m := plantest.Mapping(t)
	needs := fields.List{{Name: "children", Fields: fields.List{{Name: "media_url"}}}, {Name: "no_edge"}}
	n := &expansion.Expansion{Type: m.Type("Media")}
	n.Need(needs)
	n.Arrange()
	if n.String() != "id,children{id,media_url}" || n.Edges[0].MaxPages != 1 || n.Edges[0].MaxItems == 0 {
		t.Errorf("%s, %+v", n, n.Edges)
	}
	for name, without := range map[string]*expansion.Expansion{
		"one that never has it":           {Type: n.Type, Absent: []string{"children"}},
		"one that does not show it there": {Type: n.Type, View: &mapping.View{Fields: fields.List{{Name: "caption"}}}},
	} {
		if without.Need(needs); len(without.Edges) != 0 {
			t.Errorf("%s: %s", name, without)
		}
	}
}

func TestRefusal_isOfFieldsThatAreNotShown(t *testing.T) {
	m := plantest.Mapping(t)
	user := m.Type("User")
	plain := user.Fields["username"]
	media := m.Type("Media")
	alone := media.Fields["pollAttachment"]
	through := &expansion.Expansion{Type: media, Through: true}
	var hidden *mapping.HiddenError
	if err := through.Refusal(alone); !errors.As(err, &hidden) {
		t.Errorf("an edge in the path, of a node without an id of its own: %v", err)
	}
	if err := (&expansion.Expansion{Type: media}).Refusal(alone); err != nil {
		t.Error(err)
	}
	if err := through.Refusal(media.Fields["caption"]); err != nil {
		t.Error(err)
	}
	seen := &expansion.Expansion{Type: user, View: &mapping.View{Fields: fields.List{{Name: "name"}}}}
	if err := seen.Refusal(plain); err == nil {
		t.Error("a field that is not shown is asked for")
	}
}

// How to go on along an edge depends on how its node is reached.
func TestExpansion_knowsHowItsNodeIsReached(t *testing.T) {
	found := wanted(t, "facebook", `{ me { businessDiscovery(username: "Acme") { media(first: 3) { nodes { caption comments(first: 2) { nodes { text } } } } } } }`).Edges[0]
	if !found.Finder || found.Sought() != "acme" || !found.Node.Through || found.Node.Strewn || found.Node.PerNode || found.Node.Mark != paging.MarkFound("business_discovery", "acme") {
		t.Errorf("what a finder finds: %+v", found.Node)
	}
	media := found.Node.Edges[0]
	if !media.Node.Through || !media.Node.Strewn || !media.Node.PerNode {
		t.Errorf("media of an account that is found: %+v", media.Node)
	}
	own := wanted(t, "facebook", `{ me { media(first: 3) { nodes { owner { media(first: 2) { nodes { id } } } } } } }`).Edges[0]
	if own.Node.Through || own.Node.Strewn || !own.Node.PerNode {
		t.Errorf("media of an account: %+v", own.Node)
	}
	if owner := own.Node.Object("owner"); owner == nil || !owner.PerNode || !owner.WantsID || owner.Through {
		t.Errorf("their owner: %+v", owner)
	}
	reference := wanted(t, "facebook", `{ me { media(first: 3) { nodes { comments { nodes { parent { text } } } } } } }`).Edges[0].Node.Edges[0].Node.Reference("parent_id")
	if reference == nil || !reference.PerNode || !reference.WantsID {
		t.Errorf("what a field refers to: %+v", reference)
	}
}

func TestPinnedTo_isAPageOfOneNode(t *testing.T) {
	n := wanted(t, "", `{ me { media(first: 3) { nodes { caption } } } }`)
	pinned := n.Edges[0].PinnedTo("17", []fields.Param{{Name: "limit", Value: "1"}, {Name: "after", Value: "QVFI"}})
	if !pinned.Pinned || pinned.Key != "media.after(QVFI)#17" || pinned.Limit() != 1 || n.Edges[0].Pinned || n.Edges[0].Limit() != 3 {
		t.Errorf("%+v of %+v", pinned, n.Edges[0])
	}
	if !(&expansion.Expansion{Type: n.Type, Edges: []*expansion.Edge{pinned}}).Owned() {
		t.Error("nodes share a call for a page of one")
	}
}

func TestOwned_isTrueOfPagesThatNoOtherNodeHas(t *testing.T) {
	user := plantest.Mapping(t).Type("User")
	holding := func(e *expansion.Edge) *expansion.Expansion {
		e.Edge = &mapping.Edge{Name: "media"}
		if e.Node == nil {
			e.Node = &expansion.Expansion{Type: user}
		}
		return &expansion.Expansion{Type: user, Edges: []*expansion.Edge{e}}
	}
	for name, c := range map[string]struct {
		n    *expansion.Expansion
		want bool
	}{
		"any node's":                {holding(&expansion.Edge{}), false},
		"behind a cursor":           {holding(&expansion.Edge{Owner: 7}), true},
		"of another call":           {holding(&expansion.Edge{Owner: 7, Asked: expansion.Alone}), false},
		"cut to one node":           {holding(&expansion.Edge{Pinned: true}), true},
		"behind a finder":           {holding(&expansion.Edge{Finder: true, Node: holding(&expansion.Edge{Owner: 7})}), true},
		"behind an edge":            {holding(&expansion.Edge{Node: holding(&expansion.Edge{Owner: 7})}), false},
		"of a node in a field":      {&expansion.Expansion{Type: user, Objects: []*expansion.Object{{Name: "owner", Node: holding(&expansion.Edge{Owner: 7})}}}, true},
		"any node's behind a field": {&expansion.Expansion{Type: user, Objects: []*expansion.Object{{Name: "owner", Node: holding(&expansion.Edge{})}}}, false},
	} {
		if got := c.n.Owned(); got != c.want {
			t.Errorf("a page %s is of one node only: %t", name, got)
		}
	}
}

func TestAtOnce_asksForWhatWasLeftToOtherCalls(t *testing.T) {
	n := wanted(t, "", `{ me { media(first: 3) { nodes { caption comments(first: 2) { nodes { text } } insights(metrics: [REACH]) { name } } } } }`)
	media := n.Edges[0].Node
	cut := media.Without(partsOf(t, media, "Media.comments", "Media.insights"), errLost, true)
	page := *n.Edges[0]
	page.Node = cut
	whole := page.AtOnce(func(e *expansion.Edge) bool { return e.Name == "comments" })
	if want := "id,caption,comments.limit(2){id,text}"; whole.Node.String() != want || cut.String() != "id,caption" {
		t.Errorf("%s, want %s", whole.Node, want)
	}
	if !whole.Node.Edge("comments").Again || whole.Node.Edge("insights.period(lifetime)") != nil && whole.Node.Edges[1].Asked == expansion.Here {
		t.Errorf("%+v", whole.Node.Edges)
	}
}
