package app_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// get fetches a page, following no redirect.
func get(t *testing.T, url string) (status int, header http.Header, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html, */*;q=0.8")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

func startLines(t *testing.T, change func(*config.Settings)) (lines map[string]string, root string) {
	t.Helper()
	s := apptest.Settings(t)
	change(&s)
	a := apptest.Serve(t, s)
	var out bytes.Buffer
	if err := a.WriteStart(&out); err != nil {
		t.Fatal(err)
	}
	lines = map[string]string{}
	for line := range strings.Lines(out.String()) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		lines[name] = value
	}
	return lines, "http://" + strings.SplitN(strings.TrimPrefix(lines["graphql"], "http://"), "/", 2)[0]
}

func TestBasePath_isAboveEverything(t *testing.T) {
	t.Parallel()
	lines, root := startLines(t, func(s *config.Settings) { s.BasePath = "/api/gramql" })
	if lines["graphql"] != root+"/api/gramql/graphql" || lines["playground"] != root+"/api/gramql/" {
		t.Errorf("the start lines are %v", lines)
	}
	w := apptest.NewWorld(t, lines["graphql"])
	for _, url := range []string{lines["graphql"], lines["graphql"] + "/"} {
		w.URL = url
		if got := w.Do(localgraph.DemoToken, "{ me { username } }", nil); apptest.At(got.Data, "me", "username") != "metricsaurus" {
			t.Errorf("%s: %+v", url, got)
		}
	}
	for path, want := range map[string]int{
		"/api/gramql/": 200, "/api/gramql/healthz": 200, "/api/gramql/readyz": 200, "/healthz": 200, "/readyz": 200,
		"/": 404, "/graphql": 404, "/playground.json": 404, "/api/": 404, "/api/gramql/nosuch": 404,
	} {
		if status, _, _ := get(t, root+path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if status, header, _ := get(t, root+"/api/gramql"); status/100 != 3 || header.Get("Location") != "/api/gramql/" {
		t.Errorf("without the slash: %d to %q", status, header.Get("Location"))
	}
	if _, _, body := get(t, lines["playground"]+"playground.json"); !strings.Contains(body, `"endpoint":"graphql"`) {
		t.Errorf("the playground is told %s", body)
	}
	_, _, page := get(t, lines["playground"])
	assets := strings.Split(page, `="./assets/`)[1:]
	if len(assets) == 0 || strings.Contains(page, `="/`) {
		t.Fatalf("the page does not load what lies beside it:\n%s", page)
	}
	for _, asset := range assets {
		name, _, _ := strings.Cut(asset, `"`)
		if status, _, _ := get(t, lines["playground"]+"assets/"+name); status != http.StatusOK {
			t.Errorf("%s: %d", name, status)
		}
	}
}

func TestPlayground_isServedUnlessItIsOff(t *testing.T) {
	t.Parallel()
	lines, root := startLines(t, func(s *config.Settings) { s.Playground = false })
	if _, said := lines["playground"]; said {
		t.Errorf("the start lines are %v", lines)
	}
	for _, path := range []string{"/", "/playground.json", "/index.html"} {
		if status, _, _ := get(t, root+path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _, _ := get(t, root+"/graphql?query={__typename}"); status != http.StatusOK {
		t.Errorf("GraphQL: %d", status)
	}
}

func TestStart_warnsWhereOtherMachinesReachTheDemoWorld(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{"127.0.0.1:0": false, "[::1]:0": false, "0.0.0.0:0": true, ":0": true} {
		s := apptest.Settings(t)
		s.Addr = addr
		var log bytes.Buffer
		apptest.ServeLogging(t, s, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn})))
		if got := strings.Contains(log.String(), "tokens are public"); got != want {
			t.Errorf("%s: the log is %q", addr, &log)
		}
	}
	s := apptest.Settings(t, "-graph", "https://graph.example")
	s.Addr = ":0"
	var log bytes.Buffer
	apptest.ServeLogging(t, s, slog.New(slog.NewTextHandler(&log, nil)))
	if strings.Contains(log.String(), "tokens are public") {
		t.Errorf("with another graph: %q", &log)
	}
}

func TestMaxConnections_tellsTheRestToComeAgain(t *testing.T) {
	t.Parallel()
	s := apptest.Settings(t)
	s.MaxConnections = 1
	s.CORSOrigins = "https://app.example"
	url := apptest.Serve(t, s).GraphQL()
	client := &http.Client{Transport: &http.Transport{}} // it keeps the one connection
	defer client.CloseIdleConnections()
	response, err := client.Get(url + "?query={__typename}")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"query":"{ __typename }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "https://app.example")
	second, err := (&http.Transport{}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Body.Close() }()
	body, _ := io.ReadAll(second.Body)
	if second.StatusCode != http.StatusServiceUnavailable || second.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "RATE_LIMITED") ||
		second.Header.Get("Access-Control-Allow-Origin") != "https://app.example" || second.Header.Get("X-Request-Id") == "" {
		t.Errorf("%d %v %s", second.StatusCode, second.Header, body)
	}
}
