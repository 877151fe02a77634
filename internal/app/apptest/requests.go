package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/localgraph"
)

// Do sends one operation, and holds the answer to what is true of all: no token
// in it, a path, a code and a word on retries in each error, no more calls than
// were announced, and none of them with more nodes.
func (w *World) Do(token, operation string, variables map[string]any) Answer {
	w.T.Helper()
	body := w.Post(token, operation, variables)
	var a Answer
	if err := json.Unmarshal(body, &a); err != nil {
		w.T.Fatalf("%v: %s", err, body)
	}
	if explain := a.Extensions.Explain; len(explain.Calls) > explain.Bound {
		w.T.Errorf("%d calls, though at most %d were announced: %s", len(explain.Calls), explain.Bound, operation)
	}
	if cost := a.Extensions.Cost; cost.Actual > cost.Estimated {
		w.T.Errorf("it cost %d, though at most %d were estimated: %s", cost.Actual, cost.Estimated, operation)
	}
	for _, e := range a.Errors {
		code, _ := e.Extensions["code"].(string)
		_, retryable := e.Extensions["retryable"].(bool)
		if code == "GRAPHQL_VALIDATION_FAILED" || code == "GRAPHQL_PARSE_FAILED" || code == "BAD_USER_INPUT" && a.Data == nil {
			continue // of a document, or of variables, which have no path
		}
		if code == "" || !retryable || len(e.Path) == 0 {
			w.T.Errorf("an error without code, retryable or path: %+v", e)
		}
	}
	return a
}

// Ask is Do where no error is expected.
func (w *World) Ask(token, operation string, variables map[string]any) map[string]any {
	w.T.Helper()
	a := w.Do(token, operation, variables)
	if len(a.Errors) > 0 {
		w.T.Fatalf("%s %v: %+v", operation, variables, a.Errors)
	}
	return a.Data
}

// Send sends one operation.
func (w *World) Send(ctx context.Context, token, operation string, variables map[string]any) (*http.Response, error) {
	request, _ := json.Marshal(map[string]any{
		"query": operation, "variables": variables, "extensions": map[string]any{"explain": true},
	})
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(request))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// Post sends one operation and returns the body of the answer.
func (w *World) Post(token, operation string, variables map[string]any) []byte {
	w.T.Helper()
	response, err := w.Send(w.T.Context(), token, operation, variables)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, secret := range secrets(token) {
		if strings.Contains(string(body), secret) {
			w.T.Errorf("the answer holds a token: %s", body)
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

// PostRaw posts a request as it stands, with the demo token, and returns the status, and the answer.
func (w *World) PostRaw(body string) (int, Answer) {
	w.T.Helper()
	r, _ := http.NewRequestWithContext(w.T.Context(), http.MethodPost, w.URL, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return w.RoundTrip(r)
}

// RoundTrip sends a request with the demo token and returns the status, and the answer.
func (w *World) RoundTrip(r *http.Request) (int, Answer) {
	w.T.Helper()
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.T.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var a Answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		w.T.Fatal(err)
	}
	return response.StatusCode, a
}
