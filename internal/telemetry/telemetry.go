// Package telemetry is what an operator sees of the program from outside:
// metrics for Prometheus, traces for OpenTelemetry, and a log record for each
// request. Nothing of it holds a token, a URL with one, or a variable's value;
// what clients choose is cut, and never a metric's label.
package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
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
		o := &Operation{began: time.Now(), tracer: t.tracer, token: token, ended: ended{id: requestID(r.Header, token)}}
		w.Header().Set(requestIDHeader, o.id)
		ctx, span := t.startRequest(r)
		recorder := &statusWriter{ResponseWriter: w, request: r.Context(), status: http.StatusOK}
		t.metrics.inFlight.Inc()
		defer func() {
			t.metrics.inFlight.Dec()
			e := o.end(recorder.status, recorder.leftBefore())
			t.metrics.operation(e)
			t.record(r.Context(), e)
			endRequest(span, e)
		}()
		next.ServeHTTP(recorder, r.WithContext(context.WithValue(ctx, key{}, o)))
	})
}

// statusWriter keeps the status that was written, and whether anyone was there to read
// it.
type statusWriter struct {
	http.ResponseWriter
	request context.Context //nolint:containedctx // it ends when the client leaves
	status  int
	written bool
	left    bool
}

// WriteHeader keeps the status.
func (w *statusWriter) WriteHeader(status int) {
	w.left = w.leftBefore()
	w.status, w.written = status, true
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
