package faults_test

import (
	"math/rand/v2"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// basicToken lacks all permissions but that to read the account and its media.
const basicToken = "IGAAdemobasic"

// refusable are fields and edges that random operations select often.
var refusable = []string{"biography", "caption", "comments", "insights", "media", "permalink", "replies", "tags", "text", "timestamp", "username"}

// Whatever is refused of a random operation, it costs few calls more than when all of
// it is answered. That it keeps to its bound, every operation is held to.
func TestOperation_costsFewCallsMoreForWhatIsRefused(t *testing.T) {
	t.Parallel()
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema := executable
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	for i, c := range []struct {
		name, token, refused string
		lookups              dialect.LookupMode
	}{
		{"a permission", localgraph.DemoToken, basicToken, dialect.IDs},
		{"a permission, of single look-ups", localgraph.DemoToken, basicToken, dialect.Single},
		{"a field", localgraph.DemoToken, localgraph.DemoToken, dialect.IDs},
		{"a field, with Facebook Login", apptest.FacebookToken, apptest.FacebookToken, dialect.Batch},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			graph := apptest.OpenGraph(t, localgraph.Options{Legacy: true})
			dice := rand.New(rand.NewPCG(uint64(i), 3))
			g := random.Generator{Rand: dice, Schema: schema, IDs: random.Pool(apptest.NewREST(t, graph, c.token), apptest.Account)}
			settings := func(s *config.Settings) { s.Lookups, s.Limits = c.lookups, apptest.Unlimited }
			whole := apptest.StartOver(t, graph, settings)
			for range rounds {
				operation := g.Operation()
				answered := whole.Do(c.token, operation, nil)
				if c.refused == c.token {
					for range 1 + dice.IntN(2) {
						graph.Faults().Add(localgraph.Fault{Kind: localgraph.FieldRefused, Field: g.Pick(refusable)})
					}
				}
				got := apptest.StartOver(t, graph, settings).Do(c.refused, operation, nil) // which remembers nothing yet
				graph.Faults().Clear()
				if calls, most := len(got.Extensions.Explain.Calls), len(answered.Extensions.Explain.Calls)+plan.MaxRepairs; calls > most {
					t.Errorf("%d calls, though at most %d were promised: %s\n%+v", calls, most, operation, got.Extensions.Explain.Calls)
				}
			}
		})
	}
}
