package budget_test

import (
	"bytes"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/plan"
)

// with returns the budget of a plan that foresees so many calls, and allows for so many
// repairs.
func with(planned, most int) *budget.Budget {
	return &budget.Budget{Planned: func(int) int { return planned }, Most: func() int { return most }, MostApart: func() int { return plan.MaxApart }}
}

// What follows up on the nodes that a repair brings is in the bound.
func TestBound_growsByWhatCallsBesideThePlanBring(t *testing.T) {
	t.Parallel()
	b := &budget.Budget{Planned: func(beside int) int { return 3 + 2*beside }, Most: func() int { return 1 }, MostApart: func() int { return plan.MaxApart }}
	for i, want := range []int{3, 6, 9} {
		if got := b.Bound(); got != want {
			t.Errorf("with %d calls beside the plan the bound is %d, want %d", i, got, want)
		}
		b.RepairAnyway()
	}
	most := 3 + 3*(1+plan.MaxApart+2)
	for i := range most + 1 {
		if err := b.Spend(t.Context(), slog.New(slog.DiscardHandler)); (err == nil) != (i < most) {
			t.Fatalf("call %d of at most %d: %v", i+1, most, err)
		}
	}
}

func TestBudget_hasAsManyRepairsAsThePlanAllowsFor(t *testing.T) {
	t.Parallel()
	b := with(3, 2)
	for i, want := range []bool{true, true, false, false} {
		if got := b.Repair(); got != want {
			t.Errorf("repair %d is made: %t", i+1, got)
		}
	}
	if b.Repairs() != 2 || b.Left() != 0 || b.Bound() != 5 {
		t.Errorf("%d repairs made, %d left, and a bound of %d", b.Repairs(), b.Left(), b.Bound())
	}
	if b := with(3, 2); b.Left() != 2 || b.Bound() != 3 {
		t.Errorf("at first %d are left, and the bound is %d", b.Left(), b.Bound())
	}
}

func TestLast_isTheLastCallThatIsLeft(t *testing.T) {
	t.Parallel()
	b := with(3, 2)
	for taken := range 2 + plan.MaxApart + 1 {
		if got, want := b.Last(), taken == 2+plan.MaxApart-1; got != want {
			t.Errorf("with %d left, the last one is left: %t", b.LeftApart(), got)
		}
		if b.Taken() != taken {
			t.Errorf("%d calls are taken, not %d", b.Taken(), taken)
		}
		if made := b.TellApart(); made != (taken < 2+plan.MaxApart) {
			t.Errorf("call %d is made: %t", taken+1, made)
		}
	}
}

func TestBudget_repairsAnywayWhatHasNoAnswerElse(t *testing.T) {
	t.Parallel()
	b := with(3, 1)
	for i, want := range []int{4, 5, 6} {
		if b.RepairAnyway(); b.Bound() != want || b.Repairs() != 1 {
			t.Errorf("after %d calls the bound is %d with %d repairs", i+1, b.Bound(), b.Repairs())
		}
	}
	if b.Unforeseen(2); b.Bound() != 8 {
		t.Errorf("after two more the bound is %d", b.Bound())
	}
}

func TestBudget_tellsNodesApartWhenNoRepairsAreLeft(t *testing.T) {
	t.Parallel()
	b := with(3, 2)
	for i := range 2 + plan.MaxApart {
		if !b.TellApart() {
			t.Errorf("call %d is not made", i+1)
		}
	}
	for range 2 {
		if b.TellApart() {
			t.Error("one more call is made")
		}
	}
	if b.Repairs() != 2 || b.Bound() != 3+2+plan.MaxApart {
		t.Errorf("%d repairs, and a bound of %d", b.Repairs(), b.Bound())
	}
}

func TestBudget_leavesRepairsToCallsThatAreRefusedApart(t *testing.T) {
	t.Parallel()
	b := with(3, 2)
	for left := plan.MaxApart + 2; left > 0; left-- {
		if got := b.LeftApart(); got != left {
			t.Errorf("%d calls are left, want %d", got, left)
		}
		if repairs := max(0, 2-left); b.Repairs() != repairs || !b.TellApartFirst() {
			t.Errorf("with %d calls left, %d repairs are made, want %d", left, b.Repairs(), repairs)
		}
	}
	if b.TellApartFirst() || b.LeftApart() != 0 || b.Bound() != 3+2+plan.MaxApart {
		t.Errorf("%d calls are left, and the bound is %d", b.LeftApart(), b.Bound())
	}
}

func TestBudget_endsAnOperationBeyondAllItMayCost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ planned, most, unforeseen, calls int }{
		"as planned":            {3, 2, 0, 3 + 2 + plan.MaxApart},
		"with unforeseen calls": {3, 2, 4, 3 + 2 + plan.MaxApart + 4},
		"the only one":          {-plan.MaxApart, 0, 0, 1},
	} {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, nil))
		b := with(c.planned, c.most)
		b.Unforeseen(c.unforeseen)
		for i := range c.calls {
			if err := b.Spend(t.Context(), logger); err != nil {
				t.Errorf("%s: call %d of %d is not made: %v", name, i+1, c.calls, err)
			}
		}
		if log.Len() > 0 {
			t.Errorf("%s: %s", name, log.String())
		}
		if b.Spend(t.Context(), logger) == nil {
			t.Errorf("%s: one call too many is made", name)
		}
		if c.calls == 1 {
			continue // the bound is none
		}
		err := b.Spend(t.Context(), logger)
		if err == nil || !graphapi.Retryable(err) {
			t.Errorf("%s: the next call ends with %v", name, err)
		}
		if text := log.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=ERROR") || !strings.Contains(text, "calls="+strconv.Itoa(c.calls)+"\n") || !strings.Contains(text, "bound="+strconv.Itoa(b.Bound())) {
			t.Errorf("%s: the log says %q", name, text)
		}
	}
}

func TestBudget_countsNodesThatWereRead(t *testing.T) {
	t.Parallel()
	b := with(1, 1)
	b.Read(5)
	if b.Read(-2); b.Nodes() != 3 {
		t.Errorf("%d nodes", b.Nodes())
	}
}
