package serving_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// askAll has each token's operation asked so many times at once, and returns what
// came, by token.
func askAll(w *apptest.World, times int, tokens ...string) map[string]map[string]int {
	var mu sync.Mutex
	got := map[string]map[string]int{}
	var all sync.WaitGroup
	for i := range times * len(tokens) {
		token := tokens[i%len(tokens)]
		all.Go(func() {
			data, _ := json.Marshal(w.Do(token, apptest.MyMedia, nil).Data)
			mu.Lock()
			defer mu.Unlock()
			if got[token] == nil {
				got[token] = map[string]int{}
			}
			got[token][string(data)]++
		})
	}
	all.Wait()
	return got
}

func TestCache_identicalQueriesAtOnceAreOneCall(t *testing.T) {
	t.Parallel()
	for _, tokens := range [][]string{{localgraph.DemoToken}, {localgraph.DemoToken, apptest.FacebookToken}} {
		w := apptest.Start(t, apptest.InMemory)
		w.Delay = 100 * time.Millisecond
		got := askAll(w, 200, tokens...)
		if calls := w.Drain(); len(calls) != len(tokens) {
			t.Errorf("%d calls for %d viewers: %v", len(calls), len(tokens), calls)
		}
		for token, answers := range got {
			if len(answers) != 1 {
				t.Errorf("%s… was given %d different answers", token[:4], len(answers))
			}
		}
	}
}

func TestCache_noViewerSeesAnothersData(t *testing.T) {
	t.Parallel()
	tokens := map[string]string{}
	for _, demo := range localgraph.DemoTokens() {
		tokens[demo.Token] = ""
	}
	alone, w := apptest.Start(t), apptest.Start(t, apptest.InMemory)
	var list []string
	for token := range tokens {
		data, _ := json.Marshal(alone.Do(token, apptest.MyMedia, nil).Data)
		tokens[token] = string(data)
		list = append(list, token)
	}
	for token, answers := range askAll(w, 400/len(list)+1, list...) {
		if n := answers[tokens[token]]; n != 400/len(list)+1 {
			t.Errorf("%s… was given what is not its own", token[:4])
		}
	}
}

func TestCache_ofAViewerIsLeftAloneByAllThatAnotherAsks(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory, func(s *config.Settings) { s.CacheSize = 1 << 20 })
	const quiet, noisy = localgraph.DemoToken, apptest.FacebookToken
	w.Ask(quiet, apptest.MyMedia, nil)
	for n := range 100 {
		w.Ask(noisy, "query($n: Int) { me { media(first: $n) { nodes { id caption permalink mediaUrl timestamp } } } }", map[string]any{"n": 248 - n})
	}
	w.Drain()
	w.Ask(quiet, apptest.MyMedia, nil)
	if calls := w.Drain(); len(calls) > 0 {
		t.Errorf("the answer is asked for again: %v", calls)
	}
}

func TestCache_helpsNoBadToken(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory)
	w.Ask(localgraph.DemoToken, apptest.MyMedia, nil)
	for _, token := range []string{"", localgraph.DemoToken + "x"} {
		got := w.Do(token, apptest.MyMedia, nil)
		if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != "UNAUTHENTICATED" || got.Data["me"] != nil {
			t.Errorf("token %q: %+v", token, got)
		}
	}
}

func TestCache_keepsABatchOfPagesOfOneAccount(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory)
	const pages = `{ me { username a: media(first: 1) { nodes { id } } b: media(first: 2, until: "2025-01-01T00:00:00Z") { nodes { id caption } } } }`
	first, second := w.Do(apptest.FacebookToken, pages, nil), w.Do(apptest.FacebookToken, pages, nil)
	if calls := w.Drain(); !slices.Equal(calls, []string{"POST /v25.0/ batch of 2"}) {
		t.Errorf("calls = %v", calls)
	}
	if told := second.Extensions.Explain.Calls; len(told) != 1 || told[0].Cache != "hit" || len(told[0].IDs) != 0 || len(told[0].Batch) != 2 {
		t.Errorf("explain tells of %+v", told)
	}
	if !reflect.DeepEqual(first.Data, second.Data) {
		t.Errorf("answered %v, then %v", first.Data, second.Data)
	}
}

func TestCache_isPassedByOnRequest(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory)
	for range 3 { // from the Graph API, from its answer, from what was made of that
		w.Ask(localgraph.DemoToken, apptest.MyMedia, nil)
	}
	if calls := w.Drain(); len(calls) != 1 {
		t.Fatalf("calls = %v", calls)
	}
	body, _ := json.Marshal(map[string]string{"query": apptest.MyMedia})
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL, strings.NewReader(string(body)))
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cache-Control", "max-age=0, no-cache")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := response.Header.Get("Cache-Control"); got != "private" {
		t.Errorf("Cache-Control: %s", got)
	}
	if calls := w.Drain(); len(calls) != 1 {
		t.Errorf("calls = %v", calls)
	}
}
