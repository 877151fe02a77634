package telemetry

import (
	"context"
	"log/slog"
)

// record writes the access log's record of a request: what was asked for by
// name, how it ended, and what it cost. Documents and variables are not in it.
func (t *Telemetry) record(ctx context.Context, e ended) {
	if t.log == nil || !t.log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	attributes := []slog.Attr{
		slog.String("request", e.id), slog.String("kind", e.kind), slog.String("operation", e.name),
		slog.Int("status", e.status), slog.String("outcome", e.outcome()), slog.Duration("took", e.took), slog.Int("calls", e.calls),
	}
	if e.cost > 0 {
		attributes = append(attributes, slog.Int("cost", e.cost))
	}
	if len(e.writes) > 0 {
		attributes = append(attributes, slog.Any("writes", e.writes))
	}
	if len(e.codes) > 1 {
		attributes = append(attributes, slog.Any("errors", e.codes))
	}
	t.log.LogAttrs(ctx, slog.LevelInfo, "request", attributes...)
}
