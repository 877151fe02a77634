package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/badnetwork"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// upstream is a local graph and the line to it.
type upstream struct {
	graph  *localgraph.Server
	server *http.Server
	line   *badnetwork.Line
}

func openUpstream(ctx context.Context, dir string) (*upstream, error) {
	graph, err := localgraph.Open(ctx, localgraph.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	u := &upstream{graph: graph, server: &http.Server{Handler: manyTokens(graph), ReadHeaderTimeout: time.Minute}}
	go func() { _ = u.server.Serve(socket) }()
	u.line, err = badnetwork.Open(&url.URL{Scheme: "http", Host: socket.Addr().String()})
	return u, err
}

// manyTokens takes what stands behind a "~" from the access tokens of calls, so that
// each token of the demo world is as many as one likes.
func manyTokens(graph http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _, _ := strings.Cut(r.Header.Get("Authorization"), "~")
		r.Header.Set("Authorization", token)
		graph.ServeHTTP(w, r)
	})
}

func (u *upstream) close() {
	u.line.Close()
	_ = u.server.Close()
	_ = u.graph.Close()
}

// faults are those of the Graph API. Each strikes one call.
var faults = []fault.Fault{
	{Kind: fault.UnknownError}, {Kind: fault.Unavailable}, {Kind: fault.TooMuchData},
	{Kind: fault.Slow, Delay: time.Second}, {Kind: fault.TruncatedJSON}, {Kind: fault.EmptyPage},
	{Kind: fault.ShortPage}, {Kind: fault.NoLinks}, {Kind: fault.NullBatchItem}, {Kind: fault.NoMediaURL},
}

// toxics are what is wrong with the line now and then, for a second.
var toxics = []badnetwork.Toxic{
	{Type: "latency", Toxicity: 0.2, Attributes: map[string]int{"latency": 300, "jitter": 300}},
	{Type: "reset_peer", Toxicity: 0.1, Attributes: map[string]int{"timeout": 0}},
	{Type: "slicer", Toxicity: 0.5, Attributes: map[string]int{"average_size": 200, "size_variation": 100, "delay": 50}},
	{Type: "limit_data", Toxicity: 0.1, Attributes: map[string]int{"bytes": 2000}},
}

// goBad adds a number of faults each second, and a toxic every tenth second.
func (u *upstream) goBad(ctx context.Context, perSecond float64) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	due := 0.0
	for second := 0; ; second++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		u.heal(ctx)
		for due += perSecond; due >= 1; due-- {
			fault := faults[rand.IntN(len(faults))] //nolint:gosec // no secret
			fault.Times = 1
			u.graph.Faults().Add(fault)
		}
		if second%10 == 9 {
			_ = u.line.Spoil(toxics[second/10%len(toxics)])
		}
	}
}

// heal removes all faults and toxics.
func (u *upstream) heal(ctx context.Context) {
	u.graph.Faults().Clear()
	u.line.Heal(ctx)
}
