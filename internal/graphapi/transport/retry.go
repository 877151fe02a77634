package transport

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// Waits before a retry: at most backoff before the first, twice that before the
// next, and so on up to maxBackoff.
const (
	backoff    = 100 * time.Millisecond
	maxBackoff = 2 * time.Second
)

// retry makes calls again whose failure may have passed: reads, and writes of which nothing
// was sent, for no one knows whether any other write that failed was carried out.
type retry struct {
	// retries is the most retries of one call.
	retries int
	budgets *budgets
	breaker *breaker
	retried func()
	log     *slog.Logger
	next    graphapi.Doer
}

// Do makes the call, and makes it again while that is safe, promising, within the
// budget and in time.
func (r *retry) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	caller := v.ID
	r.budgets.of(caller).deposit()
	answer, err := r.next.Do(ctx, call)
	for n := range r.retries {
		if err == nil || !repeatable(&call, err) || !r.waitForRetry(ctx, caller, err, n) {
			break
		}
		r.log.DebugContext(ctx, "Graph API call is retried", "path", call.Path, "error", err)
		recordOf(ctx, &call).retry()
		r.retried()
		answer, err = r.next.Do(ctx, call)
	}
	return answer, err
}

// repeatable reports whether a call that failed may be made again.
func repeatable(call *graphapi.Call, failed error) bool {
	return call.Repeatable() || call.Writes() && graphapi.OutcomeOf(failed) == graphapi.OutcomeNotSent
}

// waitForRetry waits until a call that failed is to be retried once more, after n retries;
// false when the call is not to be retried.
func (r *retry) waitForRetry(ctx context.Context, caller viewer.ID, failed error, n int) bool {
	wait := delay(failed, n)
	if !graphapi.RetryableNow(failed) || !inTime(ctx, wait) {
		return false
	}
	return r.breaker.mayBeGlitch(caller) && r.budgets.of(caller).withdraw() &&
		clock.Pause(ctx, wait) && r.breaker.mayBeGlitch(caller) // other calls may have failed meanwhile
}

// delay returns how long to wait before a retry: as long as the server says, or
// else any time up to a bound that doubles. Choosing from the whole span keeps
// apart the calls that failed together.
func delay(failed error, n int) time.Duration {
	if wait := graphapi.RetryAfter(failed); wait > 0 {
		return wait
	}
	return rand.N(min(backoff<<n, maxBackoff)) //nolint:gosec // no secret is made of it
}

// inTime reports whether the context lasts longer than a wait.
func inTime(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > wait
}
