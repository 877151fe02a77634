package live

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/httpx/form"
)

// EventStream is the transport of requests that take their answers as server-sent events:
// each is a stream of its own.
//
// Source: graphql-sse, GraphQL over Server-Sent Events Protocol, distinct connections mode.
type EventStream struct{ Options }

var _ graphql.Transport = EventStream{}

const eventStream = "text/event-stream"

// Supports is true for requests that name event streams among what they accept.
func (EventStream) Supports(r *http.Request) bool {
	named, _ := accepts(r.Header)
	return named && (r.Method == http.MethodGet || r.Method == http.MethodPost)
}

// accepts reports whether a client names event streams among what it accepts, and whether
// it names nothing else for a single answer.
func accepts(header http.Header) (named, only bool) {
	only = true
	for _, value := range header["Accept"] {
		for part := range strings.SplitSeq(value, ",") {
			media, quality := form.ParseRange(part)
			switch {
			case quality == 0: // the client does not take it
			case media == eventStream:
				named = true
			case media == "application/json", strings.HasPrefix(media, "application/graphql"):
				only = false
			}
		}
	}
	return named, only
}

// Do answers one request: with events, or as any other where its client takes such an
// answer too and asks for no subscription.
func (t EventStream) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx, o, refused := t.Read(w, r, true)
	if refused != nil {
		refused.Write(w, r)
		return
	}
	by := callerOf(t.Caller(ctx, r))
	if crowded := t.Streams.enter(by); crowded != nil {
		crowded.Write(w, r)
		return
	}
	defer t.Streams.leave(by)
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	t.onSignedOut(ctx, func() { end(errSignedOut) })

	_, only := accepts(r.Header)
	events := newEvents(w)
	defer events.end()
	f := follower{
		operation: o, exec: exec, draining: t.Streams.draining, before: httpx.Before{Position: lastEventID(r.Header)},
		deny: func(kind ast.Operation) *httpx.Refusal {
			if kind == ast.Mutation && r.Method != http.MethodPost {
				return httpx.ErrMutationByGet
			}
			return nil
		},
		begin: events.begin,
		send: func(reply *httpx.Reply) error {
			if reply.Refused != nil || !only && reply.Kind != ast.Subscription {
				t.Answer(w, r, reply)
				return errAnswered
			}
			reply.Leave()
			data := httpx.Encode(reply.Response)
			reply.Hold(len(data), events.abandon)
			return events.next(reply.Following, data)
		},
		fail: func(why *graphql.Response) error {
			if !only && !events.isBegun() {
				t.Answer(w, r, &httpx.Reply{Response: why})
				return errAnswered
			}
			return events.next(nil, httpx.Encode(why))
		},
	}
	if f.follow(ctx) {
		events.complete()
	}
}

// lastEventID returns the position of the last event that the client has; httpx.Nothing
// for none.
func lastEventID(header http.Header) int64 {
	id, err := strconv.ParseInt(header.Get("Last-Event-ID"), 10, 64)
	if err != nil || id < 0 {
		return httpx.Nothing
	}
	return id
}
