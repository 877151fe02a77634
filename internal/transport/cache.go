package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/cache"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// What the cache had for a read, as an Exchange says it. Calls that are never cached
// have none.
const (
	none   = "none"
	miss   = "miss"
	hit    = "hit"
	stale  = "stale"
	shared = "shared" // with an identical call on its way
)

// patience is how long the Graph API is waited for where there is an old answer
// to fall back on.
const patience = 2 * time.Second

// cached answers reads with what the same viewer has read already, and makes one
// call of identical ones.
type cached struct {
	hasher *viewer.Hasher
	// answers is nil when none are kept; identical calls are one even then.
	answers cache.Store
	flights flights
	now     func() time.Time
	watch   func(context.Context, CallResult)
	next    http.RoundTripper
}

// read is a request that the cache may answer.
type read struct {
	key        cache.Key
	lifetime   time.Duration
	generation cache.Generation
	// landed is how many shared calls were over before the cache was asked.
	landed uint64
}

// RoundTrip answers from the cache, waits for an identical call on its way, or
// makes the call.
func (c *cached) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx, now := request.Context(), c.now()
	v, _ := viewer.FromContext(ctx)
	r := read{key: cache.Key{Viewer: v.ID}}
	if !reads(request) {
		return graphapi.Response(c.ask(request, r))
	}
	r.key, r.landed = cache.CallKey(c.hasher, r.key.Viewer, request), c.flights.landed.Load()
	known := c.look(ctx, &r)
	if isSet(ctx, anewKey{}) {
		r.lifetime = lifetime(ctx)
		return graphapi.Response(c.ask(request, r))
	}
	switch known.Age(now) {
	case cache.Fresh:
		return c.give(request, r.key, known, hit)
	case cache.Aged:
		r.lifetime = lifetime(ctx)
		c.refresh(request, r)
		return c.give(request, r.key, known, stale)
	}
	if r.lifetime = lifetime(ctx); r.lifetime == 0 {
		return graphapi.Response(c.ask(request, r))
	}
	return c.joinFlight(request, r, known)
}

// look looks for the answer to a read, and for its generation.
func (c *cached) look(ctx context.Context, r *read) (known *cache.Answer) {
	if c.answers != nil {
		known, r.generation = c.answers.Get(ctx, r.key)
	}
	return known
}

// lifetime returns how long the answer to a context's call is fresh: of a batch,
// the shortest of its calls.
func lifetime(ctx context.Context) time.Duration {
	call, batch, _ := graphapi.CallFrom(ctx)
	if len(batch) == 0 {
		return cache.Lifetime(call)
	}
	shortest := cache.Lifetime(batch[0])
	for _, item := range batch[1:] {
		shortest = min(shortest, cache.Lifetime(item))
	}
	return shortest
}

// give answers without a call.
func (c *cached) give(request *http.Request, key cache.Key, known *cache.Answer, found string) (*http.Response, error) {
	closeBody(request)
	answer := &graphapi.Answer{Status: http.StatusOK, Body: known.Body}
	c.note(request, Exchange{Cache: found, key: key, came: known.Came}, answer, nil)
	if found == stale {
		FromContext(request.Context()).noteStale(c.now().Sub(known.Came))
	}
	return graphapi.Response(answer, nil)
}

// note records an answer that cost no call, and reports it to watch.
func (c *cached) note(request *http.Request, found Exchange, answer *graphapi.Answer, err error) {
	ctx := request.Context()
	record := FromContext(ctx)
	if record == nil && c.watch == nil {
		return
	}
	call := callOf(request)
	call.Cache, call.key, call.came = found.Cache, found.key, found.came
	if answer != nil {
		call.Status, call.Bytes = answer.Status, int64(len(answer.Body))
	}
	record.start(call)
	if c.watch != nil {
		asked, _, _ := graphapi.CallFrom(ctx)
		c.watch(ctx, CallResult{Exchange: *call, Node: asked.Node, Began: time.Now(), Answer: answer, Err: err})
	}
}

// refresh has the Graph API asked while no one waits, unless that is under way.
func (c *cached) refresh(request *http.Request, r read) {
	ctx := NewContext(Background(context.WithoutCancel(request.Context())), nil)
	c.flights.join(ctx, r.key, func(ctx context.Context) (*graphapi.Answer, error) {
		return c.ask(afresh(request.WithContext(ctx)), r)
	})
}

// joinFlight waits for the read's one call. When the Graph API fails, an answer that
// was known is better than none.
func (c *cached) joinFlight(request *http.Request, r read, known *cache.Answer) (*http.Response, error) {
	ctx := request.Context()
	var landed *cache.Answer // by another call, between the look and the join
	f, joined := c.flights.join(ctx, r.key, func(ctx context.Context) (*graphapi.Answer, error) {
		if c.flights.landed.Load() != r.landed {
			if known := c.look(ctx, &r); known.Age(c.now()) == cache.Fresh {
				landed = known
				return &graphapi.Answer{Status: http.StatusOK, Body: known.Body}, nil
			}
		}
		return c.ask(request.WithContext(ctx), r)
	})
	var enough <-chan time.Time
	if known.Age(c.now()) != cache.Expired {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		enough = timer.C
	}
	answer, err := f.wait(ctx, enough)
	if err != nil && fails(err) && known.Age(c.now()) != cache.Expired {
		return c.give(request, r.key, known, stale)
	}
	switch {
	case joined:
		closeBody(request)
		c.note(request, Exchange{Cache: shared}, answer, err)
	case answer != nil && landed != nil:
		return c.give(request, r.key, landed, hit)
	}
	return graphapi.Response(answer, err)
}

// fails reports whether it is for the Graph API's sake, and not for what was asked,
// that there is no new answer.
func fails(err error) bool {
	return graphapi.Outage(err) || graphapi.KindOf(err) == graphapi.RateLimited
}

// ask makes the call, and keeps an answer of which all could be read. A token that is
// no good any more loses what was kept for it.
func (c *cached) ask(request *http.Request, r read) (*graphapi.Answer, error) {
	if c.answers != nil && r.lifetime > 0 {
		request = request.WithContext(context.WithValue(request.Context(), missKey{}, true))
	}
	ctx := request.Context()
	response, err := c.next.RoundTrip(request) //nolint:bodyclose // Outcome closes it
	answer, err := graphapi.Outcome(ctx, response, err)
	if c.answers == nil {
		return answer, err
	}
	kept, refused := false, err
	if err == nil {
		kept, refused = graphapi.Kept(ctx, answer)
	}
	switch {
	case graphapi.KindOf(refused) == graphapi.Unauthenticated:
		c.answers.Drop(ctx, r.key.Viewer)
	case kept && r.lifetime > 0:
		c.answers.Put(ctx, r.key, cache.NewAnswer(answer.Body, r.lifetime, c.now()), r.generation)
	}
	return answer, err
}
