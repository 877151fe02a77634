package expansion_test

import (
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestWithheld_isWhatNodesOnTheWayLackAndShowByTheirIDs(t *testing.T) {
	for query, want := range map[string]bool{
		`{ me { media { nodes { likeCount } } } }`:                                                     true,
		`{ me { media { nodes { totalLikeCount } } } }`:                                                true,
		`{ me { media { nodes { caption } } } }`:                                                       false,
		`{ me { media { nodes { comments { nodes { likeCount } } } } } }`:                              false,
		`{ comment(id: "1") { media { likeCount } } }`:                                                 true,
		`{ comment(id: "1") { media { caption } } }`:                                                   false,
		`{ comment(id: "1") { replies { nodes { media { likeCount } } } } }`:                           true,
		`{ media(id: "1") { likeCount } }`:                                                             false,
		`{ media(id: "1") { children { nodes { likeCount totalLikeCount } } } }`:                       false,
		`{ me { tags { nodes { likeCount } } } }`:                                                      false,
		`{ me { businessDiscovery(username: "a") { media { nodes { likeCount totalLikeCount } } } } }`: false,
	} {
		if got := wanted(t, "facebook", query).LeadsToWithheld(); got != want {
			t.Errorf("%s leads to what may be withheld: %v", query, got)
		}
	}
}

func TestMayBeWithheld_isSaidOfFieldsThatAreAskedFor(t *testing.T) {
	media := wanted(t, "facebook", `{ me { media { nodes { likeCount caption } } } }`).Edges[0].Node
	through, child := *media, *media
	through.Through, child.Absent = true, []string{"like_count"}
	for name, c := range map[string]struct {
		n    *expansion.Expansion
		want []string
	}{"on a page": {media, []string{"like_count"}}, "seen only there": {&through, nil}, "an album's child": {&child, nil}} {
		got := slices.DeleteFunc([]string{"caption", "like_count", "total_like_count"}, func(field string) bool { return !c.n.MayBeWithheld(field) })
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("of a media %s may be withheld %v", name, got)
		}
	}
}
