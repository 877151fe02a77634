package telemetry

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/redact"
)

// Called records an upstream call that is over, or that the cache answered.
func (t *Telemetry) Called(ctx context.Context, result transport.CallResult) {
	t.metrics.called(result)
	if result.Made() {
		FromContext(ctx).called()
		if result.Writes() {
			FromContext(ctx).wrote(writeOutcome(result.Err))
		}
		t.trace(ctx, result)
	}
}

// Retried records a retry of an upstream call.
func (t *Telemetry) Retried() { t.metrics.retries.Inc() }

// Expired records an answer that no cache keeps, because it had expired when it came.
func (t *Telemetry) Expired() { t.metrics.expired.Inc() }

// Throttled records an upstream call that was held back to protect a quota.
func (t *Telemetry) Throttled() { t.metrics.throttled.Inc() }

// ViewerBreakerChanged records that a viewer's circuit breaker opens or closes.
func (t *Telemetry) ViewerBreakerChanged(open bool) {
	if open {
		t.metrics.viewerBreakersOpen.Inc()
	} else {
		t.metrics.viewerBreakersOpen.Dec()
	}
}

// BreakerChanged records whether the host's circuit breaker is open.
func (t *Telemetry) BreakerChanged(open bool) {
	if open {
		t.metrics.breakerOpen.Set(1)
	} else {
		t.metrics.breakerOpen.Set(0)
	}
}

// done is the outcome of a write that did not fail.
const done = "done"

// writeOutcome returns how a write came out: done, or what is known of one that failed.
func writeOutcome(err error) string {
	if err == nil {
		return done
	}
	return string(graphapi.OutcomeOf(err))
}

// outcomeOf returns "ok", or the kind of a call's error.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	return graphapi.KindOf(err).String()
}

func (m *metrics) called(result transport.CallResult) {
	m.cache.WithLabelValues(result.Cache).Inc()
	if !result.Made() {
		return
	}
	node := result.Node
	if node == "" {
		node = "several"
	}
	m.calls.WithLabelValues(node, outcomeOf(result.Err)).Inc()
	if result.Writes() {
		m.writes.WithLabelValues(writeOutcome(result.Err)).Inc()
	}
	m.callTime.WithLabelValues(node).Observe(result.Duration.Seconds())
	m.bytes.Add(float64(result.Bytes))
	if result.Answer == nil {
		return
	}
	usage := result.Answer.Usage()
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
// query string: what was asked for is in explain, for the client alone.
func (t *Telemetry) trace(ctx context.Context, result transport.CallResult) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	path := template(result.Path)
	_, span := t.tracer.Start(ctx, result.Method+" "+path, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(result.Began),
		trace.WithAttributes(semconv.HTTPRequestMethodKey.String(result.Method), semconv.URLTemplate(path),
			attribute.String("gramql.node", result.Node), attribute.String("gramql.cache", result.Cache)))
	if result.Status > 0 {
		span.SetAttributes(semconv.HTTPResponseStatusCode(result.Status))
	}
	if result.Err != nil {
		span.SetAttributes(semconv.ErrorTypeKey.String(outcomeOf(result.Err)))
		span.SetStatus(codes.Error, outcomeOf(result.Err))
	}
	span.End(trace.WithTimestamp(result.Began.Add(result.Duration)))
}

// template puts a name in the place of each id of a path: ids are of persons.
func template(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if strings.Trim(segment, "0123456789_") == "" && segment != "" {
			segments[i] = "{id}"
		}
	}
	return redact.Credentials(strings.Join(segments, "/"))
}
