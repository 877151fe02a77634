package telemetry

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Operation is what is seen of one request to the GraphQL endpoint. Its methods
// may be called on nil, and by many goroutines at once.
type Operation struct {
	began time.Time
	of    *Telemetry
	token secret
	// more counts the operations that came on its socket.
	more atomic.Int64

	mu sync.Mutex
	ended
}

// ended is what is recorded of a request when it is over.
type ended struct {
	id    string
	kind  string
	name  string
	codes []string
	calls int
	// writes are the outcomes of the operation's writes, in their order.
	writes []string
	cost   int
	// execution is how the operation was carried out; empty for one that was not.
	execution string
	status    int
	// left reports whether the client left before its answer began.
	left bool
	took time.Duration
}

type key struct{}

// FromContext returns the context's operation; nil when no one watches it.
func FromContext(ctx context.Context) *Operation {
	o, _ := ctx.Value(key{}).(*Operation)
	return o
}

// ID returns the request's id; empty when no one watches it.
func (o *Operation) ID() string {
	if o == nil {
		return ""
	}
	return o.id
}

// maxName is how much is kept of the name that a client gave its operation.
const maxName = 64

// Begin says that a document was read and one of its operations begins: its kind,
// such as "query", and the name that the client gave it. What happens in the
// context that it returns is part of the operation in traces, until end is called.
func (o *Operation) Begin(ctx context.Context, kind, name string) (_ context.Context, end func()) {
	if o == nil {
		return ctx, func() {}
	}
	if o.token.in(name) {
		name = hidden
	}
	name = cut(name, maxName)
	o.mu.Lock()
	o.kind, o.name = kind, name
	o.mu.Unlock()
	if !trace.SpanFromContext(ctx).IsRecording() { // nor would a part of it be
		return ctx, func() {}
	}
	attributes := []attribute.KeyValue{semconv.GraphQLOperationTypeKey.String(kind)}
	if name != "" {
		attributes = append(attributes, semconv.GraphQLOperationName(name))
	}
	ctx, span := o.of.tracer.Start(ctx, kind, trace.WithAttributes(attributes...))
	return ctx, func() { span.End() }
}

// Failed says the codes of the answer's errors, of which the first few are kept.
func (o *Operation) Failed(codes []string) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.codes = codes[:min(len(codes), maxCodes)]
}

// maxCodes is how many errors of one answer are recorded.
const maxCodes = 5

// Cost says what the operation cost, in the unit of the limits.
func (o *Operation) Cost(cost int) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cost = cost
}

// Executed says how the operation was carried out, in one of a few words.
func (o *Operation) Executed(how string) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.execution = how
}

// called counts an upstream call.
func (o *Operation) called() {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls++
}

// wrote records how a write came out.
func (o *Operation) wrote(outcome string) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writes = append(o.writes, outcome)
}

// end returns what is known when the answer has been written. A call that no one
// waited for may end later, and is not recorded.
func (o *Operation) end(status int, left bool) ended {
	o.mu.Lock()
	defer o.mu.Unlock()
	e := o.ended
	e.codes, e.writes = slices.Clone(o.codes), slices.Clone(o.writes)
	e.status, e.left, e.took = status, left, time.Since(o.began)
	if e.kind == "" {
		e.kind = "none"
	}
	return e
}

// outcome is "ok", the code of the first error, or the HTTP status of a request
// that held no operation. The errors of a client that left are of its leaving.
func (e ended) outcome() string {
	switch {
	case e.left:
		return "CANCELED"
	case len(e.codes) > 0:
		return e.codes[0]
	case e.status >= 400:
		return "HTTP_" + strconv.Itoa(e.status)
	}
	return "ok"
}

// cut shortens a text to at most that many bytes, between letters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && text[most]&0xC0 == 0x80 {
		most--
	}
	return text[:most] + "…"
}
