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
	// disquiet is how many failures in a row end the calm in which calls are
	// repeated: one call with its repeats must not end it.
	disquiet = 3
)

// breaker stops asking a server that fails whoever asks. Only what says that the
// server is down counts as a failure (graphapi.Outage); any other answer, a
// refusal too, shows that it is up.
type breaker struct {
	// opens is how many failures in a row open it; 0 is never.
	opens  int
	spared func(bool)
	log    *slog.Logger
	next   http.RoundTripper

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
	case graphapi.KindOf(failed) != graphapi.Canceled: // which tells nothing of the server
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
		b.spared(true)
		b.log.Warn("the Graph API fails for everybody; it is asked seldom until it answers", "failures", b.failures)
	}
}

func (b *breaker) succeeded() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open() {
		b.spared(false)
		b.log.Info("the Graph API answers again")
	}
	b.failures = 0
}

// calm reports whether a failure seems to be one alone: when the last calls all
// failed, repeating them would help nobody.
func (b *breaker) calm() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failures < disquiet
}
