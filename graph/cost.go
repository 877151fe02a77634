package graph

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transport"
)

// cost is what an operation may cost and did, in the unit of plan.CallCost.
type cost struct {
	estimated, limit int
	// nodes are those that resolvers have handed out.
	nodes atomic.Int64
}

// allow refuses an operation that may cost more than the limit.
func (c *cost) allow() error {
	if c.estimated <= c.limit {
		return nil
	}
	return documents.TooLarge("the operation may cost %d, which is more than %d", c.estimated, c.limit)
}

// spent is the extension that says what an operation cost.
type spent struct {
	Estimated int `json:"estimated"`
	Actual    int `json:"actual"`
	Limit     int `json:"limit"`
}

// show puts the cost into the answer's extensions.
func (c *cost) show(response *graphql.Response, calls []transport.Call) {
	extend(response, "cost", spent{
		Estimated: c.estimated,
		Actual:    int(c.nodes.Load()) + plan.CallCost*len(calls),
		Limit:     c.limit,
	})
}

type costKey struct{}

func withCost(ctx context.Context, c *cost) context.Context {
	return context.WithValue(ctx, costKey{}, c)
}

func costFrom(ctx context.Context) *cost {
	c, _ := ctx.Value(costKey{}).(*cost)
	return c
}

// count adds nodes that a resolver hands out.
func count(ctx context.Context, nodes int) {
	if c := costFrom(ctx); c != nil {
		c.nodes.Add(int64(nodes))
	}
}

// counted returns a function that lets a node through, and counts it.
func counted(ctx context.Context) func(entity.Entity, error) (entity.Entity, error) {
	return func(e entity.Entity, err error) (entity.Entity, error) {
		if e != nil {
			count(ctx, 1)
		}
		return e, err
	}
}
