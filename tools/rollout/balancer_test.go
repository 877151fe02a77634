package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// replicaNamed serves its name, and is ready as long as it says so.
func replicaNamed(t *testing.T, name string, ready func() bool) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/readyz":
			_, _ = io.WriteString(w, name)
		case !ready():
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func always() bool { return true }

// asked returns what the balancer answers to so many requests.
func asked(b *balancer, times int) (answers string) {
	for range times {
		w := httptest.NewRecorder()
		b.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql", http.NoBody))
		if w.Code != http.StatusOK {
			answers += "-"
			continue
		}
		answers += w.Body.String()
	}
	return answers
}

func TestBalancer_servesInTurnByThoseThatSaidTheyAreReady(t *testing.T) {
	t.Parallel()
	one, two := replicaNamed(t, "1", always), replicaNamed(t, "2", func() bool { return false })
	b := &balancer{}
	b.add(one)
	b.add(two)
	if got := asked(b, 1); got != "-" {
		t.Errorf("%s answered before anything was said", got)
	}
	for _, k := range b.backends {
		k.ready = isReady(t.Context(), k.base)
	}
	if got := asked(b, 3); got != "111" {
		t.Errorf("answered by %s", got)
	}
	b.backends[1].ready = true
	if got := asked(b, 4); got != "2121" && got != "1212" {
		t.Errorf("answered by %s", got)
	}
	b.remove(one)
	if got := asked(b, 2); got != "22" {
		t.Errorf("answered by %s", got)
	}
}

func TestBalancer_answersBadGatewayForAReplicaThatIsGone(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	b := &balancer{}
	b.add(gone.URL)
	b.backends[0].ready = true
	gone.Close()
	if got := asked(b, 1); got != "-" {
		t.Errorf("answered %s", got)
	}
	if isReady(t.Context(), gone.URL) {
		t.Error("it is ready")
	}
}

func TestBalancer_waitsUntilEnoughAreReady(t *testing.T) {
	t.Parallel()
	b := &balancer{}
	b.add(replicaNamed(t, "1", always))
	polling, end := context.WithCancel(t.Context())
	polled := make(chan struct{})
	go func() { defer close(polled); b.poll(polling) }()
	if err := b.untilReady(t.Context(), 1); err != nil {
		t.Error(err)
	}
	end()
	<-polled
	if err := b.untilReady(polling, 2); err == nil {
		t.Error("two of one are ready")
	}
}
