package httpx

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/memory"
)

// outgoing is an answer from its first byte until the client has read it. A nil
// outgoing is counted nowhere.
type outgoing struct {
	hold *memory.Hold
	// most is how many bytes all answers together may have.
	most int
	// size is how many bytes the answer had when it was counted last.
	size int
	// dropped reports that there was no room for the answer while it was made.
	dropped atomic.Bool
}

// newOutgoing begins to count an answer, which is about to be made. Its hold must be
// released.
func newOutgoing(bound *memory.Bound, of memory.Owner) *outgoing {
	o := &outgoing{}
	o.hold = bound.Hold(of, func() { o.dropped.Store(true) })
	if bound != nil {
		o.most = bound.Most()
	}
	return o
}

// countEvery is after how many bytes an answer in the making is counted again.
const countEvery = 32 << 10

// count returns a middleware that counts the values of root fields as they are written.
func (o *outgoing) count(next graphql.RootFieldMiddleware) graphql.RootFieldMiddleware {
	return func(ctx context.Context, resolve graphql.RootResolver) graphql.Marshaler {
		value := next(ctx, resolve)
		if value == graphql.Null {
			return value
		}
		return graphql.WriterFunc(func(w io.Writer) {
			buffer, ok := w.(*bytes.Buffer)
			if !ok {
				value.MarshalGQL(w)
				return
			}
			value.MarshalGQL(&growing{Buffer: buffer, answer: o})
		})
	}
}

// growing is the buffer that an answer is made in. The buffer takes nothing more once
// the answer is dropped.
type growing struct {
	*bytes.Buffer
	answer    *outgoing
	uncounted int
	full      bool
}

func (g *growing) Write(text []byte) (int, error) {
	if g.takes(len(text)) {
		_, _ = g.Buffer.Write(text) // a buffer takes everything
	}
	return len(text), nil
}

// WriteString is what strings are written with.
func (g *growing) WriteString(text string) (int, error) {
	if g.takes(len(text)) {
		_, _ = g.Buffer.WriteString(text) // a buffer takes everything
	}
	return len(text), nil
}

// takes counts bytes that are about to be written, and reports whether there is room
// for them.
func (g *growing) takes(bytes int) bool {
	if g.uncounted += bytes; g.uncounted >= countEvery {
		g.full = !g.answer.grow(g.uncounted)
		g.uncounted = 0
	}
	return !g.full
}

// grow counts bytes of an answer in the making; false once there is no room for it.
func (o *outgoing) grow(bytes int) bool {
	o.size += bytes
	o.hold.Grow(bytes)
	return !o.dropped.Load()
}

// fits counts an answer that is made. If there is no room for the answer, it returns the
// refusal to write instead.
func (o *outgoing) fits(size int) *Refusal {
	if size > o.size {
		o.grow(size - o.size)
	}
	switch {
	case !o.dropped.Load():
		return nil
	case o.size > o.most:
		return errAnswerTooLarge(o.most)
	}
	return errNoRoom
}

// How long a client may take to read an answer: slowest is in bytes a second.
const writeTime, slowest = 30 * time.Second, 16 << 10

// small is the size of answers, in bytes, that a connection's own buffers hold for a
// client that does not read.
const small = 8 << 10

// send writes an answer's body, in the time that a client may take to read it. From now
// on the bytes of this body are counted, in place of the answer's as it was made.
func (o *outgoing) send(w http.ResponseWriter, parts ...[]byte) {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if size > small {
		control := http.NewResponseController(w)
		_ = control.SetWriteDeadline(time.Now().Add(writeTime + time.Duration(size/slowest)*time.Second)) // else the server's own holds
		if o != nil && !o.hold.Become(size, func() { _ = control.SetWriteDeadline(past) }) {
			_ = control.SetWriteDeadline(past)
		}
	}
	for _, part := range parts {
		_, _ = w.Write(part) // an error means that the client has gone
	}
}
