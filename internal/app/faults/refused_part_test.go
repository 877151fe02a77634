package faults_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// unnamedRefusals are refusals that do not say what they are about, by code and subcode.
var unnamedRefusals = [][2]int{
	{3, 0}, {10, 0}, {12, 0}, {24, 0}, {100, 0}, {100, 33}, {110, 0}, {200, 0}, {803, 0}, {1357, 0}, {2500, 0}, {9009, 0}, {36110, 0},
}

// mostParts is for how many parts of a call the repairs are enough to find any of them.
const mostParts = 16

// mostDrawn is how many operations are drawn until one has what a test is about, however few rounds
// there are.
const mostDrawn = 300

// refusalsOf are the ways in which a part is refused, by its name.
var refusalsOf = []func(dice *rand.Rand, name string) fault.Fault{
	func(dice *rand.Rand, _ string) fault.Fault {
		code := unnamedRefusals[dice.IntN(len(unnamedRefusals))]
		return refusing(http.StatusBadRequest, "Sorry", code[0], code[1])
	},
	func(_ *rand.Rand, name string) fault.Fault {
		return refusing(http.StatusBadRequest, "(#12) "+name+" field is deprecated for versions v24.0 and higher", 12, 0)
	},
	func(_ *rand.Rand, name string) fault.Fault {
		return refusing(http.StatusForbidden, "(#10) To use '"+name+"', your use of this endpoint must be reviewed", 10, 0)
	},
	func(*rand.Rand, string) fault.Fault {
		return refusing(http.StatusInternalServerError, "Sorry, an unknown error", 1, 0)
	},
	func(*rand.Rand, string) fault.Fault {
		return refusing(http.StatusInternalServerError, "Please reduce the amount of data you're asking for, then retry your request", -3, 0)
	},
}

