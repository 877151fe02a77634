package lookup_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// How look-ups share calls is seen in the calls of a plan.
func TestGroups_asTheTablesSay(t *testing.T) {
	plantest.RunTables(t, "../testdata/compile")
}

// accountOf returns what an operation asks of the token's own account.
func accountOf(t *testing.T, query string) *expansion.Expansion {
	t.Helper()
	return plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), plantest.Operation(t, query, nil)).Me
}

func TestUnite_mergesTheLookupsOfEachNode(t *testing.T) {
	name, text := accountOf(t, `{ me { name } }`), accountOf(t, `{ me { biography } }`)
	united := lookup.Unite([]lookup.Lookup{
		{ID: "1", Node: name, Indexes: []int{0}}, {ID: "2", Node: name, Indexes: []int{1}},
		{ID: "1", Node: text, Indexes: []int{2}, Known: true}, {ID: "1", Node: text, Indexes: []int{3}, Apart: true},
		{ID: "1", Node: text, Indexes: []int{4}, Apart: true}, {ID: "1", Node: name, Indexes: []int{5}, Apart: true},
		{ID: "2", Node: text, Indexes: []int{6}},
	})
	var got []string
	for _, l := range united {
		got = append(got, fmt.Sprint(l.ID, " ", l.Node, l.Indexes, l.Known, l.Apart))
	}
	want := []string{
		"1 id,name,biography [0 2] true false", "2 id,name,biography [1 6] false false", "1 id,biography [3 4] false true", "1 id,name [5] false true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if l := (lookup.Lookup{ID: "1", Node: name}); l.Key() != "User:/1" {
		t.Error(l.Key())
	}
}

func TestExpansions_addsWhatHasNoRoom(t *testing.T) {
	crowded := accountOf(t, `{ me { a: media(first: 3, until: "2024-01-01T00:00:00Z") { nodes { id } } b: media(first: 3) { nodes { id } } } }`)
	plain := accountOf(t, `{ me { name } }`)
	all := lookup.Expansions([]lookup.Lookup{{ID: "1", Node: crowded, Apart: true}, {ID: "2", Node: plain}, {ID: "3", Node: crowded}})
	var got []string
	for _, l := range all {
		got = append(got, fmt.Sprint(l.ID, " ", l.Node, " ", l.Apart, l.Supplement, l.Known))
	}
	want := []string{
		"1 id,media.limit(3).until(1704067200){id} true false false", "1 id,media.limit(3){id} true true true",
		"2 id,name false false false",
		"3 id,media.limit(3).until(1704067200){id} false false false", "3 id,media.limit(3){id} false true true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestGroups_leaveANodeAloneWithWhatNoOtherHas(t *testing.T) {
	user := plantest.Mapping(t).Type("User")
	with := func(e expansion.Edge) *expansion.Expansion {
		e.Edge, e.Key, e.Node = &mapping.Edge{Name: "media"}, "media", &expansion.Expansion{Type: user}
		return &expansion.Expansion{Type: user, Edges: []*expansion.Edge{&e}}
	}
	plain, owned, pinned := with(expansion.Edge{}), with(expansion.Edge{Owner: 7}), with(expansion.Edge{Pinned: true})
	path := expansion.EdgeOnly(user, &expansion.Edge{Edge: &mapping.Edge{Name: "list", Alone: true}, Node: &expansion.Expansion{Type: user}})
	times := accountOf(t, `{ me { media(first: 3, until: "2024-01-01T00:00:00Z") { nodes { id } } } }`)
	other := accountOf(t, `{ me { media(first: 3) { nodes { id } } } }`)
	for name, c := range map[string]struct {
		a, b    lookup.Lookup
		mode    dialect.LookupMode
		groups  int
		company string
	}{
		"what both have":                   {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "2", Node: plain}, dialect.IDs, 1, "GET /?ids=1,2&fields=id,media{id}"},
		"a page of the second":             {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "2", Node: owned}, dialect.IDs, 2, ""},
		"a page of the first":              {lookup.Lookup{ID: "1", Node: owned}, lookup.Lookup{ID: "2", Node: plain}, dialect.IDs, 2, ""},
		"a page cut to one":                {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "2", Node: pinned}, dialect.IDs, 2, ""},
		"the same page, of one":            {lookup.Lookup{ID: "1", Node: owned}, lookup.Lookup{ID: "2", Node: owned}, dialect.IDs, 2, ""},
		"an edge in the path":              {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "2", Node: path}, dialect.IDs, 2, ""},
		"an edge in the path of the first": {lookup.Lookup{ID: "1", Node: path}, lookup.Lookup{ID: "2", Node: plain}, dialect.IDs, 2, ""},
		"one node twice":                   {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "1", Node: plain}, dialect.IDs, 2, ""},
		"pages of different times":         {lookup.Lookup{ID: "1", Node: times}, lookup.Lookup{ID: "2", Node: other}, dialect.IDs, 2, ""},
		"pages of one, in a batch":         {lookup.Lookup{ID: "1", Node: owned}, lookup.Lookup{ID: "2", Node: path}, dialect.Batch, 1, ""},
		"what both have, one by one":       {lookup.Lookup{ID: "1", Node: plain}, lookup.Lookup{ID: "2", Node: plain}, dialect.Single, 2, ""},
	} {
		groups := lookup.Groups([]lookup.Lookup{c.a, c.b}, c.mode)
		if len(groups) != c.groups {
			t.Errorf("%s: %d calls, want %d", name, len(groups), c.groups)
		}
		if c.company == "" {
			continue
		}
		if call := groups[0].Call(c.mode); call.String() != c.company {
			t.Errorf("%s: %s, want %s", name, call.String(), c.company)
		}
	}
}

