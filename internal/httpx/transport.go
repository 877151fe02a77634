// Package httpx speaks GraphQL over HTTP: a gqlgen transport for POST and GET.
//
// It follows the GraphQL-over-HTTP specification
// (https://graphql.github.io/graphql-over-http/draft/) where gqlgen's own
// transports do not: statuses by media type, no data entry in a request error,
// strict JSON, a bounded body that no error repeats, one write per answer (three for
// a large one).
//
// transport.go has the order of things; params.go reads a request, unless raw.go and
// known.go find that it reads like one before; bearer.go and package form read its headers,
// operation.go carries out what was asked, answer.go writes, refusal.go says no.
// incoming.go and outgoing.go count the bytes that requests and answers hold.
package httpx

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

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
	// called when the request has none. The header is the request's. Its error says, as a
	// problem, why the token is refused.
	WithToken func(ctx context.Context, token string, header http.Header) (context.Context, error)

	// Known returns the operation of a request that reads like one that was answered
	// before, for the context's viewer; nil for one that has to be decoded. The request is
	// not used after Known has returned. A nil Known knows none.
	Known func(ctx context.Context, request *Raw) Known
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
	ctx, o, refused := t.Read(w, r, acceptable)
	if refused != nil {
		refused.write(a)
		return
	}
	reply := o.Run(ctx, exec, denyByMethod(r))
	defer reply.End()
	a.reply(&reply, t.Aside)
}

// Answer answers a request in one piece, with what came of its operation.
func (t Transport) Answer(w http.ResponseWriter, r *http.Request, reply *Reply) {
	a, _ := newAnswer(w, r)
	a.reply(reply, t.Aside)
}

// Read takes the operation out of a request, by POST or GET, and returns it with the
// context of its viewer; the request's own when it has no access token. What is wrong with
// the request comes before that no answer is acceptable to its client.
func (t Transport) Read(w http.ResponseWriter, r *http.Request, acceptable bool) (context.Context, *Operation, *Refusal) {
	ctx, unauthenticated := t.Authenticate(r.Context(), r.Header["Authorization"], r.Header)
	o := &Operation{transport: t, from: t.Caller(ctx, r)}
	refused := t.read(ctx, w, r, o)
	switch {
	case refused != nil:
	case !acceptable:
		refused = errNotAcceptable
	case unauthenticated != nil:
		refused = unauthenticated
	default:
		refused = Permit(ctx)
	}
	if refused != nil {
		return ctx, nil, o.NotBegun(refused)
	}
	return ctx, o, nil
}

// ReadMessage takes the operation out of a message on a socket: JSON, as the body of a
// request is. The header is of the request that the socket began as.
func (t Transport) ReadMessage(text []byte, header http.Header, from memory.Owner) (*Operation, *Refusal) {
	o := &Operation{transport: t, from: from}
	start := graphql.Now()
	o.Headers = header
	refused := parseBody(text, &o.request)
	if refused == nil {
		refused = o.complete()
	}
	o.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return o, refused
}

// Authenticate returns a context with the viewer that Authorization headers name; the
// context itself when they name none. The header is of the request that brings them.
func (t Transport) Authenticate(ctx context.Context, authorization []string, header http.Header) (context.Context, *Refusal) {
	token, ok, err := bearerToken(authorization)
	if err != nil {
		return ctx, errMalformedToken
	}
	if !ok || t.WithToken == nil {
		return ctx, nil
	}
	of, err := t.WithToken(ctx, token, header)
	if err != nil {
		return ctx, refuse(err)
	}
	return of, nil
}

// Permit counts an operation of the context's viewer, and refuses one too many.
func Permit(ctx context.Context) *Refusal {
	v, _ := viewer.FromContext(ctx)
	if err := v.Permits(); err != nil {
		return refuse(err)
	}
	return nil
}

// Caller returns who asks: by a request, and as the viewer of a context.
func (t Transport) Caller(ctx context.Context, r *http.Request) memory.Owner {
	v, _ := viewer.FromContext(ctx)
	return memory.Owner{Address: ClientOf(r), Viewer: v.ID, Stranger: !t.Gate.Knows(v.ID)}
}
