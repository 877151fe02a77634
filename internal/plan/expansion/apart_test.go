package expansion_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestPlace_givesEachFieldItsPage(t *testing.T) {
	m := plantest.Mapping(t)
	n := &expansion.Expansion{Type: m.Type("User")}
	media := n.Type.Fields["media"]
	limits := []fields.Param{{Name: "limit", Value: "3"}}
	until := append([]fields.Param{{Name: "until", Value: "1704067200"}}, limits...)
	place := func(f *ast.Field, params []fields.Param, together bool) string {
		key := expansion.Key(media.Edge, params)
		n.Place(n.NewPage(key, media.Edge, media.Target, params), f, func(*expansion.Expansion, *expansion.Edge, *expansion.Edge) bool { return together })
		return n.KeyOf(f, key)
	}
	a, b, c, later := &ast.Field{}, &ast.Field{}, &ast.Field{}, &ast.Field{}
	n.AddPage("media#3", media.Edge, media.Target, limits) // that of the node with the id 3
	for i, step := range []struct {
		f        *ast.Field
		params   []fields.Param
		together bool
		want     string
	}{
		{later, until, true, "media.until(1704067200)"},
		{a, limits, false, "media"},
		{a, limits, false, "media"},
		{b, limits, false, "media#4"},
		{c, limits, false, "media#5"},
		{b, limits, false, "media#4"},
		{b, limits, true, "media#4"},
	} {
		if got := place(step.f, step.params, step.together); got != step.want {
			t.Errorf("step %d: the page is %s, want %s", i, got, step.want)
		}
	}
	if len(n.Edges) != 5 {
		t.Errorf("%d pages", len(n.Edges))
	}
}

func TestKeyOf_isThatOfThePageThatAFieldWants(t *testing.T) {
	const query = `{ me { a: media(first: 100) { nodes { id } } b: media(first: 2) { nodes { comments(first: 50) { nodes { replies(first: 50) { nodes { text } } } } } } c: media(first: 90) { nodes { id } } } }`
	o := plantest.Operation(t, query, nil)
	n := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o).Me
	for i, want := range []string{"media", "media#2", "media"} {
		selected := o.Operation.SelectionSet[0].(*ast.Field).SelectionSet[i].(*ast.Field)
		if got := n.KeyOf(selected, "media"); got != want {
			t.Errorf("%s has the page %s, want %s", selected.Alias, got, want)
		}
	}
	if len(n.Edges) != 2 || n.Edges[0].Key != "media" || n.Edges[1].Key != "media#2" {
		t.Fatalf("%d pages: %s", len(n.Edges), n)
	}
	if expansion.Mergeable(n, wanted(t, "", query)) || !expansion.Mergeable(n, n) {
		t.Error("pages are told apart by the fields of one operation")
	}
}

func TestWithout_keepsPagesApart(t *testing.T) {
	o := plantest.Operation(t, `{ me { username a: media(first: 100) { nodes { id } } b: media(first: 2) { nodes { comments(first: 50) { nodes { replies(first: 50) { nodes { text } } } } } } } }`, nil)
	n := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o).Me
	second := o.Operation.SelectionSet[0].(*ast.Field).SelectionSet[2].(*ast.Field)
	cut := n.Without(partsOf(t, n, "User.username"), errLost, false)
	if got := cut.KeyOf(second, "media"); got != "media#2" || cut.Edge(got) == nil {
		t.Errorf("the second page is %s", got)
	}
}

func TestWantedBy_areTheConnectionsWithItemsOrPageInfo(t *testing.T) {
	const query = `{ me { a: media(first: 1) { nodes { id } } b: media(first: 500) { totalCount } c: media(first: 0) { nodes { id } } d: media(first: 9) { pageInfo { hasNextPage } } } }`
	o := plantest.Operation(t, query, nil)
	n := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o).Me
	merged := expansion.Merge(&expansion.Expansion{Type: n.Type}, n)
	for i, want := range []bool{true, false, false, true} {
		selected := o.Operation.SelectionSet[0].(*ast.Field).SelectionSet[i].(*ast.Field)
		for _, page := range []*expansion.Edge{n.Edge("media"), merged.Edge("media")} {
			if got := page.WantedBy(selected); got != want {
				t.Errorf("%s wants the page: %v, want %v", selected.Alias, got, want)
			}
		}
		if n.Edge("stories").WantedBy(selected) {
			t.Errorf("%s wants a page that is not there", selected.Alias)
		}
	}
}
