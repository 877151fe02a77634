package answer

import (
	"bytes"
	"slices"
	"sync/atomic"

	"github.com/gramql/gramql/internal/graphapi"
)

// Direct makes a call whose answers a function writes from their bodies, and returns what it
// has written. Where the call failed, or the bodies are not as the function expects, so that
// it writes nil, Direct returns nil, and the next To or ToBatch of the same call takes what
// came: no call is made twice. Whole reports whether all of a body can be read in another
// way: the only one, or that of a call of a batch.
func Direct[T any](r *Reader, call graphapi.Call, whole func(index int, body []byte) bool, write func(bodies ...[]byte) *T) *T {
	if r.Spend(r.ctx, r.log) != nil {
		return nil
	}
	var done atomic.Pointer[attempt[T]]
	call.Anew, call.Batch = r.Anew, slices.Clone(call.Batch)
	for i := range call.Batch {
		call.Batch[i].Anew, call.Batch[i].Whole = r.Anew, func(body []byte) bool { return whole(i, body) }
	}
	if call.Batch == nil {
		call.Whole = func(body []byte) bool {
			a := &attempt[T]{body, write(body)}
			done.Store(a)
			return a.written != nil || whole(0, body)
		}
	}
	answered, err := r.client.Do(r.ctx, call)
	if bodies := bodiesOf(answered, err); bodies != nil {
		a := done.Load()
		if a == nil || !bytes.Equal(a.body, bodies[0]) {
			a = &attempt[T]{bodies[0], write(bodies...)}
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

// bodiesOf returns the bodies of an answer: one, or one for each call of a batch; nil where
// an error is among them.
func bodiesOf(answered *graphapi.Answer, err error) [][]byte {
	switch {
	case err != nil || len(answered.Inside) > 0:
		return nil
	case answered.Batch == nil:
		return [][]byte{answered.Body}
	}
	bodies := make([][]byte, len(answered.Batch))
	for i, item := range answered.Batch {
		if item.Err != nil || len(item.Inside) > 0 {
			return nil
		}
		bodies[i] = item.Body
	}
	return bodies
}

// came is what a call has brought, for the next one who makes the call.
type came struct {
	call     graphapi.Call
	answered *graphapi.Answer
	err      error
}

// do makes a call, unless Direct has just made the call.
func (r *Reader) do(call graphapi.Call) (*graphapi.Answer, error) {
	if c := r.came.Swap(nil); c != nil && c.call.String() == call.String() {
		return c.answered, c.err
	}
	if err := r.Spend(r.ctx, r.log); err != nil {
		return nil, err
	}
	return r.client.Do(r.ctx, call)
}
