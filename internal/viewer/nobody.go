package viewer

import "context"

// nobody stands in a context in place of a viewer.
type nobody struct{ why error }

// NewContextOfNobody returns a context without a viewer that says why there is none.
func NewContextOfNobody(ctx context.Context, why error) context.Context {
	return put(ctx, nobody{why})
}

// WhyNobody returns why there is no viewer in a context; nil where there is one, and where nobody
// has tried to ask as one.
func WhyNobody(ctx context.Context) error {
	n, _ := ctx.Value(key{}).(nobody)
	return n.why
}
