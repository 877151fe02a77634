package hostile_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// safe is a buffer that many goroutines write to.
type safe struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// collector takes what is exported by OTLP, whose texts stand in it as they are.
func collector(t *testing.T) *safe {
	t.Helper()
	var exported safe
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(&exported, r.Body) }))
	t.Cleanup(server.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	return &exported
}

const (
	appSecret = "the-app-secret-1234567890"
	// sesame is a variable's value.
	sesame = "sesame_that_nobody_knows"
)

// proofOf is what is sent to the Graph API beside a token.
func proofOf(token string) string {
	mac := hmac.New(sha256.New, []byte(appSecret))
	mac.Write([]byte(token))
	return hex.EncodeToString(mac.Sum(nil))
}

// Every kind of outcome is logged at level debug, exported and counted.
func TestSecrets_areToldNowhere(t *testing.T) {
	tokens := []string{"IGAAnobodysatoken", "EAAnobodysatoken"}
	for _, d := range localgraph.DemoTokens() {
		tokens = append(tokens, d.Token)
	}
	secrets := append([]string{appSecret, secretText, "access_token=", "appsecret_proof"}, tokens...)
	for _, token := range tokens {
		secrets = append(secrets, proofOf(token))
	}

	exported := collector(t)
	var log safe
	told := map[string]func() string{"log": log.String, "traces": exported.String}
	t.Run("outcomes", func(t *testing.T) { // the program ends with it, and exports what is left
		graph := apptest.OpenGraph(t, localgraph.Options{Legacy: true, AppSecret: appSecret})
		w := apptest.StartLogging(t, graph, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), func(s *config.Settings) {
			s.AdminAddr, s.AccessLog, s.AppSecret = "127.0.0.1:0", true, appSecret
		})
		answers := provoke(w, tokens) + misplace(w)
		counted := w.Metrics()
		told["answers"], told["metrics"] = func() string { return answers }, func() string { return counted }
	})

	for where, parts := range map[string][]string{
		"log":     {`"operation":"Named"`, "Graph API call", `"cost":`},
		"traces":  {"POST /graphql", "Named", "GET /v25.0/{id}"},
		"metrics": {"gramql_operations_total"},
		"answers": {`"username":"metricsaurus"`},
	} {
		text := told[where]()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Fatalf("the %s say nothing of %s: %.500s", where, part, text)
			}
		}
		for _, hidden := range secrets {
			if strings.Contains(text, hidden) {
				t.Errorf("the %s hold %s", where, hidden)
			}
		}
		if where != "answers" && strings.Contains(text, sesame) {
			t.Errorf("the %s hold a variable's value", where)
		}
	}
}

// provoke asks in each name, on a good day and on bad ones.
func provoke(w *apptest.World, tokens []string) (answers string) {
	const operation = `query Named($id: ID!, $name: String!) {
		me { username media(first: 2) { nodes { caption } } businessDiscovery(username: $name) { username } } user(id: $id) { username } }`
	variables := map[string]any{"id": apptest.Business, "name": sesame}
	for _, kind := range []fault.Kind{
		"", fault.TruncatedJSON, fault.Unavailable, fault.AccountThrottled, fault.UnknownError, fault.Redirected,
	} {
		w.Graph.Faults().Clear()
		if kind != "" {
			w.Graph.Faults().Add(fault.Fault{Kind: kind, To: "http://127.0.0.1:1/?access_token=" + secretText})
		}
		for _, token := range tokens {
			answers += string(w.Post(token, operation, variables))
		}
	}
	w.Graph.Faults().Clear()
	return answers
}

// misplace sends secrets where they do not belong.
func misplace(w *apptest.World) (answers string) {
	for _, h := range []hostile{
		{method: http.MethodGet, path: "/graphql?query={__typename}&access_token=" + secretText},
		{path: "/graphql?access_token=" + secretText, body: query("{ __typename }")},
		{header: map[string]string{"Authorization": "Basic " + secretText}, body: query("{ __typename }")},
		{header: map[string]string{"Cookie": "token=" + secretText, "X-Request-Id": "a " + secretText, "User-Agent": secretText}, body: query("{ __typename }")},
		{header: map[string]string{"Traceparent": secretText, "Tracestate": "a=" + secretText}, body: query("{ __typename }")},
		{body: text(`{"query":"{ __typename }","extensions":{"persistedQuery":"` + secretText + `"}}`)},
		{body: text(`{"query":"{ __typename }","variables":{"token":"` + secretText + `"`)},
	} {
		response, err := http.DefaultTransport.RoundTrip(h.request(w.T.Context(), w.T, w.URL))
		if err != nil {
			w.T.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		answers += fmt.Sprint(response.Header, string(body))
	}
	return answers
}

// What clients write into names and headers cannot begin a record of its own.
func TestLog_hasNoTokenThatAClientPutsWhereNamesBelong(t *testing.T) {
	t.Parallel()
	const token = "nobody_knows_its_form"
	var log safe
	t.Run("requests", func(t *testing.T) { // the program ends with it, and has logged all
		w := apptest.StartLogging(t, apptest.Demo(), slog.New(slog.NewTextHandler(&log, nil)), func(s *config.Settings) { s.AccessLog = true })
		for _, h := range []hostile{
			{header: map[string]string{"Authorization": "Bearer " + token, "X-Request-Id": token}, body: query("{ __typename }")},
			{header: map[string]string{"Authorization": "Bearer " + token, "X-Request-Id": "id-" + token}, body: query("{ __typename }")},
			{header: map[string]string{"Authorization": "Bearer " + token}, body: query("query " + token + " { __typename }")},
			{header: map[string]string{"Authorization": "Bearer " + token}, body: query("query My" + token + " { me { username } }")},
		} {
			response, err := http.DefaultTransport.RoundTrip(h.request(t.Context(), t, w.URL))
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
		}
	})
	if text := log.String(); strings.Contains(text, token) || !strings.Contains(text, "operation=(token)") {
		t.Errorf("the log says %s", text)
	}
}

func TestLog_hasOneRecordForEachRequestWhateverIsSent(t *testing.T) {
	t.Parallel()
	const forged = "level=ERROR msg=forged"
	requests := []hostile{
		{body: text(`{"query":"query Feed { __typename }","operationName":"Feed\n` + forged + `"}`)},
		{body: text(`{"query":"query Feed\n` + forged + ` { __typename }"}`)},
		{body: text(`{"query":"query Feed { __typename }","documentId":"a\r\n` + forged + `"}`)},
		{body: text(`{"query":"{ a\u2028` + forged + ` }"}`)},
		{header: map[string]string{"X-Request-Id": "a\t" + forged}, body: query("{ __typename }")},
		{method: http.MethodGet, path: "/graphql?operationName=Feed%0A" + strings.ReplaceAll(forged, " ", "%20") + "&query={__typename}"},
		{method: "QUIERO", path: "/graphql"},
	}
	for name, handler := range map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"JSON": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		var log safe
		t.Run(name, func(t *testing.T) { // the program ends with it, and has logged all
			w := apptest.StartLogging(t, apptest.Demo(), slog.New(handler(&log)), func(s *config.Settings) { s.AccessLog = true })
			for _, h := range requests {
				response, err := http.DefaultTransport.RoundTrip(h.request(t.Context(), t, w.URL))
				if err != nil {
					t.Fatal(err)
				}
				_ = response.Body.Close()
			}
		})
		if lines := strings.Count(log.String(), "\n"); lines != len(requests) || strings.Contains(log.String(), forged) {
			t.Errorf("%s: %d lines of %d requests: %s", name, lines, len(requests), log.String())
		}
	}
}
