package transport

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/viewer"
)

// What the cache had for a read, in the words of Exchange.Cache; none is for a call that
// is never cached.
const (
	none   = "none"
	miss   = "miss"
	hit    = "hit"
	stale  = "stale"
	shared = "shared" // with an identical call on its way
)

// patience is how long a read waits for the Graph API where there is an old answer to
// fall back on.
const patience = 2 * time.Second

// cached answers reads with what the same viewer has read already, and makes one call
// for identical reads.
type cached struct {
	// root stands before the path of each call.
	root   string
	hasher *viewer.Hasher
	// answers is nil when no answers are kept; identical calls are one even then.
	answers cache.Store
	flights flights
	now     func() time.Time
	watch   func(context.Context, CallResult)
	expired func()
	written func(by viewer.ID)
	next    graphapi.Doer
}

// read is a call that the cache may answer.
type read struct {
	graphapi.Call
	key        cache.Key
	generation cache.Generation
	// landed is how many shared calls were over before the cache was asked.
	landed uint64
}

// Do answers from the cache, waits for an identical call on its way, or makes the call.
func (c *cached) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	r := read{Call: call, key: cache.Key{Viewer: v.ID}}
	if call.Writes() {
		return c.write(ctx, v.ID, call)
	}
	if !call.Repeatable() {
		r.Lifetime = 0
		return c.ask(ctx, r)
	}
	r.key, r.landed = cache.CallKey(c.hasher, v.ID, c.root, &call), c.flights.landed.Load()
	known := c.look(ctx, &r)
	age := known.Age(c.now())
	if v.Token == "" { // they have to sign in again
		return c.giveLast(ctx, &r, known, graphapi.ErrNoToken)
	}
	if age == cache.Fresh && !call.Anew {
		return c.giveKept(ctx, &r.Call, r.key, known, hit)
	}
	switch {
	case call.Anew || call.Lifetime == 0:
		return c.ask(ctx, r)
	case age == cache.Aged:
		c.refresh(ctx, r)
		return c.giveKept(ctx, &r.Call, r.key, known, stale)
	}
	return c.joinFlight(ctx, r, known)
}

// write makes a write. Once what was asked is done, or may be, nothing that its viewer has
// read before answers another read.
func (c *cached) write(ctx context.Context, by viewer.ID, call graphapi.Call) (*graphapi.Answer, error) {
	call.Lifetime = 0
	answer, err := c.ask(ctx, read{Call: call, key: cache.Key{Viewer: by}})
	if outcome := graphapi.OutcomeOf(err); outcome == graphapi.OutcomeNotSent || outcome == graphapi.OutcomeRejected {
		return answer, err
	}
	c.drop(ctx, by)
	c.written(by)
	return answer, err
}

// drop has no read answered by what a viewer has read before.
func (c *cached) drop(ctx context.Context, of viewer.ID) {
	c.flights.close(of)
	if c.answers != nil {
		c.answers.Drop(ctx, of)
	}
}

// look returns the answer that is kept for a read, nil for none, and sets the read's
// generation.
func (c *cached) look(ctx context.Context, r *read) (known *cache.Answer) {
	if c.answers != nil {
		known, r.generation = c.answers.Get(ctx, r.key)
	}
	return known
}

// giveKept answers with a kept answer, without a call.
func (c *cached) giveKept(ctx context.Context, asked *graphapi.Call, key cache.Key, known *cache.Answer, found string) (*graphapi.Answer, error) {
	answer, err := graphapi.KeptAnswer(asked, known.Body)
	c.note(ctx, asked, Exchange{Cache: found, key: key, came: known.Came}, answer, err)
	if found == stale {
		FromContext(ctx).noteStale(c.now().Sub(known.Came))
	}
	return answer, err
}

// hasAccess reports whether a context's viewer asks by what a connected account allows.
func hasAccess(ctx context.Context) bool {
	v, _ := viewer.FromContext(ctx)
	return v.Access != ""
}

// giveLast answers someone who has to sign in again with what was kept for them last, or
// with the error that says so.
func (c *cached) giveLast(ctx context.Context, r *read, known *cache.Answer, why error) (*graphapi.Answer, error) {
	FromContext(ctx).noteSignIn()
	if known.Age(c.now()) == cache.Expired || r.Anew {
		return nil, why
	}
	return c.giveKept(ctx, &r.Call, r.key, known, stale)
}

