// Package httpx speaks GraphQL over HTTP: a gqlgen transport for POST and GET.
//
// It follows the GraphQL-over-HTTP specification
// (https://graphql.github.io/graphql-over-http/draft/) where gqlgen's own
// transports do not: statuses by media type, no data entry in a request error,
// strict JSON, a bounded body that no error repeats, one write per answer (three for
// a large one).
//
// transport.go has the order of things; params.go reads a request, accept.go,
// coding.go and bearer.go its headers, answer.go writes, refusal.go says no.
// incoming.go and outgoing.go count the bytes that requests and answers hold.
package httpx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/memory"
	"github.com/gramql/gramql/internal/viewer"
)

// Transport answers every request that reaches it, so it comes last among the
// transports of a gqlgen server.
type Transport struct {
	// MaxBody bounds a request's body, or its query string, in bytes.
	MaxBody int64

	// MaxErrors is the most errors reported for one document: a short document can
	// have thousands. 0 means all.
	MaxErrors int

	// Timeout bounds an operation from the moment it is read; 0 means no bound.
	Timeout time.Duration

	// Incoming bounds the bytes of requests whose clients still send them, Outgoing
	// those of answers that are being made and read; nil means no bound.
	Incoming, Outgoing *memory.Bound

	// Gate bounds how many operations run at once; nil means no bound.
	Gate *admission.Gate

	// Aside are the extensions that say how an answer came about. An answer to GET
	// is the same to a client if it differs in nothing else.
	Aside []string

	// WithToken puts the caller's token into the operation's context. It is not
	// called when the request has none.
	WithToken func(ctx context.Context, token string) context.Context
}

var _ graphql.Transport = Transport{}

// Supports is true for every request: what is no GraphQL gets its proper status
// from Do.
func (Transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t Transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if r.Method == http.MethodOptions {
		// No Access-Control- header: a page of another origin may not call.
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	a, acceptable := newAnswer(w, r)
	ctx, unauthenticated := t.authenticate(r)
	v, _ := viewer.FromContext(ctx)
	from := memory.Owner{Address: clientOf(r), Viewer: v.ID, Stranger: !t.Gate.Knows(v.ID)}
	params, refused := t.read(w, r, from)
	switch {
	case refused != nil:
	case !acceptable:
		refused = errNotAcceptable
	default:
		refused = unauthenticated
	}
	if refused != nil {
		refused.write(a)
		return
	}
	if t.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.Timeout)
		defer cancel()
	}
	var err error
	if a.ticket, err = t.Gate.Enter(ctx, admission.Caller{Address: from.Address, Viewer: from.Viewer}); err != nil {
		errBusy.write(a)
		return
	}
	defer a.ticket.Leave()
	a.outgoing = newOutgoing(t.Outgoing, from)
	defer a.outgoing.hold.Release()
	params.passDocumentID()
	t.execute(ctx, a, &params.RawParams, exec)
}

// authenticate returns the request's context with its viewer; without one when the
// request has no access token.
func (t Transport) authenticate(r *http.Request) (context.Context, *refusal) {
	token, ok, err := BearerToken(r)
	if err != nil {
		return r.Context(), errMalformedToken
	}
	if ok && t.WithToken != nil {
		return t.WithToken(r.Context(), token), nil
	}
	return r.Context(), nil
}

// refuse answers with the first errors of a document that is not executed, and
// says how many more there are. One error may wrap a list, where gqlgen
// takes only one.
func (t Transport) refuse(ctx context.Context, a answer, errs gqlerror.List, exec graphql.GraphExecutor) {
	if all, ok := errors.AsType[gqlerror.List](errs[0].Err); ok {
		errs = all
	}
	shown := errs
	if t.MaxErrors > 0 {
		shown = errs[:min(t.MaxErrors, len(errs))]
	}
	response := exec.DispatchError(ctx, shown)
	if more := len(errs) - len(shown); more > 0 {
		response.Errors[len(shown)-1].Message += fmt.Sprintf(" (and %d more errors)", more)
	}
	a.respond(response, t.Aside)
}

// execute runs the operation and writes what came of it.
func (t Transport) execute(ctx context.Context, a answer, params *graphql.RawParams, exec graphql.GraphExecutor) {
	operation, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil {
		t.refuse(graphql.WithOperationContext(ctx, operation), a, errs, exec)
		return
	}
	switch kind := operation.Operation.Operation; {
	case kind == ast.Subscription:
		errSubscription.write(a)
		return
	case kind != ast.Query && a.safely():
		errMutationByGet.write(a)
		return
	}

	operation.Stats.SetExtension(ticketName, a.ticket)
	operation.RootResolverMiddleware = a.outgoing.count(operation.RootResolverMiddleware)
	responses, ctx := exec.DispatchOperation(ctx, operation)
	if a.ticket.Refused() != nil {
		errBusy.write(a)
		return
	}
	response := responses(ctx)
	if response == nil { // gqlgen's word for a context that ended before the first field
		errTimeout.write(a)
		return
	}
	if noRoom := a.outgoing.fits(len(response.Data)); noRoom != nil {
		noRoom.write(a)
		return
	}
	a.respond(response, t.Aside)
}
