// Package telemetry is what an operator sees of the program from outside:
// metrics for Prometheus, traces for OpenTelemetry, and a log record for each
// request. Nothing of it holds a token, a URL with one, or a variable's value;
// what clients choose is cut, and never a metric's label.
package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Options are what telemetry is made from.
type Options struct {
	// Version is the program's own.
	Version string
	// Log takes a record for each request, at level info; nil: none is written.
	Log *slog.Logger
	// Env looks a variable of the environment up, as os.LookupEnv does: whether
	// and where to send traces.
	Env func(string) (string, bool)
	// Exporter takes the traces, whatever the environment says; nil but in tests.
	Exporter sdktrace.SpanExporter
}

// Telemetry watches requests and upstream calls. It may be used by many
// goroutines at once.
type Telemetry struct {
	log     *slog.Logger
	metrics *metrics
	tracer  trace.Tracer
	flush   func(context.Context) error
}

// New returns telemetry, and an error when the environment asks for traces in a
// way that cannot be.
func New(ctx context.Context, o Options) (*Telemetry, error) {
	tracer, flush, err := newTracer(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Telemetry{log: o.Log, metrics: newMetrics(o.Version), tracer: tracer, flush: flush}, nil
}

// Metrics serves the metrics in Prometheus's text format.
func (t *Telemetry) Metrics() http.Handler { return t.metrics.handler() }

// Close sends what is left of the traces.
func (t *Telemetry) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), flushTimeout)
	defer cancel()
	return t.flush(ctx)
}

const flushTimeout = 3 * time.Second

// Handler watches the requests to the GraphQL endpoint. Each has an id, which
// its answer returns in X-Request-Id.
func (t *Telemetry) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := secretOf(r.Header)
		o := &Operation{began: time.Now(), of: t, token: token, ended: ended{id: requestID(r.Header, token)}}
		w.Header().Set(requestIDHeader, o.id)
		ctx, span := t.startRequest(r)
		recorder := &statusWriter{ResponseWriter: w, request: r.Context(), status: http.StatusOK}
		t.metrics.inFlight.Inc()
		recorder.end = sync.OnceFunc(func() {
			t.metrics.inFlight.Dec()
			e := o.end(recorder.status, recorder.leftBefore())
			t.metrics.operation(e)
			t.record(r.Context(), e)
			endRequest(span, e)
		})
		defer recorder.end()
		next.ServeHTTP(recorder, r.WithContext(o.watch(ctx)))
	})
}

// watch returns a context with the operation.
func (o *Operation) watch(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, o)
}

// Another watches an operation with an access token that came on the socket which the
// context's request became: under the request's id, and a number. End must be called when
// the operation has ended.
func Another(ctx context.Context, token string) (_ context.Context, end func()) {
	on := FromContext(ctx)
	if on == nil {
		return ctx, func() {}
	}
	id := on.id + "." + strconv.FormatInt(on.more.Add(1), 10)
	o := &Operation{began: time.Now(), of: on.of, token: secret(token), ended: ended{id: id}}
	watched, span := on.of.tracer.Start(o.watch(ctx), "message", trace.WithAttributes(semconv.HTTPRoute(route)))
	on.of.metrics.inFlight.Inc()
	return watched, func() {
		on.of.metrics.inFlight.Dec()
		e := o.end(http.StatusOK, ctx.Err() != nil)
		on.of.metrics.operation(e)
		on.of.record(ctx, e)
		endRequest(span, e)
	}
}

// statusWriter keeps the status that was written, and whether anyone was there to read
// it.
type statusWriter struct {
	http.ResponseWriter
	request context.Context //nolint:containedctx // it ends when the client leaves
	status  int
	written bool
	left    bool
	end     func() // records the request, once
}

// WriteHeader keeps the status. A request that becomes a socket has ended with that.
func (w *statusWriter) WriteHeader(status int) {
	w.left = w.leftBefore()
	w.status, w.written = status, true
	if status == http.StatusSwitchingProtocols {
		w.end()
	}
	w.ResponseWriter.WriteHeader(status)
}

// leftBefore reports whether the client left before its answer began. One that leaves
// later may have read it.
func (w *statusWriter) leftBefore() bool {
	if w.written {
		return w.left
	}
	return w.request.Err() != nil
}

// Unwrap lets http.ResponseController through.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
