package telemetry

import (
	"context"
	"fmt"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// scope is the name under which the spans are made.
const scope = "github.com/gramql/gramql"

// route is the endpoint's path in traces, whatever the client wrote.
const route = "/graphql"

// newTracer returns what makes spans: nothing at all unless the standard
// variables say where to send them.
//
// Source: OpenTelemetry, "OpenTelemetry Protocol Exporter" and "Environment
// Variable Specification".
func newTracer(ctx context.Context, o Options) (trace.Tracer, func(context.Context) error, error) {
	exporter := o.Exporter
	if exporter == nil {
		if !wanted(o.Env) {
			return noop.NewTracerProvider().Tracer(scope), func(context.Context) error { return nil }, nil
		}
		var err error
		if exporter, err = otlptracehttp.New(ctx); err != nil {
			return nil, nil, fmt.Errorf("traces: %w", err)
		}
	}
	about, err := resource.New(ctx,
		resource.WithAttributes(semconv.ServiceName("gramql"), semconv.ServiceVersion(o.Version)), resource.WithFromEnv())
	if err != nil {
		return nil, nil, fmt.Errorf("traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	return provider.Tracer(scope), provider.Shutdown, nil
}

// wanted reports whether the environment asks for traces.
func wanted(env func(string) (string, bool)) bool {
	if env == nil {
		return false
	}
	value := func(name string) string { v, _ := env(name); return v }
	if value("OTEL_SDK_DISABLED") == "true" || value("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return value("OTEL_TRACES_EXPORTER") == "otlp" ||
		value("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// startRequest begins the span of a request, as a part of the client's trace when
// it has one.
func (t *Telemetry) startRequest(r *http.Request) (context.Context, trace.Span) {
	if _, off := t.tracer.(noop.Tracer); off {
		return r.Context(), noop.Span{}
	}
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	return t.tracer.Start(ctx, method(r.Method)+" "+route, trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(method(r.Method)), semconv.HTTPRoute(route)))
}

// method returns an HTTP method as traces may hold it: not whatever a client
// makes up.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodPost, http.MethodOptions, http.MethodHead:
		return name
	}
	return "_OTHER"
}

func endRequest(span trace.Span, e ended) {
	span.SetAttributes(semconv.HTTPResponseStatusCode(e.status), attribute.Int("gramql.upstream.calls", e.calls))
	if outcome := e.outcome(); outcome != "ok" {
		span.SetAttributes(semconv.ErrorTypeKey.String(outcome))
		if e.status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, outcome)
		}
	}
	span.End()
}