// note records an answer that cost no call, and reports it to watch.
func (c *cached) note(ctx context.Context, asked *graphapi.Call, found Exchange, answer *graphapi.Answer, err error) {
	record := FromContext(ctx)
	if record == nil && c.watch == nil {
		return
	}
	call := describe(c.root, asked)
	call.Cache, call.key, call.came = found.Cache, found.key, found.came
	if answer != nil {
		call.Status, call.Bytes = answer.Status, int64(len(answer.Body))
	}
	record.start(call)
	if c.watch != nil {
		c.watch(ctx, CallResult{Exchange: *call, Node: asked.Node, Began: time.Now(), Answer: answer, Err: err})
	}
}

// refresh makes a read's call while no one waits for the answer, unless an identical call
// is under way.
func (c *cached) refresh(ctx context.Context, r read) {
	r.Background = true
	if f, joined := c.flights.join(context.WithoutCancel(ctx), r.key); !joined {
		f.launch(func(ctx context.Context) (*graphapi.Answer, error) { return c.ask(ctx, r) })
	}
}

// joinFlight makes the one call of all identical reads, or waits for it. When the Graph
// API fails, an old answer is better than none.
func (c *cached) joinFlight(ctx context.Context, r read, known *cache.Answer) (answer *graphapi.Answer, err error) {
	var landed *cache.Answer // kept by another call between the look and the join
	do := func(ctx context.Context) (*graphapi.Answer, error) {
		if c.flights.landed.Load() != r.landed {
			if known := c.look(ctx, &r); known.Age(c.now()) == cache.Fresh {
				landed = known
				return graphapi.KeptAnswer(&r.Call, known.Body)
			}
		}
		return c.ask(ctx, r)
	}
	f, joined := c.flights.join(ctx, r.key)
	switch {
	case known.Age(c.now()) >= cache.Old:
		if !joined {
			f.launch(do) // for the call goes on when patience ends
		}
		timer := time.NewTimer(patience)
		defer timer.Stop()
		answer, err = f.wait(ctx, timer.C)
	case joined:
		answer, err = f.wait(ctx, nil)
	default:
		answer, err = f.carry(ctx, do)
	}
	switch {
	case errors.Is(err, errDropped):
		return c.joinFlight(ctx, r, known)
	case err != nil && isUpstreamFailure(err) && known.Age(c.now()) >= oldest(ctx):
		return c.giveKept(ctx, &r.Call, r.key, known, stale)
	case graphapi.KindOf(err) == graphapi.Unauthenticated && hasAccess(ctx):
		return c.giveLast(ctx, &r, known, err)
	case joined:
		c.note(ctx, &r.Call, Exchange{Cache: shared}, answer, err)
	case answer != nil && landed != nil:
		return c.giveKept(ctx, &r.Call, r.key, landed, hit)
	}
	return answer, err
}

// oldest returns the age of the oldest answers that are given where the Graph API fails. To
// those who ask by what a connected account allows they are the same before their token ends
// and after.
func oldest(ctx context.Context) cache.Age {
	if hasAccess(ctx) {
		return cache.Past
	}
	return cache.Old
}

// isUpstreamFailure reports whether an error is a failure of the Graph API, or a spent
// quota, and not about what the call asks for.
func isUpstreamFailure(err error) bool {
	return graphapi.Outage(err) || graphapi.KindOf(err) == graphapi.RateLimited
}

// ask makes the call, and keeps an answer of which all could be read. When the token is
// no good any more, the answers that were kept for its viewer are dropped.
func (c *cached) ask(ctx context.Context, r read) (*graphapi.Answer, error) {
	answer, err := c.next.Do(ctx, r.Call)
	if c.answers == nil {
		return answer, err
	}
	switch refused := answer.Errors(err); {
	case slices.ContainsFunc(refused, func(err error) bool { return graphapi.KindOf(err) == graphapi.Unauthenticated }):
		if !hasAccess(ctx) { // else what was kept is given until the access ends
			c.answers.Drop(ctx, r.key.Viewer)
		}
	case len(refused) == 0 && r.Lifetime > 0 && r.KeptWhole(answer):
		if came := cache.NewAnswer(answer.Body, r.Lifetime, c.now()); came.Age(c.now()) == cache.Expired {
			c.expired()
		} else {
			if hasAccess(ctx) {
				came = came.Lasting()
			}
			c.answers.Put(ctx, r.key, came, r.generation)
		}
	}
	return answer, err
}
