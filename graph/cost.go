package graph

import (
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// cost is the extension that says what an operation may cost and what it did, in
// the unit of plan.CallCost. It never costs more than estimated: retries of a call
// that failed for a passing reason are left out of both.
type cost struct {
	Estimated int `json:"estimated"`
	Actual    int `json:"actual"`
	Limit     int `json:"limit"`
	// most is what costs most of the estimate.
	most plan.Share
}

// newCost returns the cost of an operation that has not begun.
func newCost(e plan.Estimate, limit int) cost {
	return cost{Estimated: e.Cost, Limit: limit, most: e.Most}
}

// allow refuses an operation that may cost more than the limit.
func (c cost) allow() error {
	if c.Estimated <= c.Limit {
		return nil
	}
	if c.most.Cost == 0 {
		return problem.TooLarge("-max-cost", "the operation may cost %d, which is more than %d", c.Estimated, c.Limit)
	}
	return problem.TooLarge("-max-cost", "the operation may cost %d, which is more than %d; %s at %s costs most, %d",
		c.Estimated, c.Limit, c.most.Field, c.most.Path, c.most.Cost)
}

// withActual returns the cost of an operation that read that many nodes in that many
// calls.
func (c cost) withActual(nodes, calls int) cost {
	c.Actual = nodes + plan.CallCost*calls
	return c
}
