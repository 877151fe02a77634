package loader

import "sync/atomic"

// budget counts what an operation has cost.
type budget struct {
	nodes   atomic.Int64
	repairs atomic.Int32
	// unforeseen counts the calls that are neither in the plan's bound nor repairs:
	// those without which there is no answer.
	unforeseen atomic.Int32
	// most is how many repairs the plan's cost allows for.
	most func() int
}

// Bound returns the most calls that the operation can cost, as far as is known:
// the plan's bound, and what the Graph API's refusals have added to it.
func (l *Loader) Bound() int {
	return l.plan.Bound(l.shared.LookupMode(l.plan.Dialect)) + l.Repairs() + int(l.unforeseen.Load())
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

// last reports whether one repair is left.
func (b *budget) last() bool { return b.Repairs() == b.most()-1 }
