package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestRepairs_areOnePerPartAndOneToSeeWhatIsLeft(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		login dialect.Login
		mode  dialect.LookupMode
		want  int
	}{
		{`{ me { id } }`, dialect.Instagram, dialect.Batch, 0},
		{`{ me { username } }`, dialect.Instagram, dialect.Batch, 1},
		{`{ me { username name } }`, dialect.Instagram, dialect.Batch, 3},
		{`{ me { username name } }`, dialect.Facebook, dialect.Batch, 3},
		{`{ me { username name biography website } media(id: "1") { caption permalink } }`, dialect.Instagram, dialect.Single, plan.MaxRepairs},
		{`{ media(id: "1") { caption } }`, dialect.Instagram, dialect.Batch, 1},
		{`{ media(id: "1") { owner { username } } }`, dialect.Instagram, dialect.Batch, 4},
		{`{ media(id: "1") { owner { media(first: 2) { nodes { id } } } } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ comment(id: "1") { parent { text } } }`, dialect.Instagram, dialect.Batch, 1},
		{`{ comment(id: "1") { parent { replies(first: 2) { nodes { text } } } } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ a: media(id: "1") { caption } b: media(id: "2") { caption } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ a: media(id: "1") { caption } b: media(id: "2") { caption } }`, dialect.Instagram, dialect.Single, 2},
		{`{ a: media(id: "1") { caption } b: media(id: "2") { caption } }`, dialect.Instagram, dialect.IDs, 2},
		{`{ accounts { username } }`, dialect.Instagram, dialect.Batch, 1},
		{`{ accounts { username } }`, dialect.Facebook, dialect.Single, plan.MaxRepairs},
		{`{ me { contentPublishingLimit { quotaUsage } } }`, dialect.Instagram, dialect.Batch, 3},
		{`{ me { media(first: 1) { nodes { id } } } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ me { liveMedia(first: 1) { nodes { id } } } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ media(id: "1") { children { nodes { id } } } }`, dialect.Instagram, dialect.Batch, plan.MaxRepairs},
		{`{ me { businessDiscovery(username: "a") { media(first: 1) { nodes { id } } } } }`, dialect.Facebook, dialect.Batch, plan.MaxRepairs},
		{`{ me { a: businessDiscovery(username: "a") { username } b: businessDiscovery(username: "b") { username } } }`, dialect.Facebook, dialect.Single, 3},
		{`{ me { a: businessDiscovery(username: "a") { username } b: businessDiscovery(username: "b") { username } } }`, dialect.Facebook, dialect.Batch, plan.MaxRepairs},
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(c.login), plantest.Operation(t, c.query, nil))
		if got := p.Repairs(c.mode); got != c.want {
			t.Errorf("%s with %s, by %s: %d, want %d", c.query, c.login.Title(), c.mode, got, c.want)
		}
	}
}

func TestCost_hasACallMoreForEachLookUpThatCanBeAskedForAgain(t *testing.T) {
	t.Parallel()
	for mode, want := range map[dialect.LookupMode]int{
		dialect.Batch:  2 + 10 + 70,      // two nodes, a batch, and any repairs
		dialect.Single: 2 + 20 + 20 + 20, // a call each, once more each
		dialect.IDs:    2 + 10 + 20 + 40, // one call, each once more, and each by its id alone
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), plantest.Operation(t, `{ a: media(id: "1") { caption } b: media(id: "2") { caption } }`, nil))
		if got := p.Cost(mode); got != want {
			t.Errorf("by %s: %d, want %d", mode, got, want)
		}
	}
}

func TestCost_hasTheCallsThatTellWhatIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		login dialect.Login
		nodes int
		// want is how many calls are neither in the bound nor repairs.
		want int
	}{
		{`{ me { media(first: 60) { nodes { comments(first: 2) { nodes { text } } } } } }`, dialect.Facebook, 181, plan.MaxApart},
		{`{ comment(id: "1") { user { media(first: 60) { nodes { id } } } } }`, dialect.Facebook, 62, plan.MaxApart},
		{`{ comment(id: "1") { parent { replies(first: 60) { nodes { text } } } } }`, dialect.Facebook, 62, plan.MaxApart},
		{`{ me { businessDiscovery(username: "a") { media(first: 60) { nodes { id } } } } }`, dialect.Facebook, 63, plan.MaxApart},
		{`{ media(id: "1") { owner { username } } }`, dialect.Instagram, 2, 2},
		{`{ me { media(first: 3) { nodes { caption } } } }`, dialect.Instagram, 4, plan.MaxApart},
		{`{ me { media(first: 3) { nodes { caption owner { id } } } } }`, dialect.Instagram, 7, plan.MaxApart},
		{`{ me { media(first: 3) { nodes { id } } } }`, dialect.Instagram, 4, plan.MaxApart},
		{`{ comment(id: "1") { user { media(first: 3) { nodes { caption } } } } }`, dialect.Instagram, 5, plan.MaxApart},
		{`{ comment(id: "1") { user { media(first: 1) { nodes { id } } } } }`, dialect.Instagram, 3, 0},
		{`{ me { username } }`, dialect.Facebook, 1, 0},
		{`{ me { username name } }`, dialect.Instagram, 1, 1},
		{`{ me { username name biography website followersCount } }`, dialect.Instagram, 1, 4},
		{`{ me { username name biography website followersCount followsCount mediaCount } }`, dialect.Instagram, 1, 7},
	} {
		p := plan.Compile(plantest.Mapping(t), dialect.Of(c.login), plantest.Operation(t, c.query, nil))
		calls := p.Bound(dialect.Batch) + p.Repairs(dialect.Batch) + c.want
		if got, want := p.Cost(dialect.Batch), c.nodes+calls*plan.CallCost; got != want {
			t.Errorf("%s with %s: %d, want %d", c.query, c.login.Title(), got, want)
		}
	}
}

func TestBound_countsABatchForFiftyPagesOfOneEdge(t *testing.T) {
	t.Parallel()
	for pages, want := range map[int]int{49: 1, 50: 1, 51: 2} {
		var b strings.Builder
		for i := range pages {
			fmt.Fprintf(&b, ` m%d: media(first: 1, until: "2024-01-01T00:00:%02dZ") { nodes { id } }`, i, i)
		}
		p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), plantest.Operation(t, "{ me {"+b.String()+" } }", nil))
		if calls := p.Calls(dialect.Batch); len(calls) != want {
			t.Errorf("%d pages are %d calls, want %d", pages, len(calls), want)
		}
		if got := p.Bound(dialect.Batch); got != want+pages { // the first Facebook Page may have no account
			t.Errorf("%d pages take up to %d calls, want %d", pages, got, want+pages)
		}
	}
}
