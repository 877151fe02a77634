package loader

import (
	"sync/atomic"

	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// budget counts what an operation has cost.
type budget struct {
	nodes   atomic.Int64
	calls   atomic.Int32
	repairs atomic.Int32
	// unforeseen counts the calls that are neither in the plan's bound nor repairs:
	// those without which there is no answer.
	unforeseen atomic.Int32
	// apart counts those of the unforeseen calls that tell nodes on a page apart.
	apart atomic.Int32
	// most is how many repairs the plan's cost allows for.
	most func() int
}

// Bound returns the most calls that the operation can cost, as far as is known:
// the plan's bound, and what the Graph API's refusals have added to it.
func (l *Loader) Bound() int {
	return l.plan.Bound(l.shared.LookupMode(l.plan.Dialect)) + l.Repairs() + int(l.unforeseen.Load())
}

// errOverBound ends an operation that would go on calling for ever, or beyond reason.
var errOverBound = problem.Passing{Problem: problem.New(problem.UpstreamError, "this operation took all the calls that it was announced to take, and was not done",
	"Ask again later, or for less at once. The server's log names the operation's bound.")}

// spend takes one of the calls that the operation may cost at all. Its bound holds by the
// way in which calls are planned; this is what is left where that has a flaw, for no flaw
// may spend a token's quota.
func (l *Loader) spend() error {
	made := int(l.calls.Add(1))
	if made == 1 {
		return nil
	}
	most := l.plan.Bound(l.shared.LookupMode(l.plan.Dialect)) + l.most() + plan.MaxApart + int(l.unforeseen.Load())
	if made <= most {
		return nil
	}
	if made == most+1 {
		l.shared.log().ErrorContext(l.ctx, "an operation was ended because it took more calls than its bound", "bound", l.Bound(), "calls", made-1)
	}
	return errOverBound
}

// Nodes returns how many nodes have been read for the operation.
func (b *budget) Nodes() int { return int(b.nodes.Load()) }

// Repairs returns how many calls the operation has cost beyond its bound.
func (b *budget) Repairs() int { return int(b.repairs.Load()) }

// repair takes one of the calls beyond the bound; false when none is left.
func (b *budget) repair() bool {
	if int(b.repairs.Add(1)) > b.most() {
		b.repairs.Add(-1)
		return false
	}
	return true
}

// tellApart takes one of the calls that answer all nodes on a page but those that are
// refused: a repair or, when none is left, one of a few more, for nothing may be wrong
// with most of them.
func (b *budget) tellApart() bool {
	if b.repair() {
		return true
	}
	if b.apart.Add(1) > plan.MaxApart {
		b.apart.Add(-1)
		return false
	}
	b.unforeseen.Add(1)
	return true
}

// last reports whether one repair is left.
func (b *budget) last() bool { return b.Repairs() == b.most()-1 }
