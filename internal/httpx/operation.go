package httpx

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/syntax"
)

// Operation is what a client asks for, as it was read: by a request or by a message on a
// socket. It is carried out once, for gqlgen completes it; a copy is carried out again.
type Operation struct {
	request
	transport Transport
	from      memory.Owner
	// Told is what Told returns to the resolver of a subscription.
	Told Before
}

// Reply is what came of an operation. Its place and its bytes are held until End.
type Reply struct {
	// Response is the answer; nil where Refused says why there is none.
	Response *graphql.Response
	Refused  *Refusal
	// Kind is the operation's; empty for one that was not found in its document.
	Kind ast.Operation
	// Unexecuted reports that the response tells what is wrong with the document.
	Unexecuted bool
	// Following is how a subscription goes on; nil for one that ends with this answer, and
	// for other operations.
	Following *Following

	// ticket is the operation's place, which is left before anything is written: a client
	// that does not read must not keep another out.
	ticket *admission.Ticket
	// outgoing counts the answer among all that are on their way; nil for a refusal.
	outgoing *outgoing
}

// Leave gives the operation's place to the next: the answer is made.
func (r *Reply) Leave() { r.ticket.Leave() }

// Hold counts the answer's bytes while they are sent, in place of those of its making.
// When they have to make room for others, cut ends the sending; at once where that is now.
func (r *Reply) Hold(bytes int, cut func()) {
	if r.outgoing != nil && !r.outgoing.hold.Become(bytes, cut) {
		cut()
	}
}

// End gives back what the operation holds. It must follow Run.
func (r *Reply) End() {
	r.ticket.Leave()
	if r.outgoing != nil {
		r.outgoing.hold.Release()
	}
}

// Run carries the operation out, in the time that one may take, as soon as the gate lets
// its caller in. Of kinds that may not be asked for, deny returns the refusal.
func (o *Operation) Run(ctx context.Context, exec graphql.GraphExecutor, deny func(ast.Operation) *Refusal) (r Reply) {
	if o.transport.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.transport.Timeout)
		defer cancel()
	}
	var err error
	if r.ticket, err = o.transport.Gate.Enter(ctx, admission.Caller{Address: o.from.Address, Viewer: o.from.Viewer}); err != nil {
		return Reply{Refused: o.NotBegun(errBusy)}
	}
	r.outgoing = newOutgoing(o.transport.Outgoing, o.from)
	whole := false
	defer func() {
		if !whole { // a panic, after which no one has a reply to end
			r.End()
		}
	}()
	if o.known != nil {
		r.executeKnown(ctx, o, exec)
	} else {
		o.passDocumentID()
		r.execute(ctx, o, exec, deny)
	}
	whole = true
	return r
}

// execute sets what comes of the operation that the parameters name.
func (r *Reply) execute(ctx context.Context, o *Operation, exec graphql.GraphExecutor, deny func(ast.Operation) *Refusal) {
	operation, errs := exec.CreateOperationContext(ctx, &o.RawParams)
	if errs != nil {
		r.Response, r.Unexecuted = wrong(graphql.WithOperationContext(ctx, operation), errs, exec, o.transport.MaxErrors), true
		return
	}
	r.Kind = operation.Operation.Operation
	if refused := deny(r.Kind); refused != nil {
		r.Refused = o.NotBegun(refused)
		return
	}
	if o.raw != nil {
		operation.Stats.SetExtension(rawName, o.raw)
	}
	if r.Kind == ast.Subscription {
		operation.Stats.SetExtension(toldName, o.Told)
	}
	if r.come(o, r.dispatch(ctx, operation, exec)); r.Refused == nil {
		r.Following = followingOf(operation)
	}
}

// dispatch has an operation executed. The response is nil where the operation's ticket was
// refused, and where the context ended before the first field.
func (r *Reply) dispatch(ctx context.Context, operation *graphql.OperationContext, exec graphql.GraphExecutor) *graphql.Response {
	operation.Stats.SetExtension(ticketName, r.ticket)
	operation.RootResolverMiddleware = r.outgoing.count(operation.RootResolverMiddleware)
	responses, ctx := exec.DispatchOperation(ctx, operation)
	if r.ticket.Refused() != nil {
		return nil
	}
	return responses(ctx)
}

// come takes in the response to an operation, or why there is none.
func (r *Reply) come(o *Operation, response *graphql.Response) {
	switch {
	case r.ticket.Refused() != nil:
		r.Refused = o.NotBegun(errBusy)
	case response == nil:
		r.Refused = o.NotBegun(errTimeout)
	default:
		if refused := r.outgoing.fits(len(response.Data)); refused != nil {
			r.Refused = o.unanswered(refused)
		} else {
			r.Response = response
		}
	}
}

// NotBegun returns the refusal of the operation before anything was done for it. Where the text
// of its document reads like a mutation, or could not be read, the refusal says so.
func (o *Operation) NotBegun(f *Refusal) *Refusal {
	if f == nil || !o.mayMutate() {
		return f
	}
	return f.with(map[string]any{"outcome": string(graphapi.OutcomeNotSent)})
}

// unanswered returns the refusal of the answer to the operation, which was carried out.
func (o *Operation) unanswered(f *Refusal) *Refusal {
	if !o.mutates() {
		return f
	}
	return f.with(map[string]any{
		"outcome": string(graphapi.OutcomeUnknown), "retryable": false,
		"hint": "The mutation was carried out, and only its answer is lost: look what was done before you send it again.",
	})
}

// mayMutate reports whether the operation reads like a mutation, or has no text that was read and
// came as mutations do.
func (o *Operation) mayMutate() bool { return o.unread && o.Query == "" || o.mutates() }

// mutates reports whether the operation reads like a mutation. One of which only the document's
// id is given does not.
func (o *Operation) mutates() bool { return syntax.Mutates(o.Query, o.OperationName) }

// wrong returns the first errors of a document that is not executed, and says how many
// more there are. One error may wrap a list, where gqlgen takes only one.
func wrong(ctx context.Context, errs gqlerror.List, exec graphql.GraphExecutor, most int) *graphql.Response {
	if all, ok := errors.AsType[gqlerror.List](errs[0].Err); ok {
		errs = all
	}
	shown := errs
	if most > 0 {
		shown = errs[:min(most, len(errs))]
	}
	response := exec.DispatchError(ctx, shown)
	if more := len(errs) - len(shown); more > 0 {
		response.Errors[len(shown)-1].Message += fmt.Sprintf(" (and %d more errors)", more)
	}
	return response
}

// denyByMethod returns which kinds of operation a request by a method may not ask for.
func denyByMethod(r *http.Request) func(ast.Operation) *Refusal {
	return func(kind ast.Operation) *Refusal {
		switch {
		case kind == ast.Subscription:
			return errSubscription
		case kind != ast.Query && r.Method != http.MethodPost:
			return ErrMutationByGet
		}
		return nil
	}
}
