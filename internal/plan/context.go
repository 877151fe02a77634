package plan

import "context"

type key struct{}

// NewContext returns a context that carries the plan.
func NewContext(ctx context.Context, p *Plan) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// FromContext returns the context's plan, or nil.
func FromContext(ctx context.Context) *Plan {
	p, _ := ctx.Value(key{}).(*Plan)
	return p
}
