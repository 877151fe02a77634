package hostile_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

func TestOverload_refusesOperationsAndNothingElse(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Slow, Delay: time.Minute}}, func(s *config.Settings) {
		s.MaxOperations, s.MaxWaiting, s.RequestTimeout = 1, 0, time.Minute
	})
	ctx, leave := context.WithCancel(t.Context())
	var first sync.WaitGroup
	first.Go(func() {
		if response, err := w.Send(ctx, localgraph.DemoToken, "{ me { username } }", nil); err == nil {
			_ = response.Body.Close()
			t.Errorf("an answer came: status %d", response.StatusCode)
		}
	})
	w.Until("the only place is taken", func() bool { return w.InFlight() == 1 })

	var refused apptest.Answer
	if err := json.Unmarshal(w.Post(apptest.FacebookToken, "{ me { username } }", nil), &refused); err != nil {
		t.Fatal(err)
	}
	if len(refused.Errors) != 1 || refused.Errors[0].Extensions["code"] != "RATE_LIMITED" || refused.Errors[0].Extensions["retryAfter"] != float64(1) {
		t.Errorf("%+v", refused)
	}
	base := strings.TrimSuffix(w.URL, "/graphql")
	for _, page := range []string{"/", "/healthz", "/readyz"} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+page, nil)
		r.Header.Set("Accept", "text/html")
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", page, response.StatusCode)
		}
	}
	leave()
	first.Wait()
}
