package transport

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// outageAfter is the number of failures in a row, of one viewer's calls, and the
// number of viewers with a failure after which no call is retried. One call with its
// retries must not reach it.
const outageAfter = 3

// breaker stops calls that would fail: those of a viewer whose calls all fail, and
// those of everybody once the calls of several viewers do. Only what says that the
// server is down counts as a failure (graphapi.Outage); any other answer, a refusal
// too, shows that the server is up.
type breaker struct {
	// opens is the number of failures in a row that stop the calls; 0 is never.
	opens int
	// hostChanged is called when the host's circuit opens, with true, and when it
	// closes; viewerChanged likewise for the circuit of any viewer.
	hostChanged, viewerChanged func(open bool)
	log                        *slog.Logger
	next                       graphapi.Doer

	mu      sync.Mutex
	viewers *simplelru.LRU[viewer.ID, *circuit]
	host    host
}

// maxCircuits is how many viewers' failures are known at once. A viewer who is
// forgotten starts anew.
const maxCircuits = 10_000

func newBreaker(c Chain, next graphapi.Doer) *breaker {
	b := &breaker{
		opens: c.BreakerOpens, hostChanged: c.BreakerChanged, viewerChanged: c.ViewerBreakerChanged,
		log: c.Log, next: next,
	}
	forget := func(_ viewer.ID, forgotten *circuit) {
		if forgotten.open(b.opens) {
			b.viewerChanged(false)
		}
	}
	var err error
	if b.viewers, err = simplelru.NewLRU(maxCircuits, forget); err != nil {
		panic(err) // the size is a constant of ours
	}
	return b
}

// Do makes the viewer's call. Where the viewer's calls, or everybody's, are
// stopped, it makes none but for trials, and returns graphapi.ErrDown.
func (b *breaker) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	caller := v.ID
	if wait := b.admit(caller); wait > 0 {
		return nil, graphapi.ErrDown.After(wait)
	}
	answer, err := b.next.Do(ctx, call)
	switch {
	case err == nil:
		b.succeeded(caller)
	case graphapi.Outage(err):
		b.failed(caller)
	case graphapi.KindOf(err) != graphapi.Canceled: // which says nothing about the server
		b.succeeded(caller)
	}
	return answer, err
}

// circuit returns what is known of a viewer's calls.
func (b *breaker) circuit(caller viewer.ID) *circuit {
	c, known := b.viewers.Get(caller)
	if !known {
		c = &circuit{}
		b.viewers.Add(caller, c)
	}
	return c
}

// admit returns how long a viewer's call has to wait for the next trial; 0 lets the
// call through. Trials do not wait for each other: one that hangs must not hide that
// the server is back.
func (b *breaker) admit(caller viewer.ID) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, now := b.circuit(caller), time.Now()
	if c.open(b.opens) {
		if wait := c.trial.Sub(now); wait > 0 {
			return wait
		}
	}
	if b.host.isOpen {
		if wait := b.host.admit(caller, c.failures > 0, now); wait > 0 {
			return wait
		}
	}
	c.trial = now.Add(trialEvery)
	return 0
}

func (b *breaker) failed(caller viewer.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, now := b.circuit(caller), time.Now()
	if c.failures++; c.failures == b.opens {
		c.trial = now.Add(trialEvery)
		b.viewerChanged(true)
	}
	if b.host.fail(caller, b.opens, now) {
		b.hostChanged(true)
		b.log.Warn("the circuit breaker is open: the Graph API fails for several viewers, and is tried seldom until it answers", "failures", b.host.failures)
	}
}

func (b *breaker) succeeded(caller viewer.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.circuit(caller)
	if c.open(b.opens) {
		b.viewerChanged(false)
	}
	c.failures = 0
	if b.host.isOpen {
		b.hostChanged(false)
		b.log.Info("the circuit breaker is closed: the Graph API answers again")
	}
	b.host = host{}
}

// calm reports whether a failure of a viewer's call may be a glitch. When the
// viewer's last calls all failed, or those of several viewers, it is an outage, and
// retries would only add to it.
func (b *breaker) calm(caller viewer.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.host.isOpen && len(b.host.suffering) < outageAfter && b.circuit(caller).failures < outageAfter
}
