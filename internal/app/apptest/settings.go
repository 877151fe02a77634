package apptest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/config"
)

// Settings are what holds with these flags, on free ports and with a version that
// stays: the cases name it. Operations may take long: a busy machine changes no answer.
func Settings(t testing.TB, flags ...string) config.Settings {
	t.Helper()
	flags = append(flags, "-graph-version", "v25.0", "-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", "", "-data", t.TempDir())
	_, s, err := config.Parse(flags, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.RequestTimeout, s.MaxWait, s.MaxDelay = time.Minute, time.Minute, 0
	return s
}

// Serve runs the program with settings until the test ends.
func Serve(t testing.TB, settings config.Settings) *app.App {
	t.Helper()
	return ServeLogging(t, settings, slog.New(slog.DiscardHandler))
}

// ServeLogging is Serve with a log.
func ServeLogging(t testing.TB, settings config.Settings, log *slog.Logger) *app.App {
	t.Helper()
	layDatabase(t, settings)
	a, err := app.New(t.Context(), settings, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// InMemory keeps answers in memory, as the program does by default.
func InMemory(s *config.Settings) { s.Cache = config.CacheMemory }

// Unlimited lets any random operation through.
var Unlimited = config.Limits{
	Tokens: 1e6, Depth: 1e6, Fields: 1e6, Aliases: 1e6, RootFields: 1e6, Comparisons: 1e6, Cost: 1e9, Errors: 5, FieldErrors: 1e9, Body: 1e6, Header: 1e5, Introspection: 1e9,
}
