package expansion_test

import (
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// pagesOf returns a user with a page of an edge, as it is given.
func pagesOf(t *testing.T, e expansion.Edge) *expansion.Expansion {
	t.Helper()
	m := plantest.Mapping(t)
	e.Edge, e.Node = &mapping.Edge{Name: "media"}, &expansion.Expansion{Type: m.Type("Media")}
	if e.Key == "" {
		e.Key = "media"
	}
	return &expansion.Expansion{Type: m.Type("User"), Edges: []*expansion.Edge{&e}}
}

func TestMerge_keepsWhatEitherWantsOfAPage(t *testing.T) {
	refused := errLost
	for name, c := range map[string]struct {
		e    expansion.Edge
		kept func(*expansion.Edge) bool
	}{
		"the node that has the page":  {expansion.Edge{Owner: 7}, func(e *expansion.Edge) bool { return e.Owner == 7 }},
		"the cursors of its ends":     {expansion.Edge{Ends: true}, func(e *expansion.Edge) bool { return e.Ends }},
		"the cursors of its items":    {expansion.Edge{Cursors: true}, func(e *expansion.Edge) bool { return e.Cursors }},
		"whether there is more":       {expansion.Edge{Beyond: true}, func(e *expansion.Edge) bool { return e.Beyond }},
		"that it is asked for again":  {expansion.Edge{Again: true}, func(e *expansion.Edge) bool { return e.Again }},
		"that it is cut to one node":  {expansion.Edge{Pinned: true}, func(e *expansion.Edge) bool { return e.Pinned }},
		"why it is left to a call":    {expansion.Edge{RefusedWith: refused}, func(e *expansion.Edge) bool { return e.RefusedWith != nil && e.Asked == expansion.Alone }},
		"how many pages are read":     {expansion.Edge{MaxPages: 3, MaxItems: 40}, func(e *expansion.Edge) bool { return e.MaxPages == 3 && e.MaxItems == 40 }},
		"that it leads to one node":   {expansion.Edge{Finder: true}, func(e *expansion.Edge) bool { return e.Finder && e.Node.Through }},
		"a size that is given":        {expansion.Edge{Params: limited("5")}, func(e *expansion.Edge) bool { return e.Limit() == 5 }},
		"the call that asks for it":   {expansion.Edge{}, func(e *expansion.Edge) bool { return e.Asked == expansion.Here }},
		"what is asked of its nodes":  {expansion.Edge{}, func(e *expansion.Edge) bool { return e.Node.Type.Name == "Media" }},
		"nothing that neither wants ": {expansion.Edge{}, func(e *expansion.Edge) bool { return !e.Ends && !e.Cursors && !e.Beyond && !e.Again && e.Owner == 0 }},
	} {
		a := pagesOf(t, c.e)
		empty := &expansion.Expansion{Type: a.Type}
		for order, merged := range map[string]*expansion.Expansion{"first": expansion.Merge(a, empty), "last": expansion.Merge(empty, a), "twice": expansion.Merge(a, pagesOf(t, c.e))} {
			if len(merged.Edges) != 1 || !c.kept(merged.Edges[0]) {
				t.Errorf("%s is lost when it comes %s", name, order)
			}
		}
	}
}

func limited(n string) []fields.Param { return []fields.Param{{Name: "limit", Value: n}} }

func TestMerge_keepsErrorsTelltalesAndIdentity(t *testing.T) {
	user := plantest.Mapping(t).Type("User")
	lost := &expansion.Expansion{Type: user, Refused: map[string]error{"website": errLost}, Telltale: "username", WantsID: true, PerNode: true}
	for order, merged := range map[string]*expansion.Expansion{
		"first": expansion.Merge(lost, &expansion.Expansion{Type: user}), "last": expansion.Merge(&expansion.Expansion{Type: user}, lost),
	} {
		if merged.Refused["website"] == nil || merged.Telltale != "username" || !merged.WantsID || !merged.PerNode {
			t.Errorf("what comes %s becomes %+v", order, merged)
		}
	}
	plain := expansion.Merge(&expansion.Expansion{Type: user}, &expansion.Expansion{Type: user, Names: []string{"name"}})
	if plain.WantsID || plain.PerNode || plain.Telltale != "" || len(plain.Refused) > 0 {
		t.Errorf("what neither has: %+v", plain)
	}
}

func TestEdge_isWhatItsPagingMakesOfIt(t *testing.T) {
	for name, c := range map[string]struct {
		paging                               mapping.Paging
		finder                               bool
		pinnable, paged, unlinked, endUnsaid bool
	}{
		"links both ways":        {paging: mapping.Links, pinnable: true, paged: true},
		"links forward":          {paging: mapping.Next, pinnable: true, paged: true},
		"one cursor on each":     {paging: mapping.SameCursor, paged: true},
		"cursors without links":  {paging: mapping.Cursors, pinnable: true, paged: true, unlinked: true, endUnsaid: true},
		"all at once":            {paging: mapping.Unpaged},
		"a finder":               {paging: mapping.Unpaged, finder: true, unlinked: true},
		"a finder that is paged": {paging: mapping.Links, finder: true, unlinked: true},
	} {
		e := &expansion.Edge{Edge: &mapping.Edge{Name: "media", Paging: c.paging}, Finder: c.finder}
		n := &expansion.Expansion{}
		if e.Pinnable() != c.pinnable || e.Paged() != c.paged || e.Unlinked() != c.unlinked || n.Unsaid(e.Edge) != c.endUnsaid {
			t.Errorf("%s: pinnable %t, paged %t, without links %t, without an end %t", name, e.Pinnable(), e.Paged(), e.Unlinked(), n.Unsaid(e.Edge))
		}
	}
}

// Of nodes that a finder finds, no page says that it is the last.
func TestUnsaid_isTrueOfEachPageBehindAFinder(t *testing.T) {
	n := wanted(t, "facebook", `{ me { businessDiscovery(username: "acme") { media(first: 3) { nodes { children { nodes { id } } } } } } }`)
	if n.Unsaid(&mapping.Edge{Paging: mapping.Links}) {
		t.Error("of the node at the top too")
	}
	found := n.Edges[0].Node
	if !found.Unsaid(&mapping.Edge{Paging: mapping.Links}) || found.Unsaid(&mapping.Edge{Paging: mapping.Unpaged}) {
		t.Error("not behind a finder, or of an edge without pages")
	}
}

type marked uint32

func (m marked) Mark() uint32 { return uint32(m) }

func TestConcerns_isAboutTheOwnerOfAPage(t *testing.T) {
	for _, c := range []struct {
		owner, node uint32
		want        bool
	}{{0, 5, true}, {5, 5, true}, {5, 6, false}, {5, 0, false}} {
		if got := (&expansion.Edge{Owner: c.owner}).Concerns(marked(c.node)); got != c.want {
			t.Errorf("a page of %d concerns %d: %t", c.owner, c.node, got)
		}
	}
}

func TestExpansion_isWhatItsSelectionMakesOfIt(t *testing.T) {
	for query, c := range map[string]struct{ empty, idOnly, onTheWay, complete bool }{
		`{ me { id } }`:       {idOnly: true, complete: true},
		`{ me { username } }`: {complete: true},
		`{ me { media(first: 2) { nodes { id } } } }`:                                     {complete: true},
		`{ comment(id: "1") { parent { text } } }`:                                        {},
		`{ comment(id: "1") { parent { graphId } } }`:                                     {complete: true},
		`{ comment(id: "1") { from { username } } }`:                                      {complete: true},
		`{ me { media(first: 2) { nodes { comments { nodes { parent { text } } } } } } }`: {},
	} {
		n := wanted(t, "", query)
		if n.Empty() != c.empty || n.IDOnly() != c.idOnly || n.OnTheWay() != c.onTheWay || n.Complete() != c.complete {
			t.Errorf("%s: empty %t, id only %t, on the way %t, complete %t", query, n.Empty(), n.IDOnly(), n.OnTheWay(), n.Complete())
		}
	}
	user := plantest.Mapping(t).Type("User")
	for name, c := range map[string]struct {
		n               expansion.Expansion
		empty, onTheWay bool
	}{
		"nothing":       {expansion.Expansion{}, true, true},
		"an id":         {expansion.Expansion{WantsID: true}, false, false},
		"a field":       {expansion.Expansion{Names: []string{"name"}}, false, false},
		"a node":        {expansion.Expansion{Objects: []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: user}}}}, false, true},
		"a page":        {expansion.Expansion{Edges: []*expansion.Edge{{Asked: expansion.Here}}}, false, true},
		"another call":  {expansion.Expansion{Edges: []*expansion.Edge{{Asked: expansion.Alone}}}, true, true},
		"a second page": {expansion.Expansion{Edges: []*expansion.Edge{{Asked: expansion.Beside}}}, true, true},
	} {
		if c.n.Empty() != c.empty || c.n.OnTheWay() != c.onTheWay {
			t.Errorf("%s: empty %t, on the way %t", name, c.n.Empty(), c.n.OnTheWay())
		}
	}
}

