package transport

import (
	"context"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/cache"
)

// Recall tells whoever keeps what was made of kept answers whether they are still
// the same.
type Recall struct {
	// Answers are where the chain keeps them.
	Answers cache.Store
	// Watch is told of each call, as the chain's is; nil: nobody is.
	Watch func(context.Context, Sighting)
}

// Again reports whether each of the calls would be answered from the cache now with
// what it was answered with before. Then they are put down in the context's record
// as if they had been asked for once more.
func (r Recall) Again(ctx context.Context, calls []Call) bool {
	now := time.Now()
	for _, call := range calls {
		known, _ := r.Answers.Get(ctx, call.key)
		if known.Age(now) != cache.Fresh || !known.Came.Equal(call.came) {
			return false
		}
	}
	record := FromContext(ctx)
	for _, call := range calls {
		record.start(&call)
		if r.Watch != nil {
			r.Watch(ctx, Sighting{Call: call, Began: now})
		}
	}
	return true
}

// Hits returns the record's calls, and whether there was any and the cache answered
// each of them by itself.
func (r *Record) Hits() ([]Call, bool) {
	if !r.allHits() {
		return nil, false
	}
	return r.Calls(), true
}

func (r *Record) allHits() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls) > 0 && !slices.ContainsFunc(r.calls, func(c *Call) bool { return c.Cache != hit })
}
