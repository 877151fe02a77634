// Package budget counts the calls that an operation costs, and may cost.
package budget

import (
	"context"
	"log/slog"
	"sync/atomic"

	"github.com/gramql/gramql/internal/problem"
)

// Budget counts what an operation has cost.
type Budget struct {
	// Planned returns the most calls that the plan foresees, where so many others beside them
	// bring nodes.
	Planned func(beside int) int
	// Most returns how many repairs the plan's cost allows for, and MostApart how many calls
	// more to tell what is refused from what is not.
	Most, MostApart func() int

	nodes   atomic.Int64
	calls   atomic.Int32
	repairs atomic.Int32
	// unforeseen counts the calls that are neither in the plan's bound nor repairs:
	// those without which there is no answer.
	unforeseen atomic.Int32
	// apart counts those of the unforeseen calls that tell what is refused from what is not.
	apart atomic.Int32
}

// Bound returns the most calls that the operation can cost, as far as is known:
// the plan's bound, and what the Graph API's refusals have added to it.
func (b *Budget) Bound() int { return b.within(b.Repairs()) }

// within returns the most calls that the operation can cost with so many repairs.
func (b *Budget) within(repairs int) int {
	beside := repairs + int(b.unforeseen.Load())
	return b.Planned(beside) + beside
}

// errOverBound ends an operation that would go on calling for ever, or beyond reason.
var errOverBound = problem.Passing{Problem: problem.New(problem.UpstreamError, "this operation took all the calls that it was announced to take, and was not done",
	"Ask again later, or for less at once. The server's log names the operation's bound.")}

// Spend takes one of the calls that the operation may cost at all. Its bound holds by the
// way in which calls are planned; this is what is left where that has a flaw, for no flaw
// may spend a token's quota. Log hears of the first call too many.
func (b *Budget) Spend(ctx context.Context, log *slog.Logger) error {
	made := int(b.calls.Add(1))
	if made == 1 {
		return nil
	}
	most := b.within(b.Most() + b.MostApart())
	if made <= most {
		return nil
	}
	if made == most+1 {
		log.ErrorContext(ctx, "an operation was ended because it took more calls than its bound", "bound", b.Bound(), "calls", made-1)
	}
	return errOverBound
}

// Nodes returns how many nodes have been read for the operation.
func (b *Budget) Nodes() int { return int(b.nodes.Load()) }

// Read counts nodes that have been read; fewer than 0 are no longer counted.
func (b *Budget) Read(nodes int) { b.nodes.Add(int64(nodes)) }

// Repairs returns how many calls the operation has cost beyond its bound.
func (b *Budget) Repairs() int { return int(b.repairs.Load()) }

// Repair takes one of the calls beyond the bound; false when none is left.
func (b *Budget) Repair() bool {
	if int(b.repairs.Add(1)) > b.Most() {
		b.repairs.Add(-1)
		return false
	}
	return true
}

// TellApart takes one of the calls that answer all parts of a node, or all nodes on a page, but
// those that are refused: a repair or, when none is left, one of a few more, for nothing may be
// wrong with most of them.
func (b *Budget) TellApart() bool { return b.Repair() || b.tellApart() }

// TellApartFirst is TellApart for calls of which each refusal takes repairs: these are left as
// long as any of the other calls are.
func (b *Budget) TellApartFirst() bool { return b.tellApart() || b.Repair() }

func (b *Budget) tellApart() bool {
	if int(b.apart.Add(1)) > b.MostApart() {
		b.apart.Add(-1)
		return false
	}
	b.unforeseen.Add(1)
	return true
}

// Last reports whether one call is left to tell what is refused from what is not.
func (b *Budget) Last() bool { return b.LeftApart() == 1 }

// Left returns how many repairs are left.
func (b *Budget) Left() int { return b.Most() - b.Repairs() }

// LeftApart returns how many calls are left to tell what is refused from what is not.
func (b *Budget) LeftApart() int { return b.Left() + max(0, b.MostApart()-int(b.apart.Load())) }

// Taken returns how many of these calls were taken, and repairs.
func (b *Budget) Taken() int { return b.Repairs() + int(b.apart.Load()) }

// Unforeseen counts calls that are neither in the plan's bound nor repairs.
func (b *Budget) Unforeseen(calls int) { b.unforeseen.Add(int32(calls)) } //nolint:gosec // at most lookup.MaxNodes

// RepairAnyway takes a repair or, where none is left, a call without which there is no answer.
func (b *Budget) RepairAnyway() {
	if !b.Repair() {
		b.Unforeseen(1)
	}
}
