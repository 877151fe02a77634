package faults_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// refusals are errors for good, with words that name nothing.
var refusals = []string{
	`{"error":{"message":"x","type":"OAuthException","code":777}}`,
	`{"error":{"message":"x","type":"OAuthException","code":10}}`,
	`{"error":{"message":"x","type":"OAuthException","code":100}}`,
	`{"error":{"message":"x","type":"OAuthException","code":24}}`,
	`{"error":{"message":"x","type":"OAuthException","code":803}}`,
	`{"error":{"message":"x","type":"OAuthException","code":9009}}`,
	`{"error":{"message":"x","type":"OAuthException","code":9005}}`,
	`{"error":{"message":"x","type":"OAuthException","code":100,"error_subcode":33}}`,
	`{"error":{"message":"(#100) Tried accessing nonexisting field (%s)","type":"OAuthException","code":100}}`,
}

// An operation that is asked again is answered as before, and costs no more than before:
// what was refused is remembered, and nothing else is. That neither takes more calls than
// its bound, nor costs more than estimated, every operation is held to.
func TestOperation_costsNoMoreAndIsAnsweredTheSameASecondTime(t *testing.T) {
	t.Parallel()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	rounds := random.Rounds(20)
	for i, c := range []struct {
		name, token, account string
		lookups              dialect.LookupMode
	}{
		{"with Basic Display", "IGQVdemojayposiris", "", dialect.Auto},
		{"with Instagram Login", localgraph.DemoToken, apptest.Account, dialect.Auto},
		{"with Facebook Login", apptest.FacebookToken, apptest.Account, dialect.Auto},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			graph := apptest.OpenGraph(t, localgraph.Options{})
			dice := rand.New(rand.NewPCG(uint64(i), 8))
			g := random.Generator{Rand: dice, Schema: schema, IDs: random.Pool(apptest.NewREST(t, graph, c.token), cmp.Or(c.account, "me"))}
			settings := func(s *config.Settings) { s.Lookups, s.Limits = c.lookups, apptest.Unlimited }
			for range rounds {
				operation := g.Operation()
				var faults []fault.Fault
				for range 1 + dice.IntN(2) {
					field := g.Pick(refusable)
					f := fault.Fault{Kind: fault.OtherError, Field: field, Body: strings.ReplaceAll(g.Pick(refusals), "%s", field)}
					if dice.IntN(3) == 0 && len(g.IDs["Media"]) > 0 {
						f.Node = g.Pick(g.IDs["Media"])
					}
					faults = append(faults, f)
				}
				graph.Faults().Add(faults...)
				w := apptest.StartOver(t, graph, settings)
				first := w.Do(c.token, operation, nil)
				second := w.Do(c.token, operation, nil)
				for again := 0; again < 3 && more(second, first) > 0; again++ { // look-ups that a busy machine parted
					second = w.Do(c.token, operation, nil)
				}
				graph.Faults().Clear()
				problems := changed(first, second)
				if len(problems) > 0 && more(first, apptest.StartOver(t, graph, settings).Do(c.token, operation, nil)) >= plan.MaxRepairs-1 {
					continue // what is left of a search that had no more calls goes on
				}
				for _, problem := range problems {
					t.Errorf("%s the second time, with %+v\n%s", problem, faults, operation)
				}
			}
		})
	}
}

// more returns how many calls more an answer took than another one.
func more(a, b apptest.Answer) int {
	return len(a.Extensions.Explain.Calls) - len(b.Extensions.Explain.Calls)
}

// changed says what a second answer to an operation has otherwise than the first, which
// left nothing to be asked again.
func changed(first, second apptest.Answer) (problems []string) {
	if n := more(second, first); n > 0 {
		problems = append(problems, fmt.Sprintf("%d calls more:\n%+v\n%+v", n, first.Extensions.Explain.Calls, second.Extensions.Explain.Calls))
	}
	if slices.ContainsFunc(first.Errors, func(e apptest.Error) bool { return e.Extensions["retryable"] == true }) {
		return problems
	}
	if !reflect.DeepEqual(first.Data, second.Data) {
		problems = append(problems, fmt.Sprintf("other data:\n%v\n%v", first.Data, second.Data))
	}
	if a, b := told(first.Errors), told(second.Errors); !slices.Equal(a, b) {
		problems = append(problems, fmt.Sprintf("other errors:\n%s\n%s", strings.Join(a, "\n"), strings.Join(b, "\n")))
	}
	return problems
}

// told returns the code, path and message of each error, in order.
func told(errs []apptest.Error) []string {
	var all []string
	for _, e := range errs {
		all = append(all, fmt.Sprintf("%v %v %s", e.Extensions["code"], e.Path, e.Message))
	}
	slices.Sort(all)
	return all
}
