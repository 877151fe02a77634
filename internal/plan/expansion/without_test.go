package expansion_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/refused"
)

var errLost = errors.New("lost")

func has(text, part string) bool { return strings.Contains(text, part) }

// partsOf returns the parts with those places and names, as in User.media.caption.
func partsOf(t *testing.T, n *expansion.Expansion, names ...string) []expansion.Part {
	t.Helper()
	parts := expansion.Kept(n.Parts(), func(p expansion.Part) bool { return slices.Contains(names, p.Place+"."+p.Name) })
	if len(parts) != len(names) {
		t.Fatalf("%d of %q are parts of %s", len(parts), names, n)
	}
	return parts
}

// the whole tree, with a reference and a node in a field.
const tree = `{ me { username website media(first: 6) { nodes { caption owner { name } comments(first: 4) { nodes { text from { username } parent { text } } } } } stories(first: 2) { nodes { id } } } }`

func TestWithout_leavesOutPartsAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		cut      []string
		deferred bool
		want     string
		refused  []string
	}{
		{[]string{"User.website"}, false, "id,username,media.limit(6){id,caption,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}},stories.limit(2){id}", []string{"User.website"}},
		{[]string{"User.media.caption", "User.username"}, false, "id,website,media.limit(6){id,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}},stories.limit(2){id}", []string{"Media.caption", "User.username"}},
		{[]string{"User.media.comments"}, false, "id,username,website,media.limit(6){id,caption,owner{id,name}},stories.limit(2){id}", []string{"Media.comments"}},
		{[]string{"User.media.owner"}, false, "id,username,website,media.limit(6){id,caption,comments.limit(4){id,text,from{id,username},parent_id}},stories.limit(2){id}", []string{"Media.owner"}},
		{[]string{"User.media.comments.text"}, true, "id,username,website,media.limit(6){id,caption,owner{id,name},comments.limit(4){id,from{id,username},parent_id}},stories.limit(2){id}", []string{"Comment.text"}},
		{[]string{"User.media.comments"}, true, "id,username,website,media.limit(6){id,caption,owner{id,name}},stories.limit(2){id}", nil},
		{nil, false, "id,username,website,media.limit(6){id,caption,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}},stories.limit(2){id}", nil},
	} {
		n := wanted(t, "", tree)
		before := sorted(n)
		cut := n.Without(partsOf(t, n, c.cut...), errLost, c.deferred)
		if cut.String() != c.want {
			t.Errorf("without %q: %s, want %s", c.cut, cut, c.want)
		}
		if got := lostOf(cut); !slices.Equal(got, c.refused) {
			t.Errorf("without %q the refused are %q, want %q", c.cut, got, c.refused)
		}
		if sorted(n) != before {
			t.Errorf("without %q the whole is changed to %s", c.cut, n)
		}
		comments := cut.Edges[0].Node.Edge("comments")
		if comments != nil && comments.Node.Reference("parent_id") == nil {
			t.Errorf("without %q the nodes whose ids are in fields are forgotten", c.cut)
		}
		if c.deferred && len(c.refused) == 0 && (comments == nil || comments.Asked != expansion.Alone || !errors.Is(comments.RefusedWith, errLost)) {
			t.Errorf("the edge is not left to a call of its own: %+v", comments)
		}
	}
}

// lostOf returns what is refused anywhere in an expansion, and checks that as much is known
// to be lost.
func lostOf(n *expansion.Expansion) (all []string) {
	for _, key := range slices.Sorted(maps.Keys(n.Refused)) {
		if n.Lost == nil || !slices.Contains(n.Lost.Names, key) && n.Lost.Object(key) == nil && n.Lost.Edge(key) == nil {
			all = append(all, "not lost: "+key)
		}
		all = append(all, n.Type.Name+"."+key)
	}
	for _, o := range n.Objects {
		all = append(all, lostOf(o.Node)...)
	}
	for _, e := range n.Edges {
		all = append(all, lostOf(e.Node)...)
	}
	slices.Sort(all)
	return all
}

func TestWithout_keepsWhatTheExpansionIs(t *testing.T) {
	n := wanted(t, "", tree)
	media := n.Edges[0].Node
	media.Products, media.Absent, media.Telltale = []string{"FEED"}, []string{"stories"}, "caption"
	kept := n.Without(partsOf(t, n, "User.website"), errLost, false).Edges[0].Node
	if !slices.Equal(kept.Products, media.Products) || !slices.Equal(kept.Absent, media.Absent) || kept.Telltale != "caption" || !kept.WantsID || !kept.PerNode || kept.Type != media.Type {
		t.Errorf("%+v of %+v", kept, media)
	}
}

func TestWithout_losesAnEdgeThatIsAskedForAgainForGood(t *testing.T) {
	n := wanted(t, "", tree)
	alone := expansion.EdgeOnly(n.Type, &expansion.Edge{Edge: n.Edges[0].Edge, Key: "media", Node: n.Edges[0].Node, RefusedWith: errLost})
	if cut := alone.Without(partsOf(t, alone, "User.media"), errLost, true); len(cut.Edges) != 0 || cut.Refused["media"] == nil {
		t.Errorf("%+v", cut)
	}
}

