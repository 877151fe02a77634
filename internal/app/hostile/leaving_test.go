package hostile_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestClient_whoGoesAwayTakesItsCallsAlong(t *testing.T) {
	t.Parallel()
	const clients, each = 30, 3 // calls
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Slow, Delay: time.Minute}}, func(s *config.Settings) {
		s.Lookups, s.RequestTimeout = dialect.Single, time.Minute
	})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var all sync.WaitGroup
	for client := range clients {
		var ids []string // of its own: identical calls would be one
		for i := range each {
			ids = append(ids, globalid.New("Media", strconv.Itoa(17900000000000000+client*each+i)))
		}
		all.Go(func() {
			if response, err := w.Send(ctx, localgraph.DemoToken, apptest.NodesByID, map[string]any{"ids": ids}); err == nil {
				_ = response.Body.Close()
				t.Errorf("an answer came: status %d", response.StatusCode)
			}
		})
	}
	w.Until("all calls are on their way", func() bool { return w.InFlight() == clients*each })
	leave()
	all.Wait()
	w.Until("no call goes on, for nobody waits for it", func() bool { return w.InFlight() == 0 })
}

// People close pages, and apps cancel what is not shown any more.
func TestClients_whoGoAwayAreNoWarnings(t *testing.T) {
	t.Parallel()
	var log safe
	graph := apptest.OpenGraph(t, localgraph.Options{})
	graph.Faults().Add(fault.Fault{Kind: fault.Slow, Delay: time.Hour})
	for _, cache := range []config.Cache{config.CacheOff, config.CacheMemory} {
		w := apptest.StartLogging(t, graph, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})), func(s *config.Settings) { s.Cache, s.MaxOperations = cache, 8 })
		for _, operation := range []string{
			`{ me { username } }`,
			`{ me { username media(first: 150) { nodes { id comments { nodes { text } } } } } hashtag(name: "dinodata") { topMedia { nodes { id } } } }`,
			`{ accounts { username } a: media(id: "17895695668004550") { id } b: media(id: "17899305451014820") { id } }`,
		} {
			for _, token := range []string{localgraph.DemoToken, apptest.FacebookToken} {
				ctx, leave := context.WithCancel(t.Context())
				var all sync.WaitGroup
				for range 10 { // more than may run: some wait for their turn
					all.Go(func() {
						if response, err := w.Send(ctx, token, operation, nil); err == nil {
							_, _ = io.Copy(io.Discard, response.Body)
							_ = response.Body.Close()
						}
					})
				}
				w.Until("calls are on their way", func() bool { return w.InFlight() > 0 })
				leave()
				all.Wait()
				w.Until("no call is on its way", func() bool { return w.InFlight() == 0 })
			}
		}
		// A body that never ends, and then does.
		body, send := io.Pipe()
		ctx, leave := context.WithCancel(t.Context())
		request, _ := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, body)
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
