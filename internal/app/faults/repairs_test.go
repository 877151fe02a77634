package faults_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// basicToken lacks all permissions but that to read the account and its media.
const basicToken = "IGAAdemobasic"

// refusable are fields and edges that random operations select often.
var refusable = []string{"biography", "caption", "comments", "insights", "media", "permalink", "replies", "tags", "text", "timestamp", "username"}

// Whatever is refused of a random operation, the rest is answered as without the refusal,
// each place of what is refused has one error, and it costs few calls more. That it
// keeps to its bound, every operation is held to. GRAMQL_TEST_ROUNDS and GRAMQL_TEST_SEED try more of
// them, and others.
func TestOperation_costsFewCallsMoreForWhatIsRefused(t *testing.T) {
	t.Parallel()
	executable, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	schema := executable
	rounds := random.Rounds(15)
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
			dice := rand.New(rand.NewPCG(uint64(i), random.Seed(3)))
			g := random.Generator{Rand: dice, Schema: schema, IDs: random.Pool(apptest.NewREST(t, graph, c.token), apptest.Account)}
			settings := func(s *config.Settings) { s.Lookups, s.Limits = c.lookups, apptest.Unlimited }
			whole := apptest.StartOver(t, graph, settings)
			for range rounds {
				operation := g.Operation()
				answered := whole.Do(c.token, operation, nil)
				var refused []string
				if c.refused == c.token {
					for range 1 + dice.IntN(2) {
						refused = append(refused, g.Pick(refusable))
						graph.Faults().Add(fault.Fault{Kind: fault.FieldRefused, Field: refused[len(refused)-1]})
					}
				}
				got := apptest.StartOver(t, graph, settings).Do(c.refused, operation, nil) // which remembers nothing yet
				graph.Faults().Clear()
				for _, problem := range lostBesides(operation, schema, refused, answered, got) {
					t.Errorf("%s, for %q was refused\n%s\n%+v", problem, refused, operation, got.Extensions.Explain.Calls)
				}
				if calls, most := callsOf(got), callsOf(answered)+plan.MaxRepairs+plan.MaxApart; calls > most {
					t.Errorf("%d calls, though at most %d were promised: %s\n%+v", calls, most, operation, got.Extensions.Explain.Calls)
				}
			}
		})
	}
}

// callsOf returns how many calls an answer took, apart from the one that finds the token's
// own account: a program that has answered others need not make that.
func callsOf(a apptest.Answer) int {
	calls := 0
	for _, call := range a.Extensions.Explain.Calls {
		if call.Fields != "instagram_business_account{id}" {
			calls++
		}
	}
	return calls
}

// lostBesides says what an answer lacks besides what was refused, and which errors stand
// at fields that neither were refused nor hold what was, unless they say that more was
// refused than could be told apart. Without names, whatever has an error was refused.
func lostBesides(operation string, schema *ast.Schema, refused []string, whole, got apptest.Answer) (problems []string) {
	news := slices.DeleteFunc(slices.Clone(got.Errors), func(e apptest.Error) bool { return whereIs(whole.Data, e.Path) == nil })
	left := errorsLeft{news}
	problems = lost(nil, whole.Data, got.Data, &left)
	for _, e := range left.errors {
		problems = append(problems, fmt.Sprintf("nothing is lost at %v: %s", e.Path, e.Message))
	}
	document := gqlparser.MustLoadQueryWithRules(schema, operation, rules.NewDefaultRules())
	for _, e := range news {
		f := fieldAt(document.Operations[0].SelectionSet, e.Path)
		if len(refused) > 0 && !holdsAny(f, refused) && !strings.Contains(e.Message, "could be told apart") {
			problems = append(problems, fmt.Sprintf("%s is lost at %v: %s", f.Name, e.Path, e.Message))
		}
	}
	return problems
}

// fieldAt returns the field that an error's path ends at.
func fieldAt(selections ast.SelectionSet, path []any) (at *ast.Field) {
	for _, step := range path {
		if key, ok := step.(string); ok {
			for _, f := range fieldsOf(selections) {
				if f.Alias == key {
					at = f
				}
			}
			selections = at.SelectionSet
		}
	}
	return at
}

// holdsAny reports whether a field, or one within it, has one of these names upstream.
func holdsAny(f *ast.Field, names []string) bool {
	value := f.Name == "collaborators" && slices.Contains(names, "username") // a value is refused as a whole, whatever one place asks of it
	return value || slices.Contains(names, random.GraphName(f.Name)) ||
		slices.ContainsFunc(fieldsOf(f.SelectionSet), func(inner *ast.Field) bool { return holdsAny(inner, names) })
}

// fieldsOf returns the fields that are selected, also through fragments.
func fieldsOf(selections ast.SelectionSet) (fields []*ast.Field) {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			fields = append(fields, s)
		case *ast.InlineFragment:
			fields = append(fields, fieldsOf(s.SelectionSet)...)
		case *ast.FragmentSpread:
			fields = append(fields, fieldsOf(s.Definition.SelectionSet)...)
		}
	}
	return fields
}