func TestPath_namesTheEdgeThatNoExpansionHas(t *testing.T) {
	n := wanted(t, "", `{ me { username } }`)
	if n.Path("17") != "/17" {
		t.Error(n.Path("17"))
	}
	alone := expansion.EdgeOnly(n.Type, &expansion.Edge{Edge: &mapping.Edge{Name: "stories", Alone: true}, RefusedWith: errLost, Asked: expansion.Alone})
	if alone.Path("17") != "/17/stories" || alone.String() != "" || len(alone.Parts()) > 0 {
		t.Errorf("%s %q with %d parts", alone.Path("17"), alone, len(alone.Parts()))
	}
	if e := alone.Edges[0]; e.Asked != expansion.Here || e.RefusedWith != nil || !e.Again {
		t.Errorf("the call's own edge is %+v", e)
	}
	if e := expansion.EdgeOnly(n.Type, &expansion.Edge{Edge: &mapping.Edge{Name: "stories"}}).Edges[0]; e.Again {
		t.Error("an edge that was not refused is asked for again")
	}
}

func TestWithActor_putsTheAccountInWhereverItActs(t *testing.T) {
	n := wanted(t, "facebook", `{ hashtag: node(id: "aGFzaHRhZw") { id } me { username } }`)
	if n.NeedsActor() || n.Acts() {
		t.Error("a call that no account makes needs one")
	}
	acting := &mapping.Edge{Name: "top_media", Actor: "user_id"}
	page := &expansion.Edge{Edge: acting, Key: "top_media", Params: []fields.Param{{Name: "user_id", Value: expansion.Actor}, {Name: "q", Value: expansion.Actor}}, Node: n}
	for name, holder := range map[string]*expansion.Expansion{
		"an edge":            {Type: n.Type, Edges: []*expansion.Edge{page}},
		"an edge behind one": {Type: n.Type, Edges: []*expansion.Edge{{Edge: &mapping.Edge{Name: "media"}, Node: &expansion.Expansion{Type: n.Type, Edges: []*expansion.Edge{page}}}}},
		"a node in a field":  {Type: n.Type, Objects: []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: n.Type, Edges: []*expansion.Edge{page}}}}},
	} {
		if !holder.NeedsActor() || !holder.Acts() {
			t.Errorf("%s needs no account", name)
		}
		before := holder.String()
		if got := holder.WithActor("17").String(); got == before || !plantest.Contains(holder.WithActor("17"), holder) {
			t.Errorf("%s becomes %s", name, got)
		} else if want := `user_id(17)`; !has(got, want) || !has(got, "q({me})") {
			t.Errorf("%s becomes %s", name, got)
		}
		if holder.String() != before {
			t.Errorf("%s was changed to %s", name, holder)
		}
	}
	left := *page
	left.Asked = expansion.Alone
	later := &expansion.Expansion{Type: n.Type, Edges: []*expansion.Edge{&left}}
	if later.NeedsActor() || !later.Acts() {
		t.Error("what is left to a call of its own needs the account now, or never")
	}
}
