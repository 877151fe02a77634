package httpx

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Following is how a subscription goes on after an answer: the state that it tells of
// changes at positions that grow.
type Following struct {
	// Position is the newest change that the answer can be relied on to tell of.
	Position int64
	// Changed waits for a change after a position, and returns that change's. Its error is
	// the context's. It is nil where the state is final.
	Changed func(ctx context.Context, after int64) (int64, error)
}

// followingName is where an operation's statistics hold how it goes on.
const followingName = "following"

// Follow says how the subscription of the context goes on. A resolver that does not
// call it ends the subscription with its answer.
func Follow(ctx context.Context, f Following) {
	graphql.GetOperationContext(ctx).Stats.SetExtension(followingName, &f)
}

func followingOf(operation *graphql.OperationContext) *Following {
	following, _ := operation.Stats.GetExtension(followingName).(*Following)
	return following
}
