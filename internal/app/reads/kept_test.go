package reads_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
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

// What is kept of a document, its plan for one, is the same for all viewers, and has nothing
// of the one who sent the document first.
func TestOperation_isPlannedOnceForViewersWithCursorsOfTheirOwn(t *testing.T) {
	t.Parallel()
	const first, next = `{ me { media(first: 1) { edges { cursor } } } }`, `query($c: String) { me { media(first: 1, after: $c) { nodes { id } } } }`
	for _, transcode := range []bool{true, false} {
		w := apptest.Start(t, func(s *config.Settings) { s.Transcode = transcode })
		cursors := map[string]any{}
		for range 2 {
			for _, token := range []string{localgraph.DemoToken, otherToken} {
				cursors[token] = apptest.At(w.Ask(token, first, nil), "me", "media", "edges", 0, "cursor")
			}
		}
		for token, other := range map[string]string{localgraph.DemoToken: otherToken, otherToken: localgraph.DemoToken} {
			if nodes := apptest.List(w.Ask(token, next, map[string]any{"c": cursors[token]}), "me", "media", "nodes"); len(nodes) != 1 {
				t.Errorf("%d media behind the first of one's own", len(nodes))
			}
			if a := w.Do(token, next, map[string]any{"c": cursors[other]}); a.Code() != "BAD_USER_INPUT" {
				t.Errorf("a cursor of another account: %+v", a)
			}
		}
	}
}

// otherToken is of another account with Instagram Login.
const otherToken = "IGAAdemocretaceous"
