package transport

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

const (
	// trialEvery is how often an open breaker lets a call through, to see
	// whether the server is back: four times a second.
	trialEvery = 250 * time.Millisecond
	// outageAfter is the number of failures in a row after which no call is retried.
	// One call with its retries must not reach it.
	outageAfter = 3
)

// breaker is a circuit breaker: it stops calling a server that is down. Only what
// says that the server is down counts as a failure (graphapi.Outage); any other
// answer, a refusal too, shows that it is up.
type breaker struct {
	// opens is the number of failures in a row that open it; 0 is never.
	opens   int
	changed func(open bool)
	log     *slog.Logger
	next    http.RoundTripper

	mu       sync.Mutex
	failures int       // in a row
	trial    time.Time // when the next call is let through, while open
}

// RoundTrip makes the call. While the breaker is open it makes none, but for
// trials, and returns graphapi.ErrDown.
func (b *breaker) RoundTrip(request *http.Request) (*http.Response, error) {
	if wait := b.admit(); wait > 0 {
		closeBody(request)
		return nil, graphapi.ErrDown.After(wait)
	}
	response, err := b.next.RoundTrip(request)
	_, failed := graphapi.Outcome(request.Context(), response, err)
	switch {
	case failed == nil:
		b.succeeded()
	case graphapi.Outage(failed):
		b.failed()
	case graphapi.KindOf(failed) != graphapi.Canceled: // which says nothing about the server
		b.succeeded()
	}
	return response, err
}

// admit returns how long a call has to wait for the next trial; 0 lets it
// through. Trials do not wait for each other: one that hangs must not hide that
// the server is back.
func (b *breaker) admit() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open() {
		return 0
	}
	now := time.Now()
	if wait := b.trial.Sub(now); wait > 0 {
		return wait
	}
	b.trial = now.Add(trialEvery)
	return 0
}

func (b *breaker) open() bool { return b.opens > 0 && b.failures >= b.opens }

func (b *breaker) failed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures++; b.failures == b.opens {
		b.trial = time.Now().Add(trialEvery)
		b.changed(true)
		b.log.Warn("the circuit breaker is open: the Graph API is down, and is tried seldom until it answers", "failures", b.failures)
	}
}

func (b *breaker) succeeded() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open() {
		b.changed(false)
		b.log.Info("the circuit breaker is closed: the Graph API answers again")
	}
	b.failures = 0
}

// calm reports whether a failure may be a glitch. When the last calls all failed it
// is an outage, and retries would only add to it.
func (b *breaker) calm() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failures < outageAfter
}
