package live

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/httpx"
)

// maxOperations is how many operations of one socket run at once.
const maxOperations = 100

// operation is one that a client has asked for on a socket.
type operation struct {
	socket *socket
	id     string
	cancel context.CancelCauseFunc
}

// subscribe begins the operation that a message asks for.
func (s *socket) subscribe(m message) *closing {
	if why := s.recognize(); why != nil {
		return why
	}
	read, refused := s.options.ReadMessage(m.Payload, s.request.Header, s.from)
	if refused != nil {
		return malformed("Invalid message: " + refused.Error())
	}
	if refused = s.refused; refused == nil {
		refused = httpx.Permit(s.ctx)
	}
	s.mu.Lock()
	if s.operations[m.ID] != nil {
		s.mu.Unlock()
		return exists(m.ID)
	}
	if s.ended {
		s.mu.Unlock()
		return nil // the socket is about to be closed
	}
	if len(s.operations) >= maxOperations {
		s.mu.Unlock()
		s.send(message{Type: failed, ID: m.ID, Payload: httpx.EncodeErrors(read.NotBegun(httpx.ErrOperations).Errors())})
		return nil
	}
	if refused != nil {
		s.mu.Unlock()
		s.send(message{Type: failed, ID: m.ID, Payload: httpx.EncodeErrors(read.NotBegun(refused).Errors())})
		return nil
	}
	ctx, cancel := context.WithCancelCause(graphql.StartOperationTrace(s.ctx))
	o := &operation{socket: s, id: m.ID, cancel: cancel}
	s.operations[m.ID] = o
	s.running.Go(func() { o.run(ctx, read) })
	s.mu.Unlock()
	return nil
}

// complete ends the operation with an id, if one runs. Nothing more is sent of it.
func (s *socket) complete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.operations[id]; o != nil {
		o.cancel(nil)
		delete(s.operations, id)
	}
}

// run carries the operation out, and tells the client when it is complete.
func (o *operation) run(ctx context.Context, read *httpx.Operation) {
	defer o.cancel(nil)
	if watch := o.socket.options.Watch; watch != nil {
		var end func()
		ctx, end = watch(ctx)
		defer end()
	}
	defer func() {
		if defect := recover(); defect != nil {
			_ = o.last(failed, httpx.EncodeErrors(defective(ctx, o.socket.exec, defect).Errors))
		}
	}()
	over := false // an error of the document is the last that is said of an operation
	f := follower{
		operation: read, exec: o.socket.exec, deny: allowAll, draining: o.socket.options.Streams.draining, before: httpx.Before{Position: httpx.Nothing},
		send: func(reply *httpx.Reply) (err error) {
			over, err = o.send(reply)
			return err
		},
		fail: func(why *graphql.Response) error {
			over = true
			return o.last(failed, httpx.EncodeErrors(why.Errors))
		},
	}
	if f.follow(ctx) && !over {
		_ = o.last(complete, nil)
	}
}

// defective returns the response that tells of a defect, which is logged with that.
func defective(ctx context.Context, exec graphql.GraphExecutor, defect any) *graphql.Response {
	return failing(ctx, exec, fmt.Errorf("%v", defect))
}

// failing returns the response whose one error is of no operation: of none that is carried out
// any more.
func failing(ctx context.Context, exec graphql.GraphExecutor, err error) *graphql.Response {
	return exec.DispatchError(graphql.WithOperationContext(ctx, &graphql.OperationContext{}), gqlerror.List{gqlerror.Wrap(err)})
}

// allowAll lets operations of any kind be asked for.
func allowAll(ast.Operation) *httpx.Refusal { return nil }

// send sends what came of the operation, and reports whether that was an error of the
// operation as a whole.
func (o *operation) send(reply *httpx.Reply) (over bool, err error) {
	reply.Leave()
	switch {
	case reply.Refused != nil:
		return true, o.last(failed, httpx.EncodeErrors(reply.Refused.Errors()))
	case reply.Unexecuted:
		return true, o.last(failed, httpx.EncodeErrors(reply.Response.Errors))
	}
	text := message{Type: next, ID: o.id, Payload: httpx.Encode(reply.Response)}.text()
	reply.Hold(len(text), o.socket.abandon)
	return false, o.socket.write(text, func() bool { return o.runs(false) })
}

// last sends the last message of the operation.
func (o *operation) last(kind string, payload []byte) error {
	text := message{Type: kind, ID: o.id, Payload: payload}.text()
	return o.socket.write(text, func() bool { return o.runs(true) })
}

// runs reports whether the operation is still wanted. If this is its end, another may have
// its id from now on.
func (o *operation) runs(end bool) bool {
	o.socket.mu.Lock()
	defer o.socket.mu.Unlock()
	if o.socket.operations[o.id] != o {
		return false
	}
	if end {
		delete(o.socket.operations, o.id)
	}
	return true
}
