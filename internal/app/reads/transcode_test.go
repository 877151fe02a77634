package reads_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
)

// raw is an answer of which the data is not read.
type raw struct {
	Data, Errors json.RawMessage
	Extensions   struct {
		Cost    json.RawMessage
		Explain struct {
			Execution, Because string
			Bound              int
			Calls              []struct{ Path, Fields string }
		}
	}
}

// Random operations are answered directly as they are by resolvers, and the second time as the
// first: with the same bytes, errors, cost, bound and calls.
func TestOperation_isAnsweredDirectlyAsByResolvers(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	rounds := random.Rounds(60)
	for i, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			server := apptest.OpenGraph(t, localgraph.Options{Legacy: true})
			start := func(transcode bool) *apptest.World {
				return apptest.StartOver(t, server, func(s *config.Settings) {
					s.Lookups, s.Limits, s.Transcode = v.Lookups, apptest.Unlimited, transcode
				})
			}
			directly, resolved := start(true), start(false)
			g := random.Generator{Rand: rand.New(rand.NewPCG(uint64(i), 11)), Schema: schema, IDs: random.Pool(apptest.NewREST(t, server, v.Token), v.Account), Cursors: cursorsOf(t, resolved, v), Directly: &random.Login{Mapping: m, Login: dialect.OfToken(v.Token).Login}}
			direct, because := 0, map[string]int{}
			for range rounds {
				operation := g.Operation()
				got, want := post(t, directly, v.Token, operation), post(t, resolved, v.Token, operation)
				if got.Extensions.Explain.Execution == "direct" {
					direct++
					same(t, operation, post(t, directly, v.Token, operation), want) // by the plan and program that are kept
				}
				because[got.Extensions.Explain.Because]++
				same(t, operation, got, want)
			}
			t.Logf("%d of %d are direct; the others are not: %v", direct, rounds, because)
			if direct < rounds/2 && !testing.Short() {
				t.Error("less than half")
			}
		})
	}
}

// cursorsOf returns the cursors on the first pages of the account's connections.
func cursorsOf(t *testing.T, w *apptest.World, v random.Viewpoint) map[string][]string {
	t.Helper()
	known := map[string][]string{}
	for field, way := range random.Onward["User"] {
		if way.How != random.Paged || way.Params != "" {
			continue
		}
		args := "first: 2"
		for range 2 {
			var found any
			if err := json.Unmarshal(post(t, w, v.Token, `{ me { `+field+`(`+args+`) { edges { cursor } pageInfo { endCursor hasNextPage } } } }`).Data, &found); err != nil {
				t.Fatal(err)
			}
			for _, edge := range apptest.List(found, "me", field, "edges") {
				known[random.List(v.Account, field)] = append(known[random.List(v.Account, field)], apptest.At(edge, "cursor").(string))
			}
			if apptest.At(found, "me", field, "pageInfo", "hasNextPage") != true {
				break
			}
			args = fmt.Sprintf("first: 3, after: %q", apptest.At(found, "me", field, "pageInfo", "endCursor"))
		}
	}
	return known
}

// link is a link to a file, whose server and signature differ each time.
var link = regexp.MustCompile(`http://[^"/]*(/media/[^"?]*)[^"]*`)

func post(t *testing.T, w *apptest.World, token, operation string) (a raw) {
	t.Helper()
	if err := json.Unmarshal(link.ReplaceAll(w.Post(token, operation, nil), []byte("$1")), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// same holds an answer to another of the same operation.
func same(t *testing.T, operation string, got, want raw) {
	t.Helper()
	g, w := got.Extensions, want.Extensions
	if string(got.Data) != string(want.Data) || string(got.Errors) != string(want.Errors) {
		t.Errorf("%s, %s:\n%s %s\nresolved:\n%s %s", operation, g.Explain.Execution, got.Data, got.Errors, want.Data, want.Errors)
	}
	if len(w.Explain.Calls) > 1 && g.Explain.Execution == "resolved" {
		return // look-ups share calls as they happen to meet
	}
	if string(g.Cost) != string(w.Cost) || g.Explain.Bound != w.Explain.Bound || len(g.Explain.Calls) != len(w.Explain.Calls) {
		t.Errorf("%s, %s: cost %s, bound %d, %d calls; resolved: cost %s, bound %d, %d calls", operation, g.Explain.Execution,
			g.Cost, g.Explain.Bound, len(g.Explain.Calls), w.Cost, w.Explain.Bound, len(w.Explain.Calls))
	}
}
