package expansion_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

func TestMovesCursor_isTrueForALaterPageBehindTheSameCursor(t *testing.T) {
	after := []fields.Param{{Name: "after", Value: "QVFI"}}
	for _, c := range []struct {
		paging mapping.Paging
		params []fields.Param
		want   bool
	}{{mapping.SameCursor, after, true}, {mapping.SameCursor, nil, false}, {mapping.Next, after, false}} {
		n := &expansion.Expansion{Edges: []*expansion.Edge{{Edge: &mapping.Edge{Name: "top_media", Paging: c.paging}, Params: c.params}}}
		if n.MovesCursor() != c.want {
			t.Errorf("paging %d with %v moves its cursor: %t", c.paging, c.params, !c.want)
		}
	}
}

func TestLifetime_isThatOfWhatChangesFirst(t *testing.T) {
	for query, want := range map[string]time.Duration{
		`{ me { id } }`:       mapping.MaxFresh,
		`{ me { username } }`: 5 * time.Minute,
		`{ me { media(first: 3) { nodes { id } } } }`:                            time.Minute,
		`{ me { username media(first: 3) { nodes { caption } } } }`:              time.Minute,
		`{ me { media { nodes { comments { nodes { text } } } } } }`:             30 * time.Second,
		`{ me { insights(metrics: [REACH], period: DAY) { name } } }`:            5 * time.Minute,
		`{ me { contentPublishingLimit { quotaUsage } } }`:                       0,
		`{ comment(id: "1") { from { username } } }`:                             30 * time.Second,
		`{ media(id: "1") { owner { username } } }`:                              time.Minute,
		`{ media(id: "1") { owner { contentPublishingLimit { quotaUsage } } } }`: 0,
	} {
		if got := wanted(t, "facebook", query).Lifetime(); got != want {
			t.Errorf("%s is fresh for %v, want %v", query, got, want)
		}
	}
	n := wanted(t, "facebook", `{ me { username contentPublishingLimit { quotaUsage } } }`)
	n.Edges[0].Asked = expansion.Alone
	if got := n.Lifetime(); got != 5*time.Minute {
		t.Errorf("what another call asks for makes it %v", got)
	}
	alone := expansion.EdgeOnly(n.Type, &expansion.Edge{Edge: &mapping.Edge{Name: "stories", Alone: true}, Node: &expansion.Expansion{Type: n.Type}, Asked: expansion.Alone})
	if got := alone.Lifetime(); got != n.Type.Fresh {
		t.Errorf("an edge in the path is fresh for %v", got)
	}
}
