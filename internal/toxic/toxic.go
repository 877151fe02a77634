// Package toxic is a bad network: a line between two programs that can be slowed
// down, garbled and cut while they talk. The fault tests and the soak put it
// between GramQL and the local graph. It is Toxiproxy, as a library.
package toxic

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Toxic is one thing that is wrong with a line, in Toxiproxy's terms.
//
// Source: Toxiproxy, "Toxics".
type Toxic struct {
	// Type is bandwidth, latency, limit_data, reset_peer, slicer, slow_close or
	// timeout.
	Type string `json:"type"`
	// Toxicity is the share of connections that it strikes, above 0 and up to 1.
	Toxicity float64 `json:"toxicity"`
	// Attributes are those of the type: milliseconds, bytes, kB a second.
	Attributes map[string]int `json:"attributes"`
}

// Line is the way to one server. It may be changed while it is in use.
type Line struct {
	proxy    *toxiproxy.Proxy
	upstream url.URL
}

// Open returns a line to a server at a base URL, with nothing wrong with it.
func Open(upstream *url.URL) (*Line, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := &Line{proxy: toxiproxy.NewProxy(server, "line", "127.0.0.1:0", upstream.Host), upstream: *upstream}
	return l, l.proxy.Start()
}

// URL returns the base URL that leads over the line to the server.
func (l *Line) URL() *url.URL {
	u := l.upstream
	u.Host = l.proxy.Listen
	return &u
}

// Spoil makes a toxic part of the line, for connections that are open too.
func (l *Line) Spoil(t Toxic) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = l.proxy.Toxics.AddToxicJson(strings.NewReader(string(text)))
	return err
}

// Heal takes all toxics off the line. Connections that are stuck in one go on,
// or end.
func (l *Line) Heal(ctx context.Context) { l.proxy.Toxics.ResetToxics(ctx) }

// Cut ends all connections and refuses further ones, until Mend.
func (l *Line) Cut() { l.proxy.Stop() }

// Mend takes connections again after Cut.
func (l *Line) Mend() error { return l.proxy.Start() }

// Close ends the line.
func (l *Line) Close() { l.proxy.Stop() }
