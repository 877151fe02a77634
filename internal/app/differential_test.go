package app_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// viewpoint is a token, the account it belongs to, and a way to look nodes up.
type viewpoint struct {
	name, token, account string
	lookups              dialect.LookupMode
}

var viewpoints = []viewpoint{
	{name: "Basic Display", token: "IGQVdemojayposiris", account: jayposiris, lookups: dialect.Single},
	{name: "Instagram Login", token: localgraph.DemoToken, account: account, lookups: dialect.IDs},
	{name: "Facebook Login", token: facebookToken, account: business, lookups: dialect.Batch},
	{name: "Instagram Login, one by one", token: localgraph.DemoToken, account: account, lookups: dialect.Single},
}

// unlimited lets any random operation through.
var unlimited = config.Limits{
	Tokens: 1e6, Depth: 1e6, Fields: 1e6, Aliases: 1e6, RootFields: 1e6, Comparisons: 1e6, Cost: 1e9, Errors: 5, FieldErrors: 1e9, Body: 1e6, Header: 1e5, Introspection: 1e9,
}

// Random operations give what a resolver gives that asks for one thing at a time.
func TestOperation_givesWhatSingleCallsGive(t *testing.T) {
	t.Parallel()
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema := executable
	rounds := 100
	if testing.Short() {
		rounds = 15
	}
	var mu sync.Mutex
	led := map[string]bool{}
	t.Run("from", func(t *testing.T) {
		for i, v := range viewpoints {
			t.Run(v.name, func(t *testing.T) {
				t.Parallel()
				w := startFaulty(t, localgraph.Options{Legacy: true}, nil, func(s *config.Settings) {
					s.Lookups, s.Limits = v.lookups, unlimited
				})
				naive := newNaive(rest{t, w.graph, v.token}, schema, v.account)
				g := generator{Rand: rand.New(rand.NewPCG(uint64(i), 2)), schema: schema, ids: naive.pool()}
				for range rounds {
					compare(t, w, v, naive, g.operation())
				}
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(led, naive.led)
			})
		}
	})
	for realm, fields := range onward {
		for name := range fields {
			if !led[realm+"."+name] && !testing.Short() {
				t.Errorf("no operation was led anywhere by %s of a %s", name, realm)
			}
		}
	}
}

// compare holds the answer to an operation to what the naive resolver gives.
func compare(t *testing.T, w *world, v viewpoint, naive *naive, operation string) {
	t.Helper()
	document, errs := gqlparser.LoadQueryWithRules(naive.schema, operation, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("%v: %s", errs, operation)
	}
	got := w.do(v.token, operation, nil)
	for _, e := range got.Errors {
		if e.Extensions["code"] != "UNSUPPORTED" {
			t.Errorf("%+v: %s", e, operation)
		}
	}
	if path := difference("data", got.Data, naive.query(document)); path != "" {
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

// difference says where two values differ; links to files may differ by their
// server and signature.
func difference(path string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			return fmt.Sprintf("%s is %v, one by one %v", path, got, want)
		}
		for name, value := range want {
			if d := difference(path+"."+name, object[name], value); d != "" {
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
			if d := difference(fmt.Sprintf("%s[%d]", path, i), items[i], value); d != "" {
				return d
			}
		}
		return ""
	case string:
		got = withoutWay(unsigned(got))
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("%s is %v, one by one %v", path, got, want)
	}
	return ""
}
