package graph

import (
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// cost is the extension that says what an operation may cost and what it did, in
// the unit of plan.Cost. More than estimated it costs only where the Graph API
// refused something, and calls had to be made again.
type cost struct {
	Estimated int `json:"estimated"`
	Actual    int `json:"actual"`
	Limit     int `json:"limit"`
}

// allow refuses an operation that may cost more than the limit.
func (c cost) allow() error {
	if c.Estimated <= c.Limit {
		return nil
	}
	return problem.TooLarge("-max-cost", "the operation may cost %d, which is more than %d", c.Estimated, c.Limit)
}

// withActual returns the cost of an operation that read that many nodes in that many
// calls.
func (c cost) withActual(nodes, calls int) cost {
	c.Actual = nodes + plan.CallCost*calls
	return c
}
