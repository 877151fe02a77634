package transport

import (
	"context"
	"errors"
	"hash/fnv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/viewer"
)

// maxPatience is how long a call waits for its turn where no deadline says otherwise.
const maxPatience = 5 * time.Second

// throttle makes calls as their quotas allow: later when little is left, and not
// at all when one is spent, because further calls extend the limit.
//
// Source: Meta, Graph API: Rate Limits.
type throttle struct {
	quotas    *quota.Quota
	now       func() time.Time
	throttled func()
	next      graphapi.Doer
}

// Do makes the call when the call's turn comes. When the turn is too late, Do makes no
// call and returns graphapi.ErrThrottled.
func (t *throttle) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	v, _ := viewer.FromContext(ctx)
	wait, ok := t.quotas.Turn(quota.Request{
		Viewer: v.ID, Nodes: nodes(&call), Background: call.Background, Patience: patienceOf(ctx),
	})
	if !ok {
		t.throttled()
		return nil, graphapi.ErrThrottled.After(wait)
	}
	if wait > 0 && !clock.Pause(ctx, wait) {
		return nil, graphapi.NotSent(ctx, ctx.Err())
	}
	answer, err := t.next.Do(ctx, call)
	if errors.Is(err, graphapi.ErrDown) {
		return answer, err
	}
	seen := quota.Observation{Viewer: v.ID, At: t.now(), Calls: countsFor(&call), Hashtag: hashtag(&call)}
	if answer != nil {
		seen.Usage = answer.Usage()
	}
	if wait := heldUp(answer.Errors(err)); wait > 0 {
		seen.Until = seen.At.Add(wait)
	}
	t.quotas.Note(seen)
	return answer, err
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

// heldUp returns for how long errors hold up the token's other calls, for a quota is
// spent; 0 when none does.
func heldUp(errs []error) (longest time.Duration) {
	for _, err := range errs {
		if refusal, ok := errors.AsType[*graphapi.Error](err); ok && refusal.HoldsUp() {
			longest = max(longest, refusal.RetryAfter)
		}
	}
	return longest
}

// nodes returns the ids that the path of a call, and the paths of the calls of a batch,
// begin with.
func nodes(call *graphapi.Call) (ids []string) {
	if len(call.Batch) > 0 {
		ids = make([]string, 0, len(call.Batch))
	}
	if id := nodeIn(call.Path); id != "" {
		ids = append(ids, id)
	}
	for i := range call.Batch {
		if id := nodeIn(call.Batch[i].Path); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// nodeIn returns the id that a path begins with; empty for me, and where there is no id.
func nodeIn(path string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if id == "me" {
		return ""
	}
	return id
}

// countsFor returns how many calls one call counts for: each id that is looked up, and
// each call of a batch, is one.
//
// Source: Meta, Graph API: Rate Limits.
func countsFor(call *graphapi.Call) int { return max(1, len(call.IDs), len(call.Batch)) }

// hashtag returns a hash of the name that a search for a hashtag looks for; 0 for other
// calls.
func hashtag(call *graphapi.Call) uint64 {
	if call.Hashtag == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(call.Hashtag)))
	return h.Sum64()
}
