package mapping_test

import (
	"testing"

	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/problem"
)

const refusals = `
	type Query { me: User @root(by: "me") }
	enum Metric { REACH @metric }
	enum ReelMetric { PLAYS @metric(products: ["REELS"]) }
	type User @node(type: "IGUser") {
		id: ID!
		name: String
		checked: Boolean @field(names: ["check", "checks"]) @refused(codes: [9005, 9006], byNode: true)
		found: User @edge(name: "discovered", paging: "unpaged") @refused(codes: [110]) @hint(code: "NOT_FOUND", hint: "Look elsewhere.")
		insights(metric: [Metric!]! @param(tells: "name")): [Insight!] @edge
		plays(metric: [ReelMetric!]! @param(tells: "name")): [Insight!] @edge
	}
	type Insight { name: String }`

func TestRefused_saysWhichErrorsAreAboutAField(t *testing.T) {
	m, err := mapping.Read(load(t, "../../schema/directives.graphqls", refusals))
	if err != nil {
		t.Fatal(err)
	}
	user := m.Type("User")
	for _, c := range []struct {
		name  string
		code  int
		about bool
	}{
		{"check", 9005, true},
		{"checks", 9006, true},
		{"checked", 9005, false}, // the Graph API has no such name
		{"check", 110, false},
		{"discovered", 110, true},
		{"found", 110, false},
		{"name", 0, false},
	} {
		if got := user.RefusedWith(c.code, c.name); got != c.about {
			t.Errorf("an error %d is about %s: %v, want %v", c.code, c.name, got, c.about)
		}
	}
	if got := user.Fields["found"].Refused; got.Hint(problem.NotFound, 803, nil) != "Look elsewhere." || len(got.Hints) != 1 {
		t.Errorf("hints %v", got)
	}
}

func TestHint_isOnlyOfWhatIsKnown(t *testing.T) {
	story, all := []string{"STORY"}, []string{"FEED", "STORY"}
	of := mapping.Refused{Hints: []mapping.Hint{
		{Code: problem.Forbidden, Products: story, Text: "of stories"},
		{Code: problem.BadUserInput, Codes: []int{100, 2500}, Text: "of two codes"},
		{Code: problem.NotFound, Text: "of all"},
	}}
	for _, c := range []struct {
		code     string
		refusal  int
		products []string
		want     string
	}{
		{problem.Forbidden, 10, story, "of stories"},
		{problem.Forbidden, 10, all, ""},
		{problem.Forbidden, 10, []string{"FEED"}, ""},
		{problem.Forbidden, 10, nil, ""},
		{problem.BadUserInput, 100, nil, "of two codes"},
		{problem.BadUserInput, 2500, story, "of two codes"},
		{problem.BadUserInput, 9005, nil, ""},
		{problem.NotFound, 24, all, "of all"},
		{problem.UpstreamError, 1, story, ""},
	} {
		if got := of.Hint(c.code, c.refusal, c.products); got != c.want {
			t.Errorf("%s, %d of %v: %q, not %q", c.code, c.refusal, c.products, got, c.want)
		}
	}
}

func TestRefused_saysWhatOneNodeCanLack(t *testing.T) {
	m, err := mapping.Read(load(t, "../../schema/directives.graphqls", refusals))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct{ byNode, measures bool }{
		"checks":     {byNode: true},
		"discovered": {},
		"name":       {},
		"insights":   {measures: true},
		"plays":      {byNode: true, measures: true},
	} {
		if got := m.Type("User").RefusedByNode(name); got != want.byNode {
			t.Errorf("%s is refused by node: %v", name, got)
		}
		if got := m.Type("User").Measures(name); got != want.measures {
			t.Errorf("%s answers metrics: %v", name, got)
		}
	}
}
