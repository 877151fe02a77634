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
	// Each reports that an answer tells of one change rather than of a state: answers that
	// are the same tell of different changes.
	Each bool
	// Quiet reports that the answer tells of no change, and is not sent.
	Quiet bool
}

// Nothing is what Told returns to a subscription of which nothing was told yet.
const Nothing = -1

// followingName is where an operation's statistics hold how it goes on.
const followingName = "following"

// Follow says how the subscription of the context goes on. A resolver that does not
// call it ends the subscription with its answer.
func Follow(ctx context.Context, f Following) {
	graphql.GetOperationContext(ctx).Stats.SetExtension(followingName, &f)
}

// toldName is where an operation's statistics hold what was told of it.
const toldName = "told"

// Told returns the position of the change that the client of the context's subscription was
// told last; Nothing for none.
func Told(ctx context.Context) int64 {
	if told, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(toldName).(int64); ok {
		return told
	}
	return Nothing
}

func followingOf(operation *graphql.OperationContext) *Following {
	following, _ := operation.Stats.GetExtension(followingName).(*Following)
	return following
}
