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
// the calls of everybody once the calls of several viewers fail. Only an error that says
// that the server is down counts as a failure (graphapi.Outage); any other answer, a
// refusal too, shows that the server is up.
type breaker struct {
	// opens is the number of failures in a row that stop the calls; 0 is never.
	opens int
	// hostChanged is called when the host's circuit opens, with true, and when the
	// circuit closes; viewerChanged likewise for the circuit of any viewer.
	hostChanged, viewerChanged func(open bool)
	log                        *slog.Logger
	next                       graphapi.Doer

	mu sync.Mutex
	// proven are the viewers for whom a call has worked, and strangers all others: any
	// number of tokens can be made up, and must push no one out who has a real one.
	proven, strangers *simplelru.LRU[viewer.ID, *circuit]
	// host stops everybody when calls of proven viewers fail; ofStrangers stops only
	// strangers when calls of strangers fail.
	host, ofStrangers host
}

// maxCircuits is how many viewers' failures are known at once, of each kind. A viewer
// who is forgotten starts anew.
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
	for _, kind := range []**simplelru.LRU[viewer.ID, *circuit]{&b.proven, &b.strangers} {
		var err error
		if *kind, err = simplelru.NewLRU(maxCircuits, forget); err != nil {
			panic(err) // the size is a constant of ours
		}
	}
	return b
}

// Do makes the viewer's call. Where the viewer's calls, or everybody's, are
// stopped, Do makes no call but a trial now and then, and returns graphapi.ErrDown.
func (b *breaker) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	caller := v.ID
	if wait := b.admit(caller); wait > 0 {
		return nil, graphapi.ErrDown.After(wait)
	}
	answer, err := b.next.Do(ctx, call)
	switch {
	case graphapi.Outage(err):
		b.failed(caller)
	case graphapi.KindOf(err) != graphapi.Canceled: // which says nothing about the server
		b.answered(caller, err == nil)
	}
	return answer, err
}

// circuit returns the viewer's circuit, and whether a call of the viewer has worked.
func (b *breaker) circuit(caller viewer.ID) (c *circuit, proven bool) {
	if c, proven = b.proven.Get(caller); proven {
		return c, true
	}
	c, known := b.strangers.Get(caller)
	if !known {
		c = &circuit{}
		b.strangers.Add(caller, c)
	}
	return c, false
}

// admit returns how long a viewer's call has to wait for the next trial; 0 lets the
// call through. Trials do not wait for each other: one that hangs must not hide that
// the server is back.
func (b *breaker) admit(caller viewer.ID) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	c, proven := b.circuit(caller)
	wait := time.Duration(0)
	if c.open(b.opens) {
		wait = c.trial.Sub(now)
	}
	if wait <= 0 && b.host.isOpen {
		wait = b.host.admit(caller, proven, c.failures > 0, now)
	}
	if wait <= 0 && b.ofStrangers.isOpen && !proven && !b.host.isOpen {
		wait = b.ofStrangers.admit(caller, true, c.failures > 0, now)
	}
	if wait > 0 {
		return wait
	}
	c.trial = now.Add(trialEvery)
	return 0
}

func (b *breaker) failed(caller viewer.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	c, proven := b.circuit(caller)
	if c.failures++; c.failures == b.opens {
		c.trial = now.Add(trialEvery)
		b.viewerChanged(true)
	}
	open, group, whose := b.stops(), &b.ofStrangers, "viewers whose tokens were never seen to work"
	if proven {
		group, whose = &b.host, "several viewers"
	}
	if group.fail(caller, b.opens, now) {
		b.log.Warn("the circuit breaker is open: the Graph API fails for "+whose+", and is tried seldom until it answers", "failures", group.failures)
		if !open {
			b.hostChanged(true)
		}
	}
}

// stops reports whether calls of several viewers are stopped.
func (b *breaker) stops() bool { return b.host.isOpen || b.ofStrangers.isOpen }

// answered notes that the server is up, whatever the answer says, and whether the call
// worked.
func (b *breaker) answered(caller viewer.ID, worked bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, proven := b.circuit(caller)
	b.close(c)
	if worked && !proven {
		b.strangers.Remove(caller)
		b.proven.Add(caller, c)
	}
	b.closeHosts()
}

// close closes a viewer's circuit.
func (b *breaker) close(c *circuit) {
	if c.open(b.opens) {
		b.viewerChanged(false)
	}
	c.failures = 0
}

// closeHosts closes the circuits of several viewers.
func (b *breaker) closeHosts() {
	if b.stops() {
		b.hostChanged(false)
		b.log.Info("the circuit breaker is closed: the Graph API answers again")
	}
	b.host, b.ofStrangers = host{}, host{}
}

// forget closes all circuits, as if the server had just answered everybody.
func (b *breaker) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, known := range []*simplelru.LRU[viewer.ID, *circuit]{b.proven, b.strangers} {
		for _, c := range known.Values() {
			b.close(c)
		}
	}
	b.closeHosts()
}

// mayBeGlitch reports whether a failure of a viewer's call may be a glitch, so that a
// retry is worth a call. When the viewer's last calls all failed, or calls of several
// viewers, the server has an outage, which retries would only make worse.
func (b *breaker) mayBeGlitch(caller viewer.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, proven := b.circuit(caller)
	return b.host.fewSuffer() && (proven || b.ofStrangers.fewSuffer()) && c.failures < outageAfter
}
