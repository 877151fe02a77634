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
	// Farewell has the operation carried out again, with Before.Last, when the session or the
	// credential ends in or by which the client asks, or the access of its account: until an
	// answer is Quiet, or the state is final.
	Farewell bool
	// Seen is what the resolver finds in Before when it is asked again; nil for nothing.
	Seen any
}

// Before is what a subscription's resolver has to know of the answers before.
type Before struct {
	// Position is that of the change which the client was told last; Nothing for none.
	Position int64
	// Seen is what the answer before kept; nil for nothing, and at first.
	Seen any
	// Last reports that the client may not ask any more: it hears of that alone.
	Last bool
}

// Nothing is the position before the first change.
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

// Told returns what the client of the context's subscription was told before.
func Told(ctx context.Context) Before {
	if told, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(toldName).(Before); ok {
		return told
	}
	return Before{Position: Nothing}
}

func followingOf(operation *graphql.OperationContext) *Following {
	following, _ := operation.Stats.GetExtension(followingName).(*Following)
	return following
}
