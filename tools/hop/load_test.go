package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func TestLoad_asksInTheNameOfManyViewersAndTellsTheFirstError(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	tokens := map[string]bool{}
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		tokens[r.Header.Get("Authorization")] = true
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path != "/graphql" || r.Header.Get("Content-Type") != "application/json" || string(body) != `{"query":"{ me }","variables":null}` {
			t.Errorf("%s with %v: %s", r.URL, r.Header, body)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"data":{"me":{"username":"metricsaurus"}}}`)
	}))
	defer s.Close()
	p, me := &process{host: strings.TrimPrefix(s.URL, "http://"), graphql: true}, row{login: instagram, query: "{ me }"}
	if err := greet(t.Context(), p, me, call{}, 5); err != nil || len(tokens) != 5 || !tokens["Bearer "+instagram.token+"~4"] {
		t.Errorf("%v: %v", tokens, err)
	}
	status = http.StatusServiceUnavailable
	for name, err := range map[string]error{
		"greeting": greet(t.Context(), p, me, call{}, 2),
		"load":     load(t.Context(), p, me, call{}, 10, 2),
	} {
		if err == nil || !strings.Contains(err.Error(), "503") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Close()
	if load(t.Context(), p, me, call{}, 10, 2) == nil || greet(t.Context(), p, me, call{}, 2) == nil {
		t.Error("no one listens, and that is well")
	}
}
