// Package transport is what stands between the Graph API client and the
// network: round trippers with one concern each.
package transport

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/cache"
	"github.com/gramql/gramql/internal/quota"
)

// Chain is what the round trippers are made from.
type Chain struct {
	// Base is the Graph API server, the only one that a token is sent to.
	Base *url.URL
	// AppSecret signs each call's token when it is set.
	AppSecret string
	// Keys are those under which Answers keeps what was read; nil Answers keep
	// nothing.
	Keys    *cache.Keys
	Answers cache.Store
	// Quotas are those that calls count against; nil: they are made as if they
	// counted against none, until one is spent.
	Quotas *quota.Quota
	// Repeats is the most that one failed call is repeated; 0 is never.
	Repeats int
	// RepeatShare is how many calls may be repeated for each that is made: 0.1
	// lets a tenth more calls reach the server.
	RepeatShare float64
	// BreakerOpens is how many calls in a row the server must fail until it is
	// hardly asked any more; 0 is never.
	BreakerOpens int
	// Log takes a line for each call, at level debug; nil is slog.Default().
	Log *slog.Logger
	// Watch is told of each call when it is over, and of each that the cache
	// answered; nil: nobody is.
	Watch func(context.Context, Sighting)
	// Repeated is told of each call that is made once more; nil: nobody is.
	Repeated func()
	// Withheld is told of each call that is not made for the sake of a quota; nil:
	// nobody is.
	Withheld func()
	// Spared is told when the breaker opens and the server is hardly asked any
	// more, and when that is over; nil: nobody is.
	Spared func(bool)
	// Under makes the calls; nil is the network.
	Under http.RoundTripper
}

// New links the chain. This is the one place that says its order: here from
// the network outwards, so that a call passes from the last line to the first.
func New(c Chain) http.RoundTripper {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Keys == nil {
		c.Keys = cache.NewKeys("", c.Base, nil)
	}
	if c.Quotas == nil {
		c.Quotas = quota.New(quota.Unpaced, time.Now)
	}
	if c.Repeated == nil {
		c.Repeated = func() {}
	}
	if c.Withheld == nil {
		c.Withheld = func() {}
	}
	if c.Spared == nil {
		c.Spared = func(bool) {}
	}
	chain := c.Under
	if chain == nil {
		chain = network()
	}
	chain = &observe{log: c.Log, watch: c.Watch, next: chain}
	breaker := &breaker{opens: c.BreakerOpens, spared: c.Spared, log: c.Log, next: chain}
	chain = &throttle{keys: c.Keys, quotas: c.Quotas, withheld: c.Withheld, next: breaker}
	chain = &retry{
		repeats: c.Repeats, budget: budget{share: c.RepeatShare}, breaker: breaker, repeated: c.Repeated, log: c.Log, next: chain,
	}
	chain = &cached{keys: c.Keys, answers: c.Answers, watch: c.Watch, next: chain}
	chain = &token{base: c.Base, secret: []byte(c.AppSecret), next: chain}
	return chain
}
