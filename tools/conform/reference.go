package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// reference is the local graph: its answers are those that are expected.
type reference struct {
	options options
	demo    conformance.Values
	// graphs are the local graph as Meta is today and, at true, as it was until autumn
	// 2026. Each is opened when it is needed.
	graphs map[bool]*localgraph.Server
}

// host is the address of the local graph. Nothing is sent there.
const host = "http://graph.test"

func newReference(o options) *reference {
	return &reference{options: o, demo: o.names.Demo(o.login), graphs: map[bool]*localgraph.Server{}}
}

// answer is what the demo world answers to a case.
func (r *reference) answer(ctx context.Context, c conformance.Case) (conformance.Answer, error) {
	graph, err := r.graph(ctx, c.Legacy)
	if err != nil {
		return conformance.Answer{}, err
	}
	request, err := c.Request(ctx, host, r.demo)
	if err != nil {
		return conformance.Answer{}, err
	}
	w := httptest.NewRecorder()
	graph.ServeHTTP(w, request)
	return conformance.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}, nil
}

// graph returns a local graph whose clock stands at noon, when it has both stories and
// a broadcast.
func (r *reference) graph(ctx context.Context, legacy bool) (*localgraph.Server, error) {
	if graph := r.graphs[legacy]; graph != nil {
		return graph, nil
	}
	noon := time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour)
	graph, err := localgraph.Open(ctx, localgraph.Options{
		BaseURL: host, Version: r.options.version, Legacy: legacy,
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon },
	})
	if err == nil {
		r.graphs[legacy] = graph
	}
	return graph, err
}

func (r *reference) close() (err error) {
	for _, graph := range r.graphs {
		err = errors.Join(err, graph.Close())
	}
	return err
}
