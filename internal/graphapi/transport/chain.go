// Package transport is what is between the Graph API client and the network: a chain
// of Doers with one concern each, and below them round trippers for the token and the
// network.
package transport

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/transport/network"
	"github.com/gramql/gramql/internal/viewer"
)

// Chain is what the chain is made from.
type Chain struct {
	// Base is the Graph API server, the only one that a token is sent to.
	Base *url.URL
	// Version is the Graph API's, such as "v27.0"; empty leaves the choice to the server.
	Version string
	// AppSecret signs each call's token when it is set.
	AppSecret string
	// Hasher makes the keys under which Answers keeps what was read; nil is one of
	// the chain's own. Nil Answers keep nothing.
	Hasher  *viewer.Hasher
	Answers cache.Store
	// Quotas are the quotas that calls count against; with nil no call waits for a
	// quota before one is spent.
	Quotas *quota.Quota
	// Now is the clock by which answers grow old and quotas run; nil is time.Now.
	Now func() time.Time
	// Retries is the most retries of one failed call; 0 is none.
	Retries int
	// RetryBudget is the number of retries allowed for each call: 0.1 lets a tenth
	// more calls reach the server.
	RetryBudget float64
	// BreakerOpens is the number of failures in a row that open a circuit breaker: a
	// viewer's own, and the host's once several viewers' calls fail. 0 is never.
	BreakerOpens int
	// Log takes a line for each call, at level debug; nil is slog.Default().
	Log *slog.Logger
	// Watch is called after each call, and after each that the cache answered. Watch and
	// the functions below may be nil.
	Watch func(context.Context, CallResult)
	// Retried is called for each retry.
	Retried func()
	// Throttled is called for each call that is held back to protect a quota.
	Throttled func()
	// Expired is called for each answer that no cache keeps because a media URL in it has
	// ended when it comes.
	Expired func()
	// Written is called after each write that was done, or may have been.
	Written func(by viewer.ID)
	// BreakerChanged is called when the host's circuit breaker opens, with true, and
	// when the breaker closes; ViewerBreakerChanged likewise for the breaker of any viewer.
	BreakerChanged, ViewerBreakerChanged func(open bool)
	// Instead returns the token that works in place of one of a viewer who has signed in,
	// once that was refused; "" for none. Nil knows of none.
	Instead func(context.Context, viewer.Viewer) (token string, err error)
	// Under makes the calls; nil is the network.
	Under http.RoundTripper
}

// Linked is a chain that New has linked.
type Linked struct {
	graphapi.Doer
	cached  *cached
	breaker *breaker
	budgets *budgets
}

// Drop has nothing that a viewer has read before answer another read, as after a write of
// another process.
func (l Linked) Drop(ctx context.Context, of viewer.ID) { l.cached.drop(ctx, of) }

// Forget forgets that calls have failed: no circuit is open, and retries are at hand.
func (l Linked) Forget() {
	l.breaker.forget()
	l.budgets.forget()
}

// New links the chain. This is the one place that says the chain's order: here from the
// network outwards, so that a call passes from the last line to the first.
func New(c Chain) Linked {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Hasher == nil {
		c.Hasher = viewer.NewHasher("", c.Base, nil)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Quotas == nil {
		c.Quotas = quota.New(quota.Unpaced, c.Now)
	}
	if c.Retried == nil {
		c.Retried = func() {}
	}
	if c.Throttled == nil {
		c.Throttled = func() {}
	}
	if c.Expired == nil {
		c.Expired = func() {}
	}
	if c.Written == nil {
		c.Written = func(viewer.ID) {}
	}
	if c.BreakerChanged == nil {
		c.BreakerChanged = func(bool) {}
	}
	if c.ViewerBreakerChanged == nil {
		c.ViewerBreakerChanged = func(bool) {}
	}
	if c.Under == nil {
		c.Under = network.New()
	}
	server := graphapi.NewServer(graphapi.Options{
		Base: c.Base, Version: c.Version, Log: c.Log,
		Transport: &token{base: c.Base, secret: []byte(c.AppSecret), next: c.Under},
	})
	var chain graphapi.Doer = server
	chain = &observe{root: server.Root(), caching: c.Answers != nil, log: c.Log, watch: c.Watch, next: chain}
	breaker, budgets := newBreaker(c, chain), newBudgets(c.RetryBudget)
	chain = &throttle{quotas: c.Quotas, now: c.Now, throttled: c.Throttled, next: breaker}
	chain = &retry{
		retries: c.Retries, budgets: budgets, breaker: breaker, retried: c.Retried, log: c.Log, next: chain,
	}
	if c.Instead != nil {
		chain = &instead{another: c.Instead, next: chain}
	}
	cached := &cached{
		root: server.Root(), hasher: c.Hasher, answers: c.Answers, now: c.Now, watch: c.Watch,
		expired: c.Expired, written: c.Written, next: chain,
	}
	return Linked{viewersOnly{cached}, cached, breaker, budgets}
}