func TestGroups_fillEachCall(t *testing.T) {
	n := accountOf(t, `{ me { name } }`)
	var lookups []lookup.Lookup
	for i := range 120 {
		lookups = append(lookups, lookup.Lookup{ID: strconv.Itoa(i), Node: n})
	}
	for mode, want := range map[dialect.LookupMode]string{dialect.IDs: "[50 50 20]", dialect.Batch: "[50 50 20]"} {
		var sizes []int
		for _, g := range lookup.Opening(lookups, mode) {
			sizes = append(sizes, len(g))
			if ids := g.IDs(); len(ids) != len(g) || ids[0] != g[0].ID {
				t.Errorf("%s: the ids of a call are %q", mode, ids)
			}
		}
		if fmt.Sprint(sizes) != want {
			t.Errorf("%s: %v, want %s", mode, sizes, want)
		}
	}
}

func TestCalls_areWholeCalls(t *testing.T) {
	n := accountOf(t, `{ me { name } }`)
	n.Edges = nil
	pages := plantest.Mapping(t).FacebookPages
	for name, c := range map[string]struct {
		call graphapi.Call
		want string
	}{
		"me":            {lookup.MeCall(n), "GET /me?fields=id,name"},
		"one node":      {lookup.Lookup{ID: "1", Node: n}.Call(), "GET /1?fields=id,name"},
		"several nodes": {lookup.IDsCall(n, []string{"1", "2"}), "GET /?ids=1,2&fields=id,name"},
		"Pages":         {lookup.FacebookPagesCall(pages, n, 25, ""), "GET /me/accounts?fields=id,name&limit=25"},
		"later Pages":   {lookup.FacebookPagesCall(pages, n, 25, "QVFI"), "GET /me/accounts?fields=id,name&after=QVFI&limit=25"},
		"accounts":      {lookup.AccountsCall(pages, n, 1, ""), "GET /me/accounts?fields=instagram_business_account{id,name}&limit=1"},
	} {
		if got := c.call.String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if c.call.Node != "User" || c.call.Once || c.call.Lifetime != n.Type.Fresh {
			t.Errorf("%s: %+v", name, c.call)
		}
	}
	id := accountOf(t, `{ me { id } }`)
	if call := lookup.AccountsCall(pages, id, 1, ""); call.Lifetime != id.Type.Fresh {
		t.Errorf("which account a Page has is fresh for %v", call.Lifetime)
	}
	if call := lookup.MeCall(id); call.Lifetime != mapping.MaxFresh {
		t.Errorf("an id is fresh for %v", call.Lifetime)
	}
	moving := &expansion.Expansion{Type: n.Type, Edges: []*expansion.Edge{{
		Edge: &mapping.Edge{Name: "media", Paging: mapping.SameCursor}, Params: []fields.Param{{Name: "after", Value: "QVFI"}}, Node: id,
	}}}
	if call := lookup.MeCall(moving); !call.Once || call.Lifetime != 0 {
		t.Errorf("a call that moves a cursor: %+v", call)
	}
}

func TestSearch_findsANodeAndLooksItUp(t *testing.T) {
	hashtag := plantest.Mapping(t).Type("Hashtag")
	s := &lookup.Search{Field: plantest.Mapping(t).Type("Query").Fields["hashtag"], Name: "coke", Node: &expansion.Expansion{Type: hashtag, WantsID: true}}
	call := s.Call("17")
	if call.String() != "GET /ig_hashtag_search?q=coke&user_id=17" || call.Node != "Hashtag" || call.Lifetime != hashtag.Fresh || call.Hashtag != "coke" {
		t.Errorf("%+v", call)
	}
	if calls := s.Calls(dialect.Single); len(calls) != 1 {
		t.Errorf("%d calls for an id", len(calls))
	}
	s.Node = &expansion.Expansion{Type: hashtag, Names: []string{"name"}}
	calls := s.Calls(dialect.Single)
	if len(calls) != 2 || calls[1].String() != "GET /{hashtag}?fields=id,name" {
		t.Errorf("%d calls for a name: %+v", len(calls), calls)
	}
}

func TestStep_saysWhyItLeadsNowhere(t *testing.T) {
	field := plantest.Mapping(t).Type("User").Fields["media"]
	paged, unpaged := &expansion.Edge{Edge: &mapping.Edge{}, MaxItems: 250}, &expansion.Edge{Edge: &mapping.Edge{Paging: mapping.Unpaged}}
	for want, s := range map[string]lookup.Step{
		"is not, or no longer, among the first 250 of User.media": {Field: field, Edge: paged, Search: &paging.Window{}},
		"User.media no longer finds the node":                     {Field: field, Edge: &expansion.Edge{Edge: &mapping.Edge{}, Finder: true}},
		"User.media no longer holds the node with this id":        {Field: field, Object: "owner"},
	} {
		if err := s.Gone(); !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for name, s := range map[string]lookup.Step{
		"one page of many": {Field: field, Edge: paged}, "all items at once": {Field: field, Edge: unpaged, Search: &paging.Window{}},
	} {
		if err := s.Gone(); !strings.Contains(err.Error(), "no longer holds") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
