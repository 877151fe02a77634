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
// began the call, and ends only when no one waits any more.
type flight struct {
	context.Context //nolint:containedctx // a flight is one
	cancel          context.CancelCauseFunc
	all             *flights
	key             cache.Key
	// Guarded by all.mu:
	waiting  int
	deadline time.Time // the latest of those who wait
	// done is closed when the call is over; by then the fields below are set.
	done     chan struct{}
	answer   *graphapi.Answer
	err      error
	panicked any
}

// call makes a shared call.
type call func(context.Context) (*graphapi.Answer, error)

// join returns the flight of a key, with one more who waits, and whether the flight was
// under way already. If not, the flight begins in a goroutine of its own.
func (all *flights) join(ctx context.Context, key cache.Key, do call) (f *flight, joined bool) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if f, joined = all.flying[key]; !joined {
		f = all.begin(ctx, key)
		go f.fly(do)
	}
	f.waiting++
	if deadline, ok := ctx.Deadline(); ok && deadline.After(f.deadline) {
		f.deadline = deadline
	}
	return f, joined
}

func (all *flights) begin(ctx context.Context, key cache.Key) *flight {
	f := &flight{all: all, key: key, done: make(chan struct{})}
	f.Context, f.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	if all.flying == nil {
		all.flying = map[cache.Key]*flight{}
	}
	all.flying[key] = f
	return f
}

// fly makes the call. Those who wait get a panic in the call.
func (f *flight) fly(do call) {
	guard := time.AfterFunc(graphapi.Guard, func() { f.cancel(context.DeadlineExceeded) })
	defer func() {
		guard.Stop()
		f.panicked = recover()
		f.all.mu.Lock()
		f.close()
		f.all.landed.Add(1)
		f.all.mu.Unlock()
		f.cancel(nil)
		close(f.done)
	}()
	f.answer, f.err = do(f)
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

// wait returns the call's outcome. When the context ends first, the caller leaves the
// flight. When patience ends first, the call goes on, and wait returns ErrTimeout.
func (f *flight) wait(ctx context.Context, patience <-chan time.Time) (*graphapi.Answer, error) {
	select {
	case <-f.done:
		if f.panicked != nil {
			panic(f.panicked)
		}
		return f.answer, f.err
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
