// Package badnetwork is a bad network for tests: a line between two programs that can be
// slowed down, garbled and cut while they talk. It is Toxiproxy, used as a library.
package badnetwork

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Toxic is one fault of a line, in Toxiproxy's terms.
//
// Source: Toxiproxy, "Toxics".
type Toxic struct {
	// Type is bandwidth, latency, limit_data, reset_peer, slicer, slow_close or
	// timeout.
	Type string `json:"type"`
	// Toxicity is the share of connections that have the fault, above 0 and up to 1.
	Toxicity float64 `json:"toxicity"`
	// Attributes depend on the type: milliseconds, bytes, kB a second.
	Attributes map[string]int `json:"attributes"`
}

// Line is a proxy to one server. It may be changed while it is in use.
type Line struct {
	proxy    *toxiproxy.Proxy
	upstream url.URL
}

// Open returns a line without faults to the server at a base URL.
func Open(upstream *url.URL) (*Line, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := &Line{proxy: toxiproxy.NewProxy(server, "line", "127.0.0.1:0", upstream.Host), upstream: *upstream}
	return l, l.proxy.Start()
}

// URL returns the base URL of the server by way of the line.
func (l *Line) URL() *url.URL {
	u := l.upstream
	u.Host = l.proxy.Listen
	return &u
}

// Spoil adds a toxic to the line, for open connections too.
func (l *Line) Spoil(t Toxic) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = l.proxy.Toxics.AddToxicJson(strings.NewReader(string(text)))
	return err
}

// Heal removes all toxics. Connections that are stuck in one continue, or end.
func (l *Line) Heal(ctx context.Context) { l.proxy.Toxics.ResetToxics(ctx) }

// Cut ends all connections and refuses new ones until Mend.
func (l *Line) Cut() { l.proxy.Stop() }

// Mend accepts connections again after Cut.
func (l *Line) Mend() error { return l.proxy.Start() }

// Close shuts the line down.
func (l *Line) Close() { l.proxy.Stop() }
