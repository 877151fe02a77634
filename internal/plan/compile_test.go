package plan_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestCompile_asksForWhatEachOperationNeeds(t *testing.T) {
	plantest.RunTables(t, "testdata/compile")
}

func TestCompile_leavesOutNumbersThatWereTooOldWhenTheOperationStarted(t *testing.T) {
	o := plantest.Operation(t, `{ me { insights(metrics: [REACH], period: DAY, since: "2030-01-01T00:00:00Z") { name } } }`, nil)
	for year, want := range map[int]int{2031: 0, 2033: 1} {
		o.Stats.OperationStart = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		if p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o); len(p.Skipped) != want {
			t.Errorf("in %d: %d fields were left out, want %d", year, len(p.Skipped), want)
		}
	}
}

func TestCompile_sharesOutManyIDs(t *testing.T) {
	for _, c := range []struct {
		ids     int
		lookups string
		calls   []int // ids of each call
	}{
		{1, "ids", []int{1}},
		{50, "ids", []int{50}},
		{51, "ids", []int{50, 1}},
		{120, "ids", []int{50, 50, 20}},
		{50, "batch", []int{50}},
		{51, "batch", []int{50, 1}},
		{120, "batch", []int{50, 50, 20}},
		{3, "single", []int{1, 1, 1}},
	} {
		p, mode := plantest.Case{
			Query:     `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Media { caption } } }`,
			Variables: map[string]any{"ids": mediaIDs(c.ids)}, Lookups: c.lookups,
		}.Compile(t)
		calls := p.Calls(mode)
		if len(calls) != len(c.calls) || p.Bound(mode) != len(c.calls) {
			t.Errorf("%d ids by %s: %d calls, at most %d, want %v", c.ids, c.lookups, len(calls), p.Bound(mode), c.calls)
			continue
		}
		for i, call := range calls {
			if got := max(1, len(call.IDs), len(call.Batch)); got != c.calls[i] {
				t.Errorf("%d ids by %s: call %d has %d ids, want %d", c.ids, c.lookups, i, got, c.calls[i])
			}
		}
	}
	for _, n := range []int{50, 51, 120} { // one by one: as many calls as ids
		p, mode := plantest.Case{
			Query:     `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
			Variables: map[string]any{"ids": mediaIDs(n)},
		}.Compile(t)
		if got := len(p.Calls(mode)); got != n || p.Bound(mode) != n {
			t.Errorf("%d ids one by one: %d calls, at most %d", n, got, p.Bound(mode))
		}
	}
}

func mediaIDs(n int) []any {
	ids := make([]any, n)
	for i := range ids {
		ids[i] = globalid.New("Media", strconv.Itoa(17900000000000000+i))
	}
	return ids
}
