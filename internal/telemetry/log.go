package telemetry

import (
	"context"
	"log/slog"
)

// Tagged returns a logger whose records name the request that they belong to, so
// that all of one request can be found by its id.
func Tagged(log *slog.Logger) *slog.Logger { return slog.New(tagged{log.Handler()}) }

type tagged struct{ slog.Handler }

// Handle adds the request's id.
func (h tagged) Handle(ctx context.Context, r slog.Record) error {
	if id := FromContext(ctx).ID(); id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the tag.
func (h tagged) WithAttrs(attributes []slog.Attr) slog.Handler {
	return tagged{h.Handler.WithAttrs(attributes)}
}

// WithGroup keeps the tag, as a member of the group.
func (h tagged) WithGroup(name string) slog.Handler { return tagged{h.Handler.WithGroup(name)} }
