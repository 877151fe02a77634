package transport

import (
	"context"
	"errors"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/quota"
	"github.com/gramql/gramql/internal/viewer"
)

const (
	// maxPatience is how long a call waits for its turn where no deadline says
	// otherwise.
	maxPatience = 5 * time.Second
	// hashtagSearch is the path whose different names are counted.
	hashtagSearch = "/ig_hashtag_search"
)

// throttle makes calls as their quotas allow: later when little is left, and not
// at all when one is spent, because further calls extend the limit.
//
// Source: Meta, Graph API: Rate Limits.
type throttle struct {
	quotas    *quota.Quota
	now       func() time.Time
	throttled func()
	next      http.RoundTripper
}

// RoundTrip makes the call when it is its turn. When that is too late, it makes
// none and returns graphapi.ErrThrottled.
func (t *throttle) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	v, _ := viewer.FromContext(ctx)
	seen := quota.Observation{Viewer: v.ID}
	wait, ok := t.quotas.Turn(quota.Request{
		Viewer: seen.Viewer, Nodes: nodes(ctx), Background: IsBackground(ctx), Patience: patienceOf(ctx),
	})
	if !ok {
		t.throttled()
		closeBody(request)
		return nil, graphapi.ErrThrottled.After(wait)
	}
	if wait > 0 && !pause(ctx, wait) {
		closeBody(request)
		return nil, graphapi.NoAnswer(ctx, ctx.Err())
	}
	response, err := t.next.RoundTrip(request)
	answer, failed := graphapi.Outcome(ctx, response, err)
	if errors.Is(failed, graphapi.ErrDown) {
		return response, err
	}
	seen.At, seen.Calls, seen.Hashtag = t.now(), weight(ctx), hashtag(ctx)
	if answer != nil {
		seen.Usage = answer.Usage()
	}
	if refusal := rateLimitError(ctx, answer, failed); refusal != nil && refusal.HoldsUp() {
		seen.Until = seen.At.Add(refusal.RetryAfter)
	}
	t.quotas.Note(seen)
	return response, err
}

// patienceOf returns how long a call can wait for its turn: half of the time that
// is left, so that the other half is left for the call.
func patienceOf(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return maxPatience
	}
	return time.Until(deadline) / 2
}

// rateLimitError returns the error of a call, or of one in its batch, that says a
// quota is spent; nil when none does.
func rateLimitError(ctx context.Context, answer *graphapi.Answer, failed error) *graphapi.Error {
	if _, batch, _ := graphapi.CallFrom(ctx); failed == nil && len(batch) > 0 {
		failed = graphapi.BatchError(answer, len(batch))
	}
	refusal, ok := errors.AsType[*graphapi.Error](failed)
	if !ok || refusal.Kind() != graphapi.RateLimited {
		return nil
	}
	return refusal
}

// nodes returns the ids that the paths of a call, and of those of its batch, begin with.
func nodes(ctx context.Context) (ids []string) {
	call, batch, _ := graphapi.CallFrom(ctx)
	for _, c := range append([]graphapi.Call{call}, batch...) {
		if id := nodeIn(c.Path); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// nodeIn returns the id that a path begins with; empty where there is none but me.
func nodeIn(path string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if id == "me" {
		return ""
	}
	return id
}

// weight returns how many calls one counts for: each id that it looks up, and each
// call of its batch, is one.
//
// Source: Meta, Graph API: Rate Limits.
func weight(ctx context.Context) int {
	call, batch, _ := graphapi.CallFrom(ctx)
	return max(1, len(call.IDs), len(batch))
}

// hashtag returns the name that a call looks for, as a hash; 0 for none.
func hashtag(ctx context.Context) uint64 {
	call, _, _ := graphapi.CallFrom(ctx)
	if call.Path != hashtagSearch {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(call.Params.Get("q"))))
	return h.Sum64()
}
