package hostile_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// Beside 500 connections that say nothing come 300 operations at once.
func TestCrowd_isAnsweredOrToldToComeAgain(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.MaxOperations, s.MaxWaiting = 8, 16 })
	address := strings.TrimSuffix(strings.TrimPrefix(w.URL, "http://"), "/graphql")
	for range 500 {
		idle, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = idle.Close() }()
	}
	var mu sync.Mutex
	statuses := map[int]int{}
	var all sync.WaitGroup
	for i := range 300 {
		token := localgraph.DemoToken
		if i%2 == 0 {
			token = apptest.FacebookToken
		}
		all.Go(func() {
			response, err := w.Send(t.Context(), token, "{ me { username } }", nil)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(response.Body)
			answered := strings.Contains(string(body), `"username":"metricsaurus"`)
			if err != nil || answered != (response.StatusCode == http.StatusOK) || !answered && response.Header.Get("Retry-After") == "" {
				t.Errorf("status %d, %v: %s", response.StatusCode, err, body)
			}
			mu.Lock()
			defer mu.Unlock()
			statuses[response.StatusCode]++
		})
	}
	all.Wait()
	if statuses[http.StatusOK]+statuses[http.StatusServiceUnavailable] != 300 || statuses[http.StatusOK] == 0 {
		t.Errorf("statuses %v, want 200 or 503", statuses)
	}
	w.Ask(localgraph.DemoToken, "{ me { username } }", nil) // as if nothing had been
}