func TestWithout_leavesOutSingleMetrics(t *testing.T) {
	n := wanted(t, "", `{ media(id: "1") { insights(metrics: [REACH, SAVED, SHARES]) { name } } }`)
	edge := partsOf(t, n, "Media.insights")[0]
	if got := edge.Metrics(); !slices.Equal(got, []string{"reach", "saved", "shares"}) {
		t.Fatal(got)
	}
	cutTo := func(from *expansion.Expansion, metrics ...string) *expansion.Expansion {
		var parts []expansion.Part
		for _, metric := range metrics {
			part := partsOf(t, from, "Media.insights")[0]
			part.Metric = metric
			parts = append(parts, part)
		}
		return from.Without(parts, errLost, false)
	}
	two := cutTo(n, "saved")
	if two.String() != "id,insights.metric(reach,shares){name},media_type" || len(two.Edges[0].Refused) != 1 || two.Edges[0].Refused[0].Names() != "SAVED" || len(two.Refused) > 0 {
		t.Errorf("without one of three: %s, %v", two, two.Edges[0].Refused)
	}
	if two.Edges[0].Key != n.Edges[0].Key || two.Edges[0].Words() != n.Edges[0].Words() {
		t.Error("the page has another key, or is taken for one with other metrics")
	}
	none := cutTo(two, "reach", "shares")
	if len(none.Edges) != 0 || !errors.Is(none.Refused[n.Edges[0].Key], errLost) {
		t.Errorf("without all of them: %s, %v", none, none.Refused)
	}
	if n.String() != "id,insights.metric(reach,saved,shares){name},media_type" {
		t.Errorf("the whole is changed to %s", n)
	}
	if got := n.Edges[0].WithoutMetrics([]*refused.MetricError{{Metrics: []string{"reach", "saved"}, Cause: errLost}}); fmt.Sprint(got.Params) != "[{metric shares}]" || len(got.Refused) != 2 {
		t.Errorf("%v, refused %v", got.Params, got.Refused)
	}
}

func TestHolding_losesWhatDidNotCome(t *testing.T) {
	n := wanted(t, "", tree)
	held := n.Holding([]string{"id", "username", "media"}, errLost)
	if want := "id,username,media.limit(6){id,caption,owner{id,name},comments.limit(4){id,text,from{id,username},parent_id}}"; held.String() != want {
		t.Errorf("%s, want %s", held, want)
	}
	if got := lostOf(held); !slices.Equal(got, []string{"User.stories", "User.website"}) {
		t.Errorf("lost: %q", got)
	}
}

func TestTold_putsBackWhatWasReadAfterAll(t *testing.T) {
	n := wanted(t, "", tree)
	media := n.Edges[0].Node
	cut := media.Without(partsOf(t, media, "Media.caption", "Media.owner", "Media.comments"), errLost, false)
	told := cut.Told(map[string]error{"caption": nil, "owner": nil, "comments": nil})
	if told.String() != "id,caption,owner{id,name}" || len(told.Refused) > 0 || told.Lost != nil {
		t.Errorf("%s, refused %v", told, told.Refused)
	}
	if e := told.Edge("comments"); e == nil || e.Asked != expansion.Alone || e.RefusedWith != nil {
		t.Errorf("the edge is %+v", e)
	}
	still := cut.Told(map[string]error{"caption": errLost, "comments": errLost})
	if still.Refused["caption"] == nil || still.Refused["owner"] == nil || still.Refused["comments"] != nil || still.String() != "id" {
		t.Errorf("%s, refused %v", still, still.Refused)
	}
	if e := still.Edge("comments"); e == nil || !errors.Is(e.RefusedWith, errLost) || e.Asked != expansion.Alone {
		t.Errorf("the edge is %+v", e)
	}
	if len(cut.Refused) != 3 || cut.Lost == nil {
		t.Error("what is told changed the expansion")
	}
	kept := media.Keep(func(key string) bool { return key == "owner" })
	if kept.String() != "id,owner{id,name}" {
		t.Errorf("kept %s", kept)
	}
	if kept := media.Keep(func(key string) bool { return key == "caption" }); kept.String() != "id,caption" {
		t.Errorf("kept %s", kept)
	}
}

func TestEdgeRefusal_isOfTheFieldWhereNoParameterCanBeWrong(t *testing.T) {
	wrong := &graphapi.Error{Code: 100, Message: "(#100) Tried accessing nonexisting field"}
	with := func(params ...fields.Param) *expansion.Edge {
		return &expansion.Edge{Edge: &mapping.Edge{}, Params: params}
	}
	for name, c := range map[string]struct {
		e      *expansion.Edge
		err    error
		absent bool
	}{
		"a plain field":                     {nil, wrong, true},
		"an edge without parameters":        {with(), wrong, true},
		"an edge with a limit":              {with(fields.Param{Name: "limit", Value: "3"}), wrong, true},
		"an edge with another parameter":    {with(fields.Param{Name: "until", Value: "3"}), wrong, false},
		"an error of another code":          {nil, &graphapi.Error{Code: 4}, false},
		"what is no error of the Graph API": {nil, errLost, false},
	} {
		err := c.e.Refusal(c.err)
		if _, absent := errors.AsType[*refused.AbsentError](err); absent != c.absent || !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWithout_keepsHowTheNodeIsReachedAndWhatWasLost(t *testing.T) {
	n := wanted(t, "", tree)
	media := n.Edges[0].Node
	lost := &expansion.Expansion{Type: media.Type, Names: []string{"permalink"}}
	media.View, media.Through, media.ByPath = &mapping.View{Fields: fields.List{{Name: "caption"}}}, true, true
	media.Refused, media.Lost = map[string]error{"permalink": errLost}, lost
	kept := n.Without(partsOf(t, n, "User.website"), errLost, false).Edges[0].Node
	if kept.View != media.View || !kept.Through || !kept.ByPath || !errors.Is(kept.Refused["permalink"], errLost) || kept.Lost != lost {
		t.Errorf("%+v of %+v", kept, media)
	}
	if cut := n.Without(partsOf(t, n, "User.media.caption"), errLost, false).Edges[0].Node; len(cut.Refused) != 2 || len(media.Refused) != 1 || !slices.Equal(cut.Lost.Names, []string{"permalink", "caption"}) {
		t.Errorf("%+v of %+v", cut, media)
	}
}
