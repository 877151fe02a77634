// Package live serves GraphQL operations whose clients stay: over WebSockets that speak
// graphql-transport-ws, and as streams of server-sent events. They are read, let in and
// carried out as those of package httpx are.
//
//	follow.go     a subscription: its operation again and again, whenever its state changes
//	streams.go    how many sockets and event streams are open, and their end
//	websocket.go  which requests become sockets; socket.go one socket from its first
//	              message to its last; message.go what is said there; operation.go what
//	              one message asks for; write.go how slow a client may be
//	sse.go        which requests become event streams; event.go how those are written
//
// A subscription has no queue. It has a position among the changes of its state: when a
// client has read an answer, the next one tells of the state as it is by then.
package live

import (
	"context"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/viewer"
)

// Options are what both transports are made from.
type Options struct {
	httpx.Transport

	// Streams bound how many sockets and event streams there are, and end them.
	Streams *Streams
	// InSession puts the account that a header names into the context of a viewer who asks in a
	// session; any other context stays as it is. Nil is for a server without sessions.
	InSession func(ctx context.Context, header http.Header) (context.Context, error)
	// Watch lets an operator see an operation of a socket: it returns the operation's
	// context, and what to call when the operation has ended. Nil is no one.
	Watch func(ctx context.Context) (_ context.Context, end func())
	// SignedOut waits until the session or the credential has ended in or by which a viewer
	// asks, or their access was taken back; its error is the context's. Nil is for a server
	// that has neither.
	SignedOut func(ctx context.Context, v viewer.Viewer) error
}

// onSignedOut has a function called when the session or the credential ends in or by which
// the viewer of a context asks, unless the context ends before.
func (o Options) onSignedOut(ctx context.Context, f func()) {
	v, _ := viewer.FromContext(ctx)
	if v.Session == "" && v.Credential == "" || o.SignedOut == nil {
		return
	}
	go func() {
		if o.SignedOut(ctx, v) == nil {
			f()
		}
	}()
}

const (
	// beat is how often a client is asked, or told, that the other end is still there: more
	// often than proxies cut what is silent.
	beat = 25 * time.Second
	// pongTime is how long a client may take to say that it is.
	pongTime = 20 * time.Second
	// writeTime is how long a client may take to read a piece of an answer.
	writeTime = 10 * time.Second
	// piece is how many bytes of an answer are written at once.
	piece = 64 << 10
	// again is how long to wait with an answer for which there was no place.
	again = time.Second
)

// past is a deadline that ends what is under way.
var past = time.Unix(1, 0)
