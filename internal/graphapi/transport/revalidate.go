package transport

import (
	"context"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/graphapi/cache"
)

// Revalidator checks whether what was made of kept answers is still valid.
type Revalidator struct {
	// Answers is where the chain keeps answers.
	Answers cache.Store
	// Now is the chain's clock; nil is time.Now.
	Now func() time.Time
	// Watch is called for each call, as the chain's Watch is; it may be nil.
	Watch func(context.Context, CallResult)
}

// Valid reports whether each of the calls would now be answered from the cache as
// it was before. The calls are then put into the context's record, as if they had
// been made again.
func (r Revalidator) Valid(ctx context.Context, calls []Exchange) bool {
	now, began := time.Now(), time.Now()
	if r.Now != nil {
		now = r.Now()
	}
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
			r.Watch(ctx, CallResult{Exchange: call, Began: began})
		}
	}
	return true
}

// Hits returns the record's calls, and whether there is any and the cache answered
// each of them.
func (r *Record) Hits() ([]Exchange, bool) {
	if !r.allHits() {
		return nil, false
	}
	return r.Calls(), true
}

func (r *Record) allHits() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.calls) > 0 && !slices.ContainsFunc(r.calls, func(c *Exchange) bool { return c.Cache != hit })
}
