package reads_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// Random operations give what a resolver gives that asks for one thing at a time, also
// those that go on from cursors that others gave.
func TestOperation_givesWhatSingleCallsGive(t *testing.T) {
	t.Parallel()
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema := executable
	rounds := random.Rounds(100)
	var mu sync.Mutex
	led := map[string]bool{}
	t.Run("from", func(t *testing.T) {
		for i, v := range random.Viewpoints {
			t.Run(v.Name, func(t *testing.T) {
				t.Parallel()
				w := apptest.StartFaulty(t, localgraph.Options{Legacy: true}, nil, func(s *config.Settings) {
					s.Lookups, s.Limits = v.Lookups, apptest.Unlimited
				})
				direct := apptest.NewREST(t, w.Graph, v.Token)
				naive := newNaive(direct, schema, v.Account)
				g := random.Generator{Rand: rand.New(rand.NewPCG(uint64(i), 7)), Schema: schema, IDs: random.Pool(direct, v.Account), Cursors: map[string][]string{}}
				for range rounds {
					compare(t, w, v, naive, g.Operation())
					g.Cursors = naive.known()
				}
				mu.Lock()
				defer mu.Unlock()
				if media := "a cursor of " + random.List(v.Account, "media"); !naive.led[media] && !testing.Short() {
					t.Error("no operation went on from a cursor of the account's media")
				}
				maps.Copy(led, naive.led)
			})
		}
	})
	for realm, fields := range random.Onward {
		for name := range fields {
			if !led[realm+"."+name] && !testing.Short() {
				t.Errorf("no operation was led anywhere by %s of a %s", name, realm)
			}
		}
	}
}

// compare holds the answer to an operation to what the naive resolver gives.
func compare(t *testing.T, w *apptest.World, v random.Viewpoint, naive *naive, operation string) {
	t.Helper()
	document, errs := gqlparser.LoadQueryWithRules(naive.schema, operation, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("%v: %s", errs, operation)
	}
	got := w.Do(v.Token, operation, nil)
	for _, e := range got.Errors {
		if e.Extensions["code"] != "UNSUPPORTED" {
			t.Errorf("%+v: %s", e, operation)
		}
	}
	if path := naive.difference("data", got.Data, naive.query(document)); path != "" {
		t.Fatalf("%s\n%s", operation, path)
	}
}

// withoutWay returns a global id without the way to its node, and any other value as
// it is.
func withoutWay(value any) any {
	text, _ := value.(string)
	if id, err := globalid.Parse(text); err == nil {
		return globalid.New(id.Type, id.GraphID)
	}
	return value
}

// known returns the cursors so far by their lists, of the first items only: how long a
// list is, the naive resolver knows up to a limit.
func (n *naive) known() map[string][]string {
	known := map[string][]string{}
	for _, cursor := range slices.Sorted(maps.Keys(n.cursors)) {
		if p := n.cursors[cursor]; p.list != "" && p.index < 20 {
			known[p.list] = append(known[p.list], cursor)
		}
	}
	return known
}

// difference says where two values differ; links to files may differ by their
// server and signature, and any new text is a cursor.
func (n *naive) difference(path string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			return fmt.Sprintf("%s is %v, one by one %v", path, got, want)
		}
		for name, value := range want {
			if d := n.difference(path+"."+name, object[name], value); d != "" {
				return d
			}
		}
		return ""
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) != len(want) {
			return fmt.Sprintf("%s has %d items, one by one %d", path, len(items), len(want))
		}
		for i, value := range want {
			if d := n.difference(fmt.Sprintf("%s[%d]", path, i), items[i], value); d != "" {
				return d
			}
		}
		return ""
	case position:
		text, _ := got.(string)
		if before, known := n.cursors[text]; text == "" || known && before != want {
			return fmt.Sprintf("%s is %v, which is no cursor, or one at %v, want %v", path, got, before, want)
		}
		n.cursors[text] = want
		return ""
	case string:
		got = withoutWay(apptest.Unsigned(got))
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("%s is %v, one by one %v", path, got, want)
	}
	return ""
}
