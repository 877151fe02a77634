package graph

import (
	"context"
	"errors"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/telemetry"
	"github.com/gramql/gramql/internal/viewer"
)

// known is an operation that is answered directly, for all requests that read like the one
// for which it was prepared.
type known struct {
	operations
	*prepared
	raw *httpx.Raw
	// name is the operation's, and extensions are those of its requests.
	name       string
	extensions map[string]any
}

var _ httpx.Known = (*known)(nil)

// find returns the known operation of a request; nil for none. Which document the request
// names is found out anew: documents that clients have sent are forgotten in time.
func (o operations) find(ctx context.Context, request *httpx.Raw) httpx.Known {
	v, ok := viewer.FromContext(ctx)
	if !ok || v.Narrowed() {
		return nil
	}
	named := documents.Reference{Text: request.Query, ID: request.DocumentID}
	if len(request.Extensions) > 0 {
		var err error
		if named.Hash, err = hashIn(request.DecodeExtensions()); err != nil {
			return nil
		}
	}
	text, err := o.store.Text(named)
	if err != nil {
		return nil
	}
	k, ok := o.reader.Requested(text, requestKey(v, o.loaders.LookupMode(v.Dialect), request)).(*known)
	if !ok {
		return nil
	}
	o.store.Remember(named)
	return k
}

// keep lets a request become known whose operation has a program.
func (o operations) keep(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext, p *prepared) {
	request := httpx.RawOf(operation)
	if request == nil || p.program == nil || p.estimated > o.maxCost {
		return
	}
	k := &known{operations: o, prepared: p, raw: request, name: operation.Operation.Name, extensions: operation.Extensions}
	o.reader.KeepRequest(operation.RawQuery, operation.Doc, requestKey(v, mode, request), k, requestSize(request))
}

// requestKey returns what a known operation hangs on, beside its document.
func requestKey(v viewer.Viewer, mode dialect.LookupMode, request *httpx.Raw) string {
	b := append(make([]byte, 0, 256), byte(v.Dialect.Login), byte(mode))
	if v.Others {
		b = append(b, othersMark)
	}
	for _, part := range [...]string{request.OperationName, request.DocumentID} {
		b = append(strconv.AppendInt(b, int64(len(part)), 10), ':')
		b = append(b, part...)
	}
	b = append(strconv.AppendInt(b, int64(len(request.Variables)), 10), ':')
	b = append(b, request.Variables...)
	b = append(b, v.Chosen()...)
	return string(append(append(b, 0), request.Extensions...))
}

// requestSize is about how many bytes a known operation takes beside what is prepared: a
// name and a value of a few letters become some 100 in a map.
func requestSize(request *httpx.Raw) int {
	return 1024 + 2*len(request.Query) + 4*len(request.Variables) + 16*len(request.Extensions)
}

// Raw returns the request for which the operation was prepared.
func (k *known) Raw() *httpx.Raw { return k.raw }

// Answer carries the operation out for the context's viewer. Where the Graph API's answer is
// not as planned, the operation goes on with that answer as one of which nothing is known.
func (k *known) Answer(ctx context.Context, of httpx.Circumstances, unknown func(context.Context) *graphql.Response) *graphql.Response {
	ctx, end := telemetry.FromContext(ctx).Begin(ctx, "query", k.name)
	defer end()
	v, _ := viewer.FromContext(ctx)
	r := k.run(v, k.prepared)
	ctx = transport.NewContext(ctx, r)
	if err := of.Ticket.Widen(ctx, admission.Need{Cost: r.estimated, Bytes: r.size}); err != nil || ctx.Err() != nil {
		return nil
	}
	r.read(ctx, k.loaders, httpx.NoCache(of.Header))
	response := r.direct()
	if response == nil {
		r.program = nil
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			// gqlgen resolves no field for a context that has ended, so that none would say
			// what it lacks. The loader keeps to the time limit: its calls fail at once.
			ctx = context.WithoutCancel(ctx)
		}
		return unknown(ctx)
	}
	k.addExtensions(ctx, k.extensions, response)
	return response
}
