package faults_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/graph"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// unnamedRefusals are refusals that do not say what they are about, by code and subcode.
var unnamedRefusals = [][2]int{
	{3, 0}, {10, 0}, {12, 0}, {24, 0}, {100, 0}, {100, 33}, {110, 0}, {200, 0}, {803, 0}, {1357, 0}, {2500, 0}, {9009, 0}, {36110, 0},
}

// mostParts is for how many parts of a call the repairs are enough to find any of them.
const mostParts = 16

var (
	parameters = regexp.MustCompile(`\.\w+\([^)]*\)`)
	plainNames = regexp.MustCompile(`\b([a-z_]+)(?:[,}]|$)`)
)

// Where a random field of a random operation is refused, with whatever code, that field
// is lost, with the refusal at each of its places, and nothing else.
func TestOperation_losesOnlyTheFieldThatIsRefused(t *testing.T) {
	t.Parallel()
	executable, _, err := graph.NewSchema()
	if err != nil {
		t.Fatal(err)
	}
	rounds := 150
	if testing.Short() {
		rounds = 15
	}
	for i, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			server := apptest.OpenGraph(t, localgraph.Options{Legacy: true})
			set := func(s *config.Settings) { s.Lookups, s.Limits = v.Lookups, apptest.Unlimited }
			dice := rand.New(rand.NewPCG(uint64(i), 7))
			g := random.Generator{Rand: dice, Schema: executable.Schema(), IDs: random.Pool(apptest.NewREST(t, server, v.Token), v.Account)}
			well, tried := apptest.StartOver(t, server, set), 0
			for range rounds {
				operation := g.Operation()
				whole := well.Do(v.Token, operation, nil)
				field := refusableField(&g, whole)
				if field == "" {
					continue
				}
				tried++
				code := unnamedRefusals[dice.IntN(len(unnamedRefusals))]
				server.Faults().Add(localgraph.Fault{
					Kind: localgraph.OtherError, Field: field,
					Body: fmt.Sprintf(`{"error":{"message":"Sorry","type":"OAuthException","code":%d,"error_subcode":%d}}`, code[0], code[1]),
				})
				got := apptest.StartOver(t, server, set).Do(v.Token, operation, nil)
				server.Faults().Clear()
				left := errorsLeft{got.Errors}
				for _, problem := range lost(nil, whole.Data, got.Data, &left) {
					t.Errorf("%s, for %s was refused with %d\n%s", problem, field, code, operation)
				}
				for _, e := range got.Errors {
					if e.Message != "Sorry" {
						t.Errorf("%v: %s, for %s was refused with %d\n%s", e.Path, e.Message, field, code, operation)
					}
					if _, more := whereIs(whole.Data, e.Path).(map[string]any); more {
						t.Errorf("%v is lost as a whole, for %s was refused with %d\n%s\n%+v", e.Path, field, code, operation, got.Extensions.Explain.Calls)
					}
				}
			}
			if tried == 0 && !testing.Short() {
				t.Error("nothing was refused")
			}
		})
	}
}

// refusableField returns a plain field of nodes in the only call of an answer, empty where
// there are more calls, more parts than mostParts, or errors already.
func refusableField(g *random.Generator, a apptest.Answer) string {
	if len(a.Errors) > 0 || len(a.Extensions.Explain.Calls) != 1 {
		return ""
	}
	text := parameters.ReplaceAllString(a.Extensions.Explain.Calls[0].Fields, "")
	found := plainNames.FindAllStringSubmatch(text, -1)
	var names []string
	for _, name := range found {
		if plainEverywhere(g.Schema, name[1]) {
			names = append(names, name[1])
		}
	}
	if len(names) == 0 || len(found) > mostParts {
		return ""
	}
	return g.Pick(names)
}

// plainEverywhere reports whether a Graph API field has a plain value wherever it stands,
// and stands on nodes only: what holds a value is refused as a whole. Left apart are fields
// that say more than one thing: a total of a list, whose a comment is, and what needs one
// permission with other fields.
func plainEverywhere(schema *ast.Schema, name string) bool {
	on := func(types ...string) bool {
		return slices.ContainsFunc(types, func(of string) bool {
			return slices.ContainsFunc(schema.Types[of].Fields, func(f *ast.FieldDefinition) bool {
				return random.GraphName(f.Name) == name && schema.Types[f.Type.Name()].IsLeafType()
			})
		})
	}
	apart := slices.Contains([]string{"id", "media_count", "username"}, name) || strings.HasPrefix(name, "shopping_")
	return !apart && on("User", "Media", "Comment") && !on("Insight", "InsightValue", "CollaborationInvite")
}
