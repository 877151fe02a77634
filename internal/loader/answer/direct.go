package answer

import (
	"bytes"
	"sync/atomic"

	"github.com/gramql/gramql/internal/graphapi"
)

// Written is what a function has written of the body of an answer; nil where the body is
// not as the function expects.
type Written[T any] func(body []byte) *T

// Direct makes a call whose answer a function writes from the body, and returns what it has
// written. Where it has not, or the call failed, Direct returns nil, and the next To of the
// same call takes what came: no call is made twice. Whole reports whether all of a body can
// be read in another way.
func Direct[T any](r *Reader, call graphapi.Call, whole func(body []byte) bool, write Written[T]) *T {
	if r.Spend(r.ctx, r.log) != nil {
		return nil
	}
	var done atomic.Pointer[attempt[T]]
	call.Anew = r.Anew
	call.Whole = func(body []byte) bool {
		a := &attempt[T]{body, write(body)}
		done.Store(a)
		return a.written != nil || whole(body)
	}
	answered, err := r.client.Do(r.ctx, call)
	if err == nil && len(answered.Inside) == 0 {
		a := done.Load()
		if a == nil || !bytes.Equal(a.body, answered.Body) {
			a = &attempt[T]{answered.Body, write(answered.Body)}
		}
		if a.written != nil {
			return a.written
		}
	}
	r.came.Store(&came{call, answered, err})
	return nil
}

// attempt is what was written of a body.
type attempt[T any] struct {
	body    []byte
	written *T
}

// came is what a call has brought, for the next one who makes the call.
type came struct {
	call     graphapi.Call
	answered *graphapi.Answer
	err      error
}

// do makes a call, unless Direct has just made the call.
func (r *Reader) do(call graphapi.Call) (*graphapi.Answer, error) {
	if c := r.came.Swap(nil); c != nil && c.call.Path == call.Path && c.call.Fields == call.Fields && c.call.Params.Encode() == call.Params.Encode() {
		return c.answered, c.err
	}
	if err := r.Spend(r.ctx, r.log); err != nil {
		return nil, err
	}
	return r.client.Do(r.ctx, call)
}
