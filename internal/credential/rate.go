package credential

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/problem"
)

// Rates count what has a rate, by a name: of each name as many may come at once as in a minute,
// and as time goes by more. Each replica counts those that come to it. They may be used by many
// goroutines at once.
type Rates struct {
	now func() time.Time
	mu  sync.Mutex
	of  *simplelru.LRU[string, *bucket]
}

// bucket is what may still come by a name, and as of when.
type bucket struct {
	left float64
	at   time.Time
}

// maxRated is how many names are counted at once; the one that was used longest ago counts as
// rested.
const maxRated = 10_000

// NewRates returns rates by a clock.
func NewRates(now func() time.Time) *Rates {
	of, _ := simplelru.NewLRU[string, *bucket](maxRated, nil) // fails for no sizes above 0
	return &Rates{now: now, of: of}
}

// Take counts one by a name of which there may be so many a minute. It returns 0, or after how
// long one that is too many may come.
func (r *Rates) Take(name string, perMinute int) (wait time.Duration) {
	now, most := r.now(), float64(perMinute)
	r.mu.Lock()
	defer r.mu.Unlock()
	b, known := r.of.Get(name)
	if !known {
		b = &bucket{most, now}
		r.of.Add(name, b)
	}
	passed := max(0, now.Sub(b.at).Minutes())
	b.left, b.at = min(most, b.left+passed*most), now
	if b.left < 1 {
		return time.Duration((1 - b.left) / most * float64(time.Minute))
	}
	b.left--
	return 0
}

// Take counts an operation of a key. It returns an error, a *RateError, for one too many.
func (k *Keys) Take(key Key) error {
	if key.RatePerMinute == 0 {
		return nil
	}
	if wait := k.rates.Take(key.ID, key.RatePerMinute); wait > 0 {
		return &RateError{wait}
	}
	return nil
}

// RateError is the problem of a key that is used more often than it may be.
type RateError struct{ wait time.Duration }

var _ problem.Problem = (*RateError)(nil)

// Error says that there were too many operations.
func (*RateError) Error() string { return "too many operations by this API key in a minute" }

// Code returns problem.RateLimited.
func (*RateError) Code() string { return problem.RateLimited }

// Hint returns what to do.
func (*RateError) Hint() string {
	return "Send it again after retryAfter seconds, or make a key with a higher ratePerMinute."
}

// Retryable returns true.
func (*RateError) Retryable() bool { return true }

// RetryAfter returns how many seconds to wait, at least 1.
func (e *RateError) RetryAfter() int { return max(1, int(math.Ceil(e.wait.Seconds()))) }
