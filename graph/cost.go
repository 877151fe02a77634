package graph

import (
	"strconv"

	"github.com/gramql/gramql/internal/dialect"
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
}

// AppendJSON appends the extension.
func (c cost) AppendJSON(to []byte) []byte {
	to = strconv.AppendInt(append(to, `{"estimated":`...), int64(c.Estimated), 10)
	to = strconv.AppendInt(append(to, `,"actual":`...), int64(c.Actual), 10)
	return append(strconv.AppendInt(append(to, `,"limit":`...), int64(c.Limit), 10), '}')
}

// allow refuses a plan that may cost more than the limit.
func (c cost) allow(p *plan.Plan, mode dialect.LookupMode) error {
	if c.Estimated <= c.Limit {
		return nil
	}
	most := p.Dearest(mode)
	if most.Cost == 0 {
		return problem.TooLarge("-max-cost", "the operation may cost %d, which is more than %d", c.Estimated, c.Limit)
	}
	return problem.TooLarge("-max-cost", "the operation may cost %d, which is more than %d; %s at %s costs most, %d",
		c.Estimated, c.Limit, most.Field, most.Path, most.Cost)
}

// withActual returns the cost of an operation that read that many nodes in that many
// calls.
func (c cost) withActual(nodes, calls int) cost {
	c.Actual = nodes + plan.CallCost*calls
	return c
}
