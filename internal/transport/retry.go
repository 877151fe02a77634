package transport

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

// Waits before a retry: at most backoff before the first, twice that before the
// next, and so on up to maxBackoff.
const (
	backoff    = 100 * time.Millisecond
	maxBackoff = 2 * time.Second
)

// retry makes calls again whose failure may have passed: reads only, for no one
// knows whether a write that failed was carried out.
type retry struct {
	// retries is the most retries of one call.
	retries int
	budgets *budgets
	breaker *breaker
	retried func()
	log     *slog.Logger
	next    http.RoundTripper
}

// RoundTrip makes the call, and makes it again while that is safe, promising,
// within the budget and in time.
func (r *retry) RoundTrip(request *http.Request) (*http.Response, error) {
	v, _ := viewer.FromContext(request.Context())
	caller := v.ID
	r.budgets.of(caller).deposit()
	response, err := r.next.RoundTrip(request)
	for n := range r.retries {
		ctx := request.Context()
		_, failed := graphapi.Outcome(ctx, response, err)
		if failed == nil || !r.again(request, caller, failed, n) {
			break
		}
		r.log.DebugContext(ctx, "Graph API call is retried", "path", request.URL.Path, "error", failed)
		FromContext(ctx).retry()
		r.retried()
		response, err = r.next.RoundTrip(afresh(request))
	}
	return response, err
}

// again reports whether a call is to be retried after n retries, and waits until
// then.
func (r *retry) again(request *http.Request, caller viewer.ID, failed error, n int) bool {
	ctx, wait := request.Context(), delay(failed, n)
	if !graphapi.RetryableNow(failed) || !reads(request) || !inTime(ctx, wait) {
		return false
	}
	return r.breaker.calm(caller) && r.budgets.of(caller).withdraw() &&
		pause(ctx, wait) && r.breaker.calm(caller) // other calls may have failed meanwhile
}

// reads reports whether a request has no effects. A batch has none: it is made of
// GETs, and a POST for no other reason than its length.
func reads(request *http.Request) bool {
	call, batch, _ := graphapi.CallFrom(request.Context())
	if call.Once || slices.ContainsFunc(batch, func(c graphapi.Call) bool { return c.Once }) {
		return false
	}
	return request.Method == http.MethodGet || len(batch) > 0
}

// delay returns how long to wait before a retry: as long as the server says, or
// else any time up to a bound that doubles. Choosing from the whole span keeps
// apart those that failed together.
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

// pause waits; it returns false as soon as the context ends.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// afresh returns the request with its body as before it was sent.
func afresh(request *http.Request) *http.Request {
	if request.GetBody == nil {
		return request
	}
	again := *request
	again.Body, _ = request.GetBody() // the client's never fails
	return &again
}
