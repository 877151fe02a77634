package graph

import (
	"context"
	stdjson "encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"

	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/viewer"
)

// responseCache keeps whole responses. One is given again while the Graph API's
// answers that it was made of are kept and fresh, because the same operation would
// come to the same.
type responseCache struct {
	responses   *cache.Responses[*cachedResponse]
	revalidator transport.Revalidator
}

// cachedResponse is the data of a response, and what its extensions say of it.
type cachedResponse struct {
	data  stdjson.RawMessage
	cost  cost
	bound int
	calls []transport.Exchange
	way   way
}

// newResponseCache returns a cache of up to size bytes. It keeps nothing when size
// is 0, or when no answers of the Graph API are kept.
func newResponseCache(size uint64, revalidator transport.Revalidator) responseCache {
	if size == 0 || revalidator.Answers == nil {
		return responseCache{}
	}
	return responseCache{revalidator: revalidator, responses: cache.NewResponses(size, func(r *cachedResponse) int {
		const each = 512 // bytes that describe a call
		return len(r.data) + each*len(r.calls)
	})}
}

// find returns the response that an operation had before and would have again; nil
// when there is none. Its calls are then in the context's record.
func (c responseCache) find(ctx context.Context, key cache.Key) *cachedResponse {
	if c.responses == nil {
		return nil
	}
	r, ok := c.responses.Get(key)
	if !ok || !c.revalidator.Valid(ctx, r.calls) {
		return nil
	}
	return r
}

// keep keeps a response that was made of kept answers alone. One with an error is
// not kept: trying again may help.
func (c responseCache) keep(ctx context.Context, key cache.Key, response *graphql.Response, spent cost, bound int) {
	if c.responses == nil || len(response.Errors) > 0 {
		return
	}
	if calls, ok := runningFrom(ctx).calls.Hits(); ok {
		c.responses.Put(key, &cachedResponse{slices.Clone(response.Data), spent, bound, calls, runningFrom(ctx).way})
	}
}

// operationKey returns the key of a viewer's operation; false when its variables
// cannot be written.
func operationKey(h *viewer.Hasher, id viewer.ID, operation *graphql.OperationContext) (cache.Key, bool) {
	variables, err := json.Marshal(operation.Variables, json.Deterministic(true))
	return cache.OperationKey(h, id, operation.RawQuery, operation.Operation.Name, string(variables)), err == nil
}
