package expansion_test

import (
	"fmt"
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
