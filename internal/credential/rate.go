package credential

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/gramql/gramql/internal/problem"
)

// rates count the operations of keys: of each as many may come at once as in a minute, and
// as time goes by more. Each replica counts those that come to it.
type rates struct {
	now func() time.Time
	mu  *sync.Mutex
	of  *simplelru.LRU[string, *bucket]
}

// bucket is what a key may still ask, and as of when.
type bucket struct {
	left float64
	at   time.Time
}

// maxRated is how many keys are counted at once; the one that was used longest ago counts as
// rested.
const maxRated = 10_000

func newRates(now func() time.Time) rates {
	of, _ := simplelru.NewLRU[string, *bucket](maxRated, nil) // fails for no sizes above 0
	return rates{now: now, mu: &sync.Mutex{}, of: of}
}

// Take counts an operation of a key. It returns an error, a *RateError, for one too many.
func (k *Keys) Take(key Key) error {
	if key.RatePerMinute == 0 {
		return nil
	}
	r := k.rates
	now, most := r.now(), float64(key.RatePerMinute)
	r.mu.Lock()
	defer r.mu.Unlock()
	b, known := r.of.Get(key.ID)
	if !known {
		b = &bucket{most, now}
		r.of.Add(key.ID, b)
	}
	passed := max(0, now.Sub(b.at).Minutes())
	b.left, b.at = min(most, b.left+passed*most), now
	if b.left < 1 {
		return &RateError{wait: time.Duration((1 - b.left) / most * float64(time.Minute))}
	}
	b.left--
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
