package httpx

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
)

// Known is an operation that was carried out before, for a request that read the same.
type Known interface {
	// Raw returns the request that was answered before.
	Raw() *Raw
	// Answer carries the operation out anew; nil where the ticket or the context ends it. Its
	// work may turn out to be another than before: then it is left to a function, which
	// carries out operations of which nothing is known, in the context that it is given.
	Answer(ctx context.Context, of Circumstances, unknown func(context.Context) *graphql.Response) *graphql.Response
}

// Circumstances are what an operation is carried out with, beside its request's parameters.
type Circumstances struct {
	// Ticket is the operation's place; nil where no gate is.
	Ticket *admission.Ticket
	Header http.Header
}

// maxRaw is the most bytes of variables and extensions of a request that may become known.
const maxRaw = 4 << 10

// find finds out whether a request is known, as it was scanned before it is decoded; ok
// reports whether it could be. What is not known may become known.
func (t Transport) find(ctx context.Context, params *request, raw Raw, ok bool) {
	if t.Known == nil || !ok || len(raw.Variables)+len(raw.Extensions) > maxRaw {
		return
	}
	if params.known = t.Known(ctx, &raw); params.known == nil {
		params.raw = raw.Kept()
	}
}

// decode decodes the parameters of a request that was known. It was decoded before, so
// that nothing can be wrong with it.
func (r *request) decode() {
	raw := r.known.Raw()
	r.Query, r.OperationName, r.DocumentID = raw.Query, raw.OperationName, raw.DocumentID
	if raw.Variables != nil {
		_, _ = decode(raw.Variables, &r.Variables)
	}
	r.Extensions = raw.DecodeExtensions()
	r.passDocumentID()
}

// rawName is where an operation's statistics hold its request.
const rawName = "request"

// RawOf returns the request of an operation; nil for one that does not become known.
func RawOf(operation *graphql.OperationContext) *Raw {
	raw, _ := operation.Stats.GetExtension(rawName).(*Raw)
	return raw
}

// executeKnown sets what comes of a known operation.
func (r *Reply) executeKnown(ctx context.Context, o *Operation, exec graphql.GraphExecutor) {
	circumstances := Circumstances{Ticket: r.ticket, Header: o.Headers}
	r.come(o, o.known.Answer(ctx, circumstances, func(ctx context.Context) *graphql.Response {
		o.decode()
		operation, errs := exec.CreateOperationContext(ctx, &o.RawParams)
		if errs != nil {
			return wrong(graphql.WithOperationContext(ctx, operation), errs, exec, o.transport.MaxErrors)
		}
		return r.dispatch(ctx, operation, exec)
	}))
}
