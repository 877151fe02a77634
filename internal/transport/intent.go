package transport

import "context"

// What an operation, or the cache, wants of the calls of a context beyond their
// answers.
type (
	anewKey       struct{}
	backgroundKey struct{}
	missKey       struct{}
)

// Anew returns a context whose calls are made, whatever the cache holds.
func Anew(ctx context.Context) context.Context { return context.WithValue(ctx, anewKey{}, true) }

// Background returns a context whose calls no one waits for: they are the first
// that may be left out when the quota runs short.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

// IsBackground reports whether no one waits for the context's calls.
func IsBackground(ctx context.Context) bool { return isSet(ctx, backgroundKey{}) }

func isSet(ctx context.Context, key any) bool { return ctx.Value(key) != nil }