func refusing(status int, message string, code, subcode int) fault.Fault {
	body := fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%d,"error_subcode":%d}}`, message, code, subcode)
	return fault.Fault{Kind: fault.OtherError, Status: status, Body: body}
}

// reaches say which of the calls for a part are refused: all, those for rows of one edge, or
// those whose answers hold one node; or that a second part is refused as well.
var reaches = []string{"everywhere", "one edge", "one node", "two parts"}

// Where any part of a random operation is refused, be it a field, an edge or an object at any
// depth, by whatever error, that part is lost, with this error at each of its places, and
// nothing else, as long as the repairs suffice: what they do not suffice for says so.
// GRAMQL_TEST_ROUNDS and GRAMQL_TEST_SEED try more operations, and others.
func TestOperation_losesOnlyThePartThatIsRefused(t *testing.T) {
	t.Parallel()
	schema, _, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	rounds := random.Rounds(20)
	for i, v := range random.Viewpoints {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			server := apptest.OpenGraph(t, localgraph.Options{Legacy: true})
			set := func(s *config.Settings) { s.Lookups, s.Limits = v.Lookups, apptest.Unlimited }
			dice := rand.New(rand.NewPCG(uint64(i), random.Seed(7)))
			g := random.Generator{Rand: dice, Schema: schema, IDs: random.Pool(apptest.NewREST(t, server, v.Token), v.Account)}
			well, tried := apptest.StartOver(t, server, set), 0
			for drawn := 0; drawn < rounds || drawn < mostDrawn && tried == 0; drawn++ {
				operation := g.Operation()
				whole := well.Do(v.Token, operation, nil)
				parts, all := refusableParts(schema, whole)
				if len(parts) == 0 {
					continue
				}
				tried++
				reach := g.Pick(reaches)
				faults := faultsOf(&g, parts, reach)
				server.Faults().Add(faults...)
				got := apptest.StartOver(t, server, set).Do(v.Token, operation, nil)
				server.Faults().Clear()
				for _, problem := range lostWith(schema, operation, faults, whole, got, min(plan.MaxRepairs+plan.MaxApart, all+4)) {
					t.Errorf("%s\nrefused %s: %+v\n%s\n%+v", problem, reach, faults, operation, got.Extensions.Explain.Calls)
				}
			}
			if tried == 0 && v.Account != apptest.Jayposiris && !testing.Short() { // who has few fields
				t.Error("nothing was refused")
			}
		})
	}
}

// faultsOf returns faults that refuse one of several parts, or two of them.
func faultsOf(g *random.Generator, parts []part, reach string) []fault.Fault {
	many := 1
	if reach == "two parts" {
		many = 2
	}
	faults := make([]fault.Fault, many)
	for i := range faults {
		p := parts[g.IntN(len(parts))]
		faults[i] = refusalsOf[g.IntN(len(refusalsOf))](g.Rand, p.name)
		faults[i].Field = p.name
		switch reach {
		case "one edge":
			faults[i].Edge = p.edge
		case "one node":
			faults[i].Node = g.Pick(g.IDs["Media"])
		}
	}
	return faults
}

// part is a field, an edge or an object that a call asks for, of the rows of an edge, or of the
// node itself.
type part struct{ edge, name string }

// refusableParts returns what the only call of an answer asks for, and how many parts the call
// has; nothing where there are more calls, more parts than mostParts, or errors already. Left apart is what says more than one
// thing: a total of a list, and what is asked for only to tell a node's type.
func refusableParts(schema *ast.Schema, a apptest.Answer) (parts []part, all int) {
	if len(a.Errors) > 0 || len(a.Extensions.Explain.Calls) != 1 {
		return nil, 0
	}
	list, err := fields.Parse(a.Extensions.Explain.Calls[0].Fields)
	if err != nil {
		return nil, 0
	}
	if account := list.Get("instagram_business_account"); account != nil {
		list = account.Fields
	}
	var walk func(edge string, list fields.List)
	walk = func(edge string, list fields.List) {
		for _, f := range list {
			if f.Name == "id" {
				continue
			}
			all++
			if !slices.Contains([]string{"media_count", "parent_id", "username"}, f.Name) && onNodes(schema, f.Name) {
				parts = append(parts, part{edge, f.Name})
			}
			walk(f.Name, f.Fields)
		}
	}
	walk("", list)
	if all > mostParts {
		return nil, 0
	}
	return parts, all
}

// onNodes reports whether a Graph API name stands on nodes under the same name in the schema,
// and nowhere in a value: a value may be refused as a whole.
func onNodes(schema *ast.Schema, name string) bool {
	on := func(types ...string) bool {
		return slices.ContainsFunc(types, func(of string) bool {
			return slices.ContainsFunc(schema.Types[of].Fields, func(f *ast.FieldDefinition) bool { return random.GraphName(f.Name) == name })
		})
	}
	return on("User", "Media", "Comment") && !on("Insight", "InsightValue", "CollaborationInvite") && !strings.HasPrefix(name, "shopping_")
}

// lostWith says what an answer lacks besides the parts that were refused, and which errors stand
// where no part was, or are not those of the refusals. Most is how many repairs there are.
func lostWith(schema *ast.Schema, operation string, refused []fault.Fault, whole, got apptest.Answer, most int) []string {
	left := errorsLeft{got.Errors}
	problems := lost(nil, whole.Data, got.Data, &left)
	document := gqlparser.MustLoadQueryWithRules(schema, operation, rules.NewDefaultRules())
	at := map[string]bool{}
	for _, e := range got.Errors {
		path := fmt.Sprint(e.Path)
		if at[path] {
			problems = append(problems, path+" has two errors")
		}
		at[path] = true
		if strings.Contains(e.Message, "could be told apart") {
			if callsOf(got) <= most {
				problems = append(problems, path+" was left out though repairs are left")
			}
			continue
		}
		f := fieldAt(document.Operations[0].SelectionSet, e.Path)
		named := slices.ContainsFunc(refused, func(r fault.Fault) bool {
			return r.Field == random.GraphName(f.Name) && strings.Contains(r.Body, fmt.Sprintf("%q", e.Message))
		})
		if !named {
			problems = append(problems, fmt.Sprintf("%s is lost at %s: %s", f.Name, path, e.Message))
		}
	}
	return problems
}
