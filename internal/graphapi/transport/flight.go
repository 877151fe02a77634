package transport

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/viewer"
)

// flights are the shared calls on their way.
type flights struct {
	mu     sync.Mutex
	flying map[cache.Key]*flight
	// landed counts the calls that are over. Whoever looked for an answer before the
	// last call was over may have missed the answer to that call.
	landed atomic.Uint64
}

// flight is one shared call, and the call's context, which has the values of the one who
// began the call, and ends only when no one waits any more, or the one who carries the
// call has no more time.
type flight struct {
	context.Context //nolint:containedctx // a flight is one
	cancel          context.CancelCauseFunc
	all             *flights
	key             cache.Key
	// Guarded by all.mu:
	waiting  int
	deadline time.Time // the latest of those who wait
	over     bool
	// began is when the call was, and dropped how long it had taken when the one who carries
	// it had no more time for those who wait; 0 for a call that was not dropped.
	began   time.Time
	dropped time.Duration
	// done is closed when the call is over; by then the fields below are set.
	done     chan struct{}
	answer   *graphapi.Answer
	err      error
	panicked any
}

// call makes a shared call.
type call func(context.Context) (*graphapi.Answer, error)

// errDropped is what those get who waited for a call that was dropped, and have time for
// another: one of them makes the call anew.
var errDropped = errors.New("the call was dropped by the one who made it")

// join returns the flight of a key, with one more who waits, and whether the flight was
// begun by another. If not, the caller launches or carries it.
func (all *flights) join(ctx context.Context, key cache.Key) (f *flight, joined bool) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if f, joined = all.flying[key]; !joined {
		f = all.begin(ctx, key)
	}
	f.waiting++
	if deadline, ok := ctx.Deadline(); ok && deadline.After(f.deadline) {
		f.deadline = deadline
	}
	return f, joined
}

func (all *flights) begin(ctx context.Context, key cache.Key) *flight {
	f := &flight{all: all, key: key, began: time.Now(), done: make(chan struct{})}
	f.Context, f.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	if all.flying == nil {
		all.flying = map[cache.Key]*flight{}
	}
	all.flying[key] = f
	return f
}

// carry makes the call in the goroutine of the one who began the flight, which saves one
// of its own, and returns the call's outcome. When no one else waits, the call ends with
// the caller's context. Otherwise a caller who is no longer waited for carries the call to
// its end; one who has no more time drops it.
func (f *flight) carry(ctx context.Context, do call) (*graphapi.Answer, error) {
	unwatch := context.AfterFunc(ctx, func() { f.drop(ctx.Err()) })
	f.fly(do)
	if !unwatch() && f.panicked == nil {
		return nil, graphapi.NoAnswer(ctx, ctx.Err())
	}
	return f.outcome(ctx)
}

// launch makes the call in a goroutine of its own, whoever waits.
func (f *flight) launch(do call) {
	go func() {
		defer f.guard().Stop()
		f.fly(do)
	}()
}

// guard ends the call after the longest time that one may take: not all who wait leave a
// flight.
func (f *flight) guard() *time.Timer {
	return time.AfterFunc(graphapi.Guard, func() { f.cancel(context.DeadlineExceeded) })
}

// fly makes the call. Those who wait get a panic in the call.
func (f *flight) fly(do call) {
	defer func() {
		f.panicked = recover()
		f.all.mu.Lock()
		f.close()
		f.over = true
		f.all.landed.Add(1)
		f.all.mu.Unlock()
		f.cancel(nil)
		close(f.done)
	}()
	f.answer, f.err = do(f)
}

// outcome returns what came of a call that is over to one who waited for it.
func (f *flight) outcome(ctx context.Context) (*graphapi.Answer, error) {
	switch {
	case f.panicked != nil:
		panic(f.panicked)
	case f.err == nil || f.dropped == 0:
		return f.answer, f.err
	case !inTime(ctx, f.dropped): // as long again is too long
		return nil, graphapi.NoAnswer(ctx, context.DeadlineExceeded)
	}
	return nil, errDropped
}

// close keeps others from joining.
func (f *flight) close() {
	if f.all.flying[f.key] == f {
		delete(f.all.flying, f.key)
	}
}

// close keeps others from joining the flights of a viewer that are under way.
func (all *flights) close(of viewer.ID) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for key, f := range all.flying {
		if key.Viewer == of {
			f.close()
		}
	}
}

// Err returns why no one waits any more: a call that took too long for the last
// one was too slow, not cancelled.
func (f *flight) Err() error {
	if f.Context.Err() == nil {
		return nil
	}
	return context.Cause(f.Context)
}

// Deadline returns when the last of those who wait gives up: no repeat of the
// call is put off for longer.
func (f *flight) Deadline() (time.Time, bool) {
	f.all.mu.Lock()
	defer f.all.mu.Unlock()
	return f.deadline, !f.deadline.IsZero()
}

// wait returns the call's outcome, errDropped for one that was dropped. When the context
// ends first, the caller leaves the flight. When patience ends first, the call goes on, and
// wait returns ErrTimeout.
func (f *flight) wait(ctx context.Context, patience <-chan time.Time) (*graphapi.Answer, error) {
	select {
	case <-f.done:
		return f.outcome(ctx)
	case <-patience:
		return nil, graphapi.ErrTimeout
	case <-ctx.Done():
		f.leave(ctx.Err())
		return nil, graphapi.NoAnswer(ctx, ctx.Err())
	}
}

// leave ends one's wait, for a reason; the last to leave ends the call. A call
// that was too slow for one is joined by no other, who would wait for longer than
// for a call of its own.
func (f *flight) leave(why error) {
	f.all.mu.Lock()
	defer f.all.mu.Unlock()
	f.waiting--
	if f.waiting == 0 || errors.Is(why, context.DeadlineExceeded) {
		f.close()
	}
	if f.waiting == 0 {
		f.cancel(why)
	}
}

// drop ends the wait of the one who carries the call, for a reason. Who has no more time
// cannot go on for others.
func (f *flight) drop(why error) {
	f.leave(why)
	f.all.mu.Lock()
	defer f.all.mu.Unlock()
	switch {
	case f.over || f.waiting == 0:
	case errors.Is(why, context.DeadlineExceeded):
		f.dropped = max(time.Since(f.began), 1)
		f.cancel(why)
	default:
		f.guard()
	}
}
