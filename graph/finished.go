package graph

import (
	"context"
	stdjson "encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"

	"github.com/gramql/gramql/internal/cache"
	"github.com/gramql/gramql/internal/transport"
)

// finished keeps clients' whole answers. One is given again while the Graph API's
// answers that it was made of are kept and fresh: the same operation would come to
// the same.
type finished struct {
	answers *cache.Finished[*settled]
	kept    transport.Recall
}

// settled is a client's answer, and what there was to say of it.
type settled struct {
	data  stdjson.RawMessage
	cost  cost
	bound int
	calls []transport.Call
}

// newFinished returns a store of at most so many bytes; of none when there are
// none, or nothing is kept of the Graph API's answers.
func newFinished(size uint64, kept transport.Recall) finished {
	if size == 0 || kept.Answers == nil {
		return finished{}
	}
	return finished{kept: kept, answers: cache.NewFinished(size, func(a *settled) int {
		const each = 512 // for what a call is described by
		return len(a.data) + each*len(a.calls)
	})}
}

// find returns the answer that an operation came to before and would come to
// again; nil when that is not known. The calls stand in the context's record then.
func (f finished) find(ctx context.Context, key cache.Key) *settled {
	if f.answers == nil {
		return nil
	}
	a, ok := f.answers.Get(key)
	if !ok || !f.kept.Again(ctx, a.calls) {
		return nil
	}
	return a
}

// keep keeps an answer that was made of kept answers alone. One with an error is
// not kept: trying again may help.
func (f finished) keep(ctx context.Context, key cache.Key, response *graphql.Response, c cost, bound int) {
	if f.answers == nil || len(response.Errors) > 0 {
		return
	}
	if calls, ok := transport.FromContext(ctx).Hits(); ok {
		f.answers.Put(key, &settled{slices.Clone(response.Data), c, bound, calls})
	}
}

// operationKey returns what tells a viewer's operation from all others; false for
// variables that cannot be written.
func operationKey(keys *cache.Keys, owner cache.Owner, operation *graphql.OperationContext) (cache.Key, bool) {
	variables, err := json.Marshal(operation.Variables, json.Deterministic(true))
	return keys.Operation(owner, operation.RawQuery, operation.Operation.Name, string(variables)), err == nil
}
