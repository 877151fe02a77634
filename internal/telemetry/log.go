package telemetry

import (
	"context"
	"log/slog"

	"github.com/gramql/gramql/internal/redact"
)

// Tagged returns a logger whose records name the request that they belong to, so
// that all of one request can be found by its id, and hold no credentials, whatever
// an error quotes.
func Tagged(log *slog.Logger) *slog.Logger { return slog.New(tagged{log.Handler()}) }

type tagged struct{ slog.Handler }

// Handle adds the request's id, and blanks credentials.
func (h tagged) Handle(ctx context.Context, r slog.Record) error {
	told := slog.NewRecord(r.Time, r.Level, redact.Credentials(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		told.AddAttrs(blanked(a))
		return true
	})
	if id := FromContext(ctx).ID(); id != "" {
		told.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, told)
}

// blanked returns an attribute without credentials, if it is a text or an error.
func blanked(a slog.Attr) slog.Attr {
	text := ""
	switch a.Value.Kind() {
	case slog.KindString:
		text = a.Value.String()
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok {
			text = err.Error()
		}
	}
	if told := redact.Credentials(text); told != text {
		return slog.String(a.Key, told)
	}
	return a
}

// WithAttrs keeps the tag, and blanks credentials.
func (h tagged) WithAttrs(attributes []slog.Attr) slog.Handler {
	told := make([]slog.Attr, len(attributes))
	for i, a := range attributes {
		told[i] = blanked(a)
	}
	return tagged{h.Handler.WithAttrs(told)}
}

// WithGroup keeps the tag, as a member of the group.
func (h tagged) WithGroup(name string) slog.Handler { return tagged{h.Handler.WithGroup(name)} }
