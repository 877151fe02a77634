package telemetry

import (
	"context"
	"log/slog"
)

// record writes the access log's record of a request: what was asked for by
// name, how it ended, and what it cost. Documents and variables are not in it.
func (t *Telemetry) record(ctx context.Context, o *Operation) {
	if t.log == nil || !t.log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	attributes := []slog.Attr{
		slog.String("request", o.id), slog.String("kind", o.kind), slog.String("operation", o.name),
		slog.Int("status", o.status), slog.String("outcome", o.outcome()), slog.Duration("took", o.took), slog.Int("calls", o.calls),
	}
	if o.cost > 0 {
		attributes = append(attributes, slog.Int("cost", o.cost))
	}
	if len(o.codes) > 1 {
		attributes = append(attributes, slog.Any("errors", o.codes))
	}
	t.log.LogAttrs(ctx, slog.LevelInfo, "request", attributes...)
}
