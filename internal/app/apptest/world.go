package apptest

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// World is the program as production starts it, over a local graph that is
// reached through a tap.
type World struct {
	*Tap
	T        testing.TB
	URL      string // of GraphQL
	Admin    string // of metrics and profiles; empty unless the settings have an admin address
	Graph    *localgraph.Server
	settings config.Settings
}

// NewWorld returns the program that serves GraphQL at an address, over whatever local
// graph it has.
func NewWorld(t testing.TB, graphQL string) *World {
	return &World{T: t, Tap: &Tap{t: t}, URL: graphQL}
}

// Start starts the program over a shared local graph.
func Start(t testing.TB, change ...func(*config.Settings)) *World {
	t.Helper()
	return StartOver(t, nil, change...)
}

// StartFaulty starts the program over a local graph of its own, with faults.
func StartFaulty(t testing.TB, o localgraph.Options, faults []fault.Fault, change ...func(*config.Settings)) *World {
	t.Helper()
	graph := OpenGraph(t, o)
	graph.Faults().Add(faults...)
	return StartOver(t, graph, change...)
}

// StartOver starts the program over a local graph; nil is the shared one.
func StartOver(t testing.TB, graph *localgraph.Server, change ...func(*config.Settings)) *World {
	t.Helper()
	return StartLogging(t, graph, slog.New(slog.DiscardHandler), change...)
}

// StartLogging is StartOver with a log.
func StartLogging(t testing.TB, graph *localgraph.Server, log *slog.Logger, change ...func(*config.Settings)) *World {
	t.Helper()
	w := NewWorld(t, "")
	upstream := httptest.NewServer(w.Tap)
	t.Cleanup(upstream.Close)
	// Without a cache, for tests count what operations cost.
	settings := Settings(t, "-graph", upstream.URL, "-cache", "off")
	for _, set := range change {
		set(&settings)
	}
	if graph == nil {
		graph = shared(settings)
	}
	w.Graph, w.Under, w.settings = graph, graph, settings
	a := ServeLogging(t, settings, log)
	w.URL, w.Admin = a.GraphQL(), a.Admin()
	return w
}

// Until waits until a condition holds, and fails after a minute with what never came.
func (w *World) Until(what string, holds func() bool) {
	w.T.Helper()
	for begun := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			w.T.Fatalf("it never came that %s: %d calls are in flight", what, w.InFlight())
		}
	}
}

// Metrics returns what Prometheus would read at the admin address.
func (w *World) Metrics() string {
	w.T.Helper()
	response, err := http.Get(w.Admin + "/metrics")
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.T.Fatal(err)
	}
	return string(body)
}
