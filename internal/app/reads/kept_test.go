package reads_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// told is what a client sees of an answer, but for how long calls took.
func told(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var a map[string]any
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatal(err)
	}
	calls := apptest.List(a, "extensions", "explain", "calls")
	for _, call := range calls {
		delete(call.(map[string]any), "durationMs")
		delete(call.(map[string]any), "cache")
	}
	slices.SortFunc(calls, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	extensions, _ := a["extensions"].(map[string]any)
	delete(extensions, "rateLimit")
	return a
}

// An answer that is made of kept answers of the Graph API is the one that was made of them
// when they came.
func TestOperation_isAnsweredFromKeptAnswersAsAtFirst(t *testing.T) {
	t.Parallel()
	w, given := apptest.Start(t, apptest.InMemory), 0
	for _, c := range apptest.Cases(t, "testdata/operations") {
		if len(c.Faults) > 0 || c.RefuseIDs || c.Lookups != "" || c.Timeout > 0 || len(c.Errors) > 0 {
			continue
		}
		if c.Token == "" {
			c.Token = localgraph.DemoToken
		}
		for range 2 { // what was refused is left out from the second time on, in a call of its own
			w.Post(c.Token, c.Operation, c.Variables)
		}
		made := told(t, w.Post(c.Token, c.Operation, c.Variables))
		w.Drain()
		again := told(t, w.Post(c.Token, c.Operation, c.Variables))
		if len(w.Drain()) > 0 || len(apptest.List(again, "extensions", "explain", "calls")) == 0 {
			continue // not all of it is kept, or there is nothing to keep
		}
		given++
		if !reflect.DeepEqual(made, again) {
			t.Errorf("%s: answered as %v\nthen as %v", c.Name, made, again)
		}
	}
	if given < 40 {
		t.Errorf("only %d operations were answered without a call", given)
	}
}

func TestOperation_isAnsweredFromKeptAnswersForItsVariables(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory)
	const query = `query($n: Int) { me { media(first: $n) { nodes { id } } } }`
	for range 3 {
		for n := range 3 {
			if got := apptest.List(w.Ask(localgraph.DemoToken, query, map[string]any{"n": n}), "me", "media", "nodes"); len(got) != n {
				t.Errorf("%d media for %d", len(got), n)
			}
		}
	}
}

func TestOperation_isNotAnsweredFromKeptQuotaUsage(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.InMemory)
	const query = `{ me { username } rateLimit { calls { lastHour } } }`
	for range 3 {
		w.Ask(localgraph.DemoToken, query, nil)
	}
	w.Ask(localgraph.DemoToken, `{ me { biography } }`, nil)
	if got := apptest.At(w.Ask(localgraph.DemoToken, query, nil), "rateLimit", "calls", "lastHour"); got != 2.0 {
		t.Errorf("%v calls are told, want 2", got)
	}
}
