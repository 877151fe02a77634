package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// lockedBuffer may be written to by many goroutines.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// People close pages, and apps cancel what is not shown any more.
func TestClients_whoGoAwayAreNoWarnings(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	graph, err := openGraph(localgraph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	graph.Faults().Add(localgraph.Fault{Kind: localgraph.Slow, Delay: time.Hour})
	for _, cache := range []config.Cache{config.CacheOff, config.CacheMemory} {
		w := startLogging(t, graph, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})), func(s *config.Settings) { s.Cache, s.MaxOperations = cache, 8 })
		for _, operation := range []string{
			`{ me { username } }`,
			`{ me { username media(first: 150) { nodes { id comments { nodes { text } } } } } hashtag(name: "dinodata") { topMedia { nodes { id } } } }`,
			`{ accounts { username } a: media(id: "17895695668004550") { id } b: media(id: "17899305451014820") { id } }`,
		} {
			for _, token := range []string{localgraph.DemoToken, facebookToken} {
				ctx, leave := context.WithCancel(t.Context())
				var all sync.WaitGroup
				for range 10 { // more than may run: some wait for their turn
					all.Go(func() {
						if response, err := w.send(ctx, token, operation, nil); err == nil {
							_, _ = io.Copy(io.Discard, response.Body)
							_ = response.Body.Close()
						}
					})
				}
				w.until("calls are on their way", func() bool { return w.inFlightNow() > 0 })
				leave()
				all.Wait()
				w.until("no call is on its way", func() bool { return w.inFlightNow() == 0 })
			}
		}
		// A body that never ends, and then does.
		body, send := io.Pipe()
		ctx, leave := context.WithCancel(t.Context())
		request, _ := http.NewRequestWithContext(ctx, http.MethodPost, w.url, body)
		request.Header.Set("Content-Type", "application/json")
		go func() {
			_, _ = io.WriteString(send, `{"query":`)
			leave()
			_ = send.CloseWithError(context.Canceled) // net/http may wait for the body
		}()
		if response, err := http.DefaultTransport.RoundTrip(request); err == nil {
			_ = response.Body.Close()
		}
	}
	canceled := 0
	for line := range strings.Lines(log.String()) {
		switch {
		case !strings.Contains(line, "level=INFO"), strings.Contains(line, "outcome=UPSTREAM_ERROR"):
			t.Errorf("the log says: %s", line)
		case strings.Contains(line, "outcome=CANCELED"):
			canceled++
		}
	}
	if canceled == 0 {
		t.Error("no request is logged as canceled")
	}
}
