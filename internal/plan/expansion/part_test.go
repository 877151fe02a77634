package expansion_test

import (
	"fmt"
	"github.com/gramql/gramql/internal/dialect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestParts_areAllThatACallCanBeMadeWithout(t *testing.T) {
	n := wanted(t, "", tree)
	var got []string
	for _, p := range n.Parts() {
		got = append(got, fmt.Sprintf("%s.%s %s %d%s%s", p.Place, p.Name, p.Asked(), p.Within, map[bool]string{true: " branch"}[p.Branch()], map[bool]string{true: " of many"}[p.OfMany()]))
	}
	want := []string{
		"User.username .username 0",
		"User.website .website 0",
		"User.media .media.limit(6) 8 branch",
		"User.media.caption .media.limit(6).caption 0 of many",
		"User.media.owner .media.limit(6).owner 1 branch of many",
		"User.media.owner.name .media.limit(6).owner.name 0 of many",
		"User.media.comments .media.limit(6).comments.limit(4) 4 branch of many",
		"User.media.comments.text .media.limit(6).comments.limit(4).text 0 of many",
		"User.media.comments.parent_id .media.limit(6).comments.limit(4).parent_id 0 of many",
		"User.media.comments.from .media.limit(6).comments.limit(4).from 1 branch of many",
		"User.media.comments.from.username .media.limit(6).comments.limit(4).from.username 0 of many",
		"User.stories .stories.limit(2) 0 branch",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestOutermost_leavesOutWhatIsBelowOthers(t *testing.T) {
	n := wanted(t, "", tree)
	names := func(parts []expansion.Part) (all []string) {
		for _, p := range parts {
			if p.Within != 0 {
				t.Errorf("%s has %d parts of the list below it", p.Name, p.Within)
			}
			all = append(all, p.Name)
		}
		return all
	}
	if got := names(expansion.Outermost(n.Parts())); !slices.Equal(got, []string{"username", "website", "media", "stories"}) {
		t.Errorf("%q", got)
	}
	some := partsOf(t, n, "User.media.caption", "User.media.comments", "User.media.comments.from", "User.media.comments.from.username", "User.stories")
	if got := names(expansion.Outermost(some)); !slices.Equal(got, []string{"caption", "comments", "stories"}) {
		t.Errorf("%q", got)
	}
}

func TestField_isWhatIsNoEdge(t *testing.T) {
	edges := []string{"media", "comments", "stories"}
	for _, p := range wanted(t, "", tree).Parts() {
		if got, want := p.Field(), !slices.Contains(edges, p.Name); got != want {
			t.Errorf("%s is a field: %t", p.Name, got)
		}
	}
}

func TestKept_countsWhatIsLeftBelow(t *testing.T) {
	n := wanted(t, "", tree)
	kept := expansion.Kept(n.Parts(), func(p expansion.Part) bool { return p.Branch() })
	var got []string
	for _, p := range kept {
		got = append(got, fmt.Sprint(p.Name, p.Within))
	}
	if want := []string{"media3", "owner0", "comments1", "from0", "stories0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLeadsTo_isTrueOfEachPartOnTheWay(t *testing.T) {
	n := wanted(t, "", tree)
	from := partsOf(t, n, "User.media.comments.from")[0]
	text := partsOf(t, n, "User.media.comments.from.username")[0]
	for name, want := range map[string]bool{"User.media": true, "User.media.comments": true, "User.media.comments.from": true, "User.media.owner": false, "User.stories": false, "User.username": false} {
		if got := partsOf(t, n, name)[0].LeadsTo(text.Of); got != want {
			t.Errorf("%s leads to it: %t", name, got)
		}
	}
	if !from.Is(partsOf(t, n, "User.media.comments.from")[0]) || from.Is(text) {
		t.Error("a part is not itself, or is another one")
	}
	metric := from
	if metric.Metric = "reach"; metric.Is(from) {
		t.Error("one metric of a part is the part")
	}
}

// What a token needs is said of the field, or else of the nodes behind it.
func TestParts_sayWhatATokenNeeds(t *testing.T) {
	needs := map[string]dialect.Permission{
		"User.username": dialect.None, "User.media_count": dialect.Media, "User.shopping_review_status": dialect.Shopping,
		"User.media": dialect.Media, "User.media.caption": dialect.None, "User.media.children": dialect.Media,
		"User.media.insights": dialect.Insights, "User.media.insights.name": dialect.None, "User.media.comments": dialect.Comments,
		"User.media.comments.text": dialect.None, "User.media.owner": dialect.None, "User.media.owner.media_count": dialect.Media,
	}
	n := wanted(t, "facebook", `{ me { username mediaCount shoppingReviewStatus media { nodes { caption owner { mediaCount }
		children { nodes { id } } insights(metrics: [REACH]) { name } comments { nodes { text } } } } } }`)
	parts := n.Parts()
	for _, p := range parts {
		if want, known := needs[p.Place+"."+p.Name]; !known || p.Permission != want {
			t.Errorf("%s.%s needs the permission %d, want %d", p.Place, p.Name, p.Permission, want)
		}
	}
	if len(parts) != len(needs) {
		t.Errorf("%d parts, want %d", len(parts), len(needs))
	}
}

func TestAsked_namesTheOneMetricThatIsMeant(t *testing.T) {
	n := wanted(t, "", `{ me { insights(metrics: [LIKES, VIEWS], period: DAY) { name } media(first: 2) { nodes { id } } } }`)
	before := n.String()
	whole := partsOf(t, n, "User.insights")[0]
	metric := whole
	metric.Metric = "views"
	if got := whole.Asked(); got != ".insights.metric(likes,views).period(day).metric_type(total_value)" {
		t.Errorf("the whole part: %s", got)
	}
	if got := metric.Asked(); got != ".insights.metric(views).period(day).metric_type(total_value)" {
		t.Errorf("one metric: %s", got)
	}
	if n.String() != before {
		t.Errorf("the expansion is changed to %s", n)
	}
}

func TestPart_knowsWhetherItsCallIsMadeForItAgain(t *testing.T) {
	n := wanted(t, "facebook", `{ me { username media(first: 2) { nodes { id } } businessDiscovery(username: "acme") { name } } }`)
	for _, p := range n.Parts() {
		if p.Again() || p.FindsAgain() || p.Owned() {
			t.Errorf("%s.%s: again %t, found again %t, of one node %t", p.Place, p.Name, p.Again(), p.FindsAgain(), p.Owned())
		}
	}
	for _, e := range n.Edges {
		refused := *e
		refused.RefusedWith, refused.Owner = errLost, 7
		p := expansion.EdgeOnly(n.Type, &refused).Parts()[0]
		if !p.Again() || p.FindsAgain() != e.Finder || !p.Owned() {
			t.Errorf("%s: again %t, found again %t, of one node %t", e.Name, p.Again(), p.FindsAgain(), p.Owned())
		}
	}
}
