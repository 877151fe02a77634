package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

const facebookToken = "EAAdemometricsaurus"

var (
	// demo is the local graph that tests share when they switch no fault on, and
	// legacy the one of those that look up by ?ids=.
	demo, legacy *localgraph.Server
	// folder holds the demo world, which is the same for all local graphs.
	folder string
)

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "gramql"); err != nil {
		panic(err)
	}
	if demo, err = openGraph(localgraph.Options{}); err != nil {
		panic(err)
	}
	if legacy, err = openGraph(localgraph.Options{Legacy: true}); err != nil {
		panic(err)
	}
	code := m.Run()
	_, _ = demo.Close(), legacy.Close()
	_ = os.RemoveAll(folder)
	// Toxiproxy forgets some of its own when a connection ends with data on its way.
	if err := goleak.Find(goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run")); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// onAir is an hour of this day in which the demo world has stories and a
// broadcast. The day is today's, for the program goes by its own clock, to which
// links to media files must not have expired.
var onAir = time.Now().UTC().Truncate(24 * time.Hour).Add(8*time.Hour + 30*time.Minute)

// openGraph opens a local graph whose clock stands still: some of the demo world
// changes with the hour.
func openGraph(o localgraph.Options) (*localgraph.Server, error) {
	o.Dir, o.Log, o.Now = folder, slog.New(slog.DiscardHandler), func() time.Time { return onAir }
	return localgraph.Open(context.Background(), o)
}

// world is the program as production starts it, over a local graph that is
// reached through a tap.
type world struct {
	*tap
	t        *testing.T
	url      string
	admin    string
	graph    *localgraph.Server
	settings config.Settings
}

// start starts the program over a shared local graph.
func start(t *testing.T, change ...func(*config.Settings)) *world {
	t.Helper()
	return startOver(t, nil, change...)
}

// startFaulty starts the program over a local graph of its own, with faults.
func startFaulty(t *testing.T, o localgraph.Options, faults []localgraph.Fault, change ...func(*config.Settings)) *world {
	t.Helper()
	graph, err := openGraph(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	graph.Faults().Add(faults...)
	return startOver(t, graph, change...)
}

func startOver(t *testing.T, graph *localgraph.Server, change ...func(*config.Settings)) *world {
	t.Helper()
	return startLogging(t, graph, slog.New(slog.DiscardHandler), change...)
}

func startLogging(t *testing.T, graph *localgraph.Server, log *slog.Logger, change ...func(*config.Settings)) *world {
	t.Helper()
	w := &world{t: t, tap: &tap{t: t}}
	upstream := httptest.NewServer(w.tap)
	t.Cleanup(upstream.Close)
	// Without a cache, for tests count what operations cost.
	settings := settings(t, "-graph", upstream.URL, "-cache", "off")
	for _, set := range change {
		set(&settings)
	}
	if graph == nil {
		graph = shared(settings)
	}
	w.graph, w.under, w.settings = graph, graph, settings
	a := serveLogging(t, settings, log)
	w.url, w.admin = a.GraphQL(), a.Admin()
	return w
}

// shared returns the shared local graph that answers what these settings ask.
func shared(s config.Settings) *localgraph.Server {
	if s.Lookups == dialect.IDs {
		return legacy
	}
	return demo
}

// settings are what holds with these flags, on free ports and with a version that
// stays: the cases name it. Operations may take
// long: a busy machine changes no answer.
func settings(t testing.TB, flags ...string) config.Settings {
	t.Helper()
	flags = append(flags, "-graph-version", "v25.0", "-addr", "127.0.0.1:0", "-local-addr", "127.0.0.1:0", "-admin-addr", "", "-data", t.TempDir())
	_, s, err := config.Parse(flags, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.RequestTimeout, s.MaxWait, s.MaxDelay = time.Minute, time.Minute, 0
	return s
}

// serve runs the program until the test ends.
func serve(t testing.TB, settings config.Settings) *app.App {
	t.Helper()
	return serveLogging(t, settings, slog.New(slog.DiscardHandler))
}

func serveLogging(t testing.TB, settings config.Settings, log *slog.Logger) *app.App {
	t.Helper()
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

// answer is a GraphQL answer.
type answer struct {
	Data       map[string]any
	Errors     []answerError
	Extensions struct {
		Explain struct {
			Bound int
			Calls []struct {
				Method, Path, Fields string
				IDs                  []string
				Status               int
				Cache                string
				Batch                []struct{ Path, Fields string }
			}
		}
		Cost      struct{ Estimated, Actual, Limit int }
		RateLimit any
	}
}

type answerError struct {
	Message    string
	Path       []any
	Extensions map[string]any
}

// do sends one operation, and holds the answer to what is true of all: no token
// in it, a path, a code and a word on retries in each error, no more calls than
// were announced, and none of them with more nodes.
func (w *world) do(token, operation string, variables map[string]any) answer {
	w.t.Helper()
	body := w.post(token, operation, variables)
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		w.t.Fatalf("%v: %s", err, body)
	}
	if explain := a.Extensions.Explain; len(explain.Calls) > explain.Bound {
		w.t.Errorf("%d calls, though at most %d were announced: %s", len(explain.Calls), explain.Bound, operation)
	}
	if cost := a.Extensions.Cost; cost.Actual > cost.Estimated {
		w.t.Errorf("it cost %d, though at most %d were estimated: %s", cost.Actual, cost.Estimated, operation)
	}
	for _, e := range a.Errors {
		code, _ := e.Extensions["code"].(string)
		_, retryable := e.Extensions["retryable"].(bool)
		if code == "GRAPHQL_VALIDATION_FAILED" || code == "GRAPHQL_PARSE_FAILED" || code == "BAD_USER_INPUT" && a.Data == nil {
			continue // of a document, or of variables, which have no path
		}
		if code == "" || !retryable || len(e.Path) == 0 {
			w.t.Errorf("an error without code, retryable or path: %+v", e)
		}
	}
	return a
}

// ask is do where no error is expected.
func (w *world) ask(token, operation string, variables map[string]any) map[string]any {
	w.t.Helper()
	a := w.do(token, operation, variables)
	if len(a.Errors) > 0 {
		w.t.Fatalf("%s %v: %+v", operation, variables, a.Errors)
	}
	return a.Data
}

// send sends one operation.
func (w *world) send(ctx context.Context, token, operation string, variables map[string]any) (*http.Response, error) {
	request, _ := json.Marshal(map[string]any{
		"query": operation, "variables": variables, "extensions": map[string]any{"explain": true},
	})
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(request))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// post sends one operation and returns the body of the answer.
func (w *world) post(token, operation string, variables map[string]any) []byte {
	w.t.Helper()
	response, err := w.send(w.t.Context(), token, operation, variables)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, secret := range secrets(token) {
		if strings.Contains(string(body), secret) {
			w.t.Errorf("the answer holds a token: %s", body)
		}
	}
	return body
}

// secrets are the texts that no answer may hold.
func secrets(token string) []string {
	var list []string
	for _, t := range localgraph.DemoTokens() {
		list = append(list, t.Token)
	}
	if token != "" {
		list = append(list, token)
	}
	return list
}

// at follows names and indexes into an answer; nil where there is nothing.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return value
}

// list is at for a list.
func list(value any, path ...any) []any {
	items, _ := at(value, path...).([]any)
	return items
}
