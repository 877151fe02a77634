package graph

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/graphapi/cache"
)

// aged is a store whose one answer came some minutes ago.
type aged struct{ cache.Store }

func (aged) Get(context.Context, cache.Key) (*cache.Answer, cache.Generation) {
	return cache.NewAnswer([]byte(`{"id":"1","username":"then"}`), 5*time.Minute, time.Now().Add(-330*time.Second)), 1
}

func (aged) Put(context.Context, cache.Key, *cache.Answer, cache.Generation) {}

func TestOperations_sayWhatIsStale(t *testing.T) {
	for name, store := range map[string]cache.Store{"stale": aged{}, "no": nil} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ me { username } }"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer IGAAcanned")
		w := httptest.NewRecorder()
		newCachedHandler(t, []byte(`{"id":"1","username":"now"}`), store).ServeHTTP(w, r)
		stale := store != nil
		if got := w.Body.String(); strings.Contains(got, `"cache":{"stale":true,"ageSeconds":330}`) != stale || strings.Contains(got, "then") != stale {
			t.Errorf("%s answer: %s", name, got)
		}
	}
}
