package hostile_test

import (
	"context"
	"fmt"
	"io"
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

const (
	quietToken = localgraph.DemoToken
	noisyToken = apptest.FacebookToken
	// newToken is one that no call was made with yet.
	newToken = "IGAAdemobasic"
)

// slowFor starts the program over a local graph that does not answer the calls with
// a token before the test ends.
func slowFor(t *testing.T, token string, places int) *apptest.World {
	t.Helper()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Slow, Delay: time.Hour, Token: token}}, func(s *config.Settings) {
		s.MaxOperations = places
	})
	w.Ask(quietToken, "{ me { username } }", nil) // the token works
	return w
}

// crowd sends an operation many times at once, until the test ends, and returns a
// function that counts the answers by status.
func crowd(t *testing.T, w *apptest.World, n int, token, operation string) func(status int) int {
	ctx, leave := context.WithCancel(t.Context())
	var mu sync.Mutex
	statuses := map[int]int{}
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			response, err := w.Send(ctx, token, operation, nil)
			if err != nil {
				return // the test has ended
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			statuses[response.StatusCode]++
		})
	}
	t.Cleanup(func() { leave(); all.Wait() })
	return func(status int) int {
		mu.Lock()
		defer mu.Unlock()
		return statuses[status]
	}
}

func TestFairness_tokensNeverSeenToWorkKeepNobodyOut(t *testing.T) {
	t.Parallel()
	w := slowFor(t, newToken, 8)
	crowd(t, w, 50, newToken, "{ me { username } }")
	w.Until("one of them is inside", func() bool { return w.InFlight() == 1 })
	for range 20 {
		w.Ask(quietToken, "{ me { username } }", nil)
	}
}

// costly is estimated at more than 8,000, and so takes nine places or more.
const costly = "{ me { media(first: 100) { nodes { id comments(first: 50) { nodes { id text } } } } } }"

func TestFairness_costlyOperationsOfOneViewerKeepNobodyOut(t *testing.T) {
	t.Parallel()
	w := slowFor(t, noisyToken, 16)
	crowd(t, w, 50, noisyToken, costly)
	w.Until("one of them is inside", func() bool { return w.InFlight() == 1 })
	for range 20 {
		w.Ask(quietToken, "{ me { username } }", nil)
	}
	if inside := w.InFlight(); inside != 1 {
		t.Errorf("%d costly operations are inside at once", inside)
	}
}

func TestFairness_aCostlyOperationWithoutPlacesIsAnswered503(t *testing.T) {
	t.Parallel()
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{{Kind: fault.Slow, Delay: time.Hour, Token: noisyToken, Field: "comments"}}, func(s *config.Settings) {
		s.MaxOperations, s.MaxWaiting = 16, 0
	})
	w.Ask(noisyToken, "{ me { username } }", nil)
	crowd(t, w, 1, noisyToken, costly)
	w.Until("one is inside", func() bool { return w.InFlight() == 1 })
	response, err := w.Send(t.Context(), noisyToken, costly, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") != "1" {
		t.Errorf("status %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	if !strings.Contains(string(body), `"code":"RATE_LIMITED"`) || strings.Contains(string(body), `"data"`) {
		t.Errorf("%s", body)
	}
	w.Ask(noisyToken, "{ me { username } }", nil)
}

func TestFairness_aliasesTakePlacesByWhatTheyAnswer(t *testing.T) {
	t.Parallel()
	var aliases strings.Builder
	for i := range 480 {
		_, _ = fmt.Fprintf(&aliases, " a%d: caption", i)
	}
	large := "{ me { media(first: 248) { nodes {" + aliases.String() + " } } } }"
	w := slowFor(t, noisyToken, 16)
	crowd(t, w, 50, noisyToken, large)
	w.Until("one of them is inside", func() bool { return w.InFlight() == 1 })
	for range 20 {
		w.Ask(quietToken, "{ me { username } }", nil)
	}
	if inside := w.InFlight(); inside != 1 {
		t.Errorf("%d large answers are made at once", inside)
	}
}
