package telemetry

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/transport"
)

// Called takes note of an upstream call that is over, or that the cache spared.
func (t *Telemetry) Called(ctx context.Context, seen transport.Sighting) {
	t.metrics.called(seen)
	if seen.Made() {
		FromContext(ctx).called()
		t.trace(ctx, seen)
	}
}

// Repeated takes note of an upstream call that is made once more.
func (t *Telemetry) Repeated() { t.metrics.repeats.Inc() }

// Withheld takes note of an upstream call that is not made for the sake of a quota.
func (t *Telemetry) Withheld() { t.metrics.withheld.Inc() }

// Spared takes note of whether the upstream is hardly asked, because it fails.
func (t *Telemetry) Spared(spared bool) {
	if spared {
		t.metrics.spared.Set(1)
	} else {
		t.metrics.spared.Set(0)
	}
}

// outcomeOf is "ok", or what the error of a call means.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	return graphapi.KindOf(err).String()
}

func (m *metrics) called(seen transport.Sighting) {
	m.cache.WithLabelValues(seen.Cache).Inc()
	if !seen.Made() {
		return
	}
	node := seen.Node
	if node == "" {
		node = "several"
	}
	m.calls.WithLabelValues(node, outcomeOf(seen.Err)).Inc()
	m.callTime.WithLabelValues(node).Observe(seen.Duration.Seconds())
	m.bytes.Add(float64(seen.Bytes))
	if seen.Answer == nil {
		return
	}
	usage := seen.Answer.Usage()
	if usage.App != nil {
		m.quota.WithLabelValues("app").Set(float64(usage.App.Percent()) / 100)
	}
	highest := -1
	for _, account := range usage.Accounts {
		highest = max(highest, account.Percent())
	}
	if highest >= 0 {
		m.quota.WithLabelValues("account").Set(float64(highest) / 100)
	}
}

// trace makes a span of a call. Its name and path are templates, and it has no
// query string: what was asked for stands in explain, for the client alone.
func (t *Telemetry) trace(ctx context.Context, seen transport.Sighting) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	path := template(seen.Path)
	_, span := t.tracer.Start(ctx, seen.Method+" "+path, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(seen.Began),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(seen.Method), semconv.URLTemplate(path),
			attribute.String("gramql.node", seen.Node), attribute.String("gramql.cache", seen.Cache)))
	if seen.Status > 0 {
		span.SetAttributes(semconv.HTTPResponseStatusCode(seen.Status))
	}
	if seen.Err != nil {
		span.SetAttributes(semconv.ErrorTypeKey.String(outcomeOf(seen.Err)))
		span.SetStatus(codes.Error, outcomeOf(seen.Err))
	}
	span.End(trace.WithTimestamp(seen.Began.Add(seen.Duration)))
}

// template puts a name in the place of each id of a path: ids are of persons.
func template(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if strings.Trim(segment, "0123456789_") == "" && segment != "" {
			segments[i] = "{id}"
		}
	}
	return strings.Join(segments, "/")
}
