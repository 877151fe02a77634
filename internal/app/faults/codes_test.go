package faults_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/app/apptest/random"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// lastingCodes are the codes and subcodes of Meta's errors that do not pass by themselves and are
// not about the token, the app or a quota: so what is refused with them can be a part. The quotas
// of publishing and of hashtags hold up nothing else, and the last ones have no rule.
//
// Source: Meta, Graph API: Handle Errors; Meta, Instagram Platform: Error Codes.
var lastingCodes = [][2]int{
	{-3, 0}, {-2, 2207020}, {-1, 2207053}, {-1, 2207073}, {1, 2207057}, {3, 0}, {3, 2228054}, {4, 2207051}, {10, 0}, {12, 0},
	{24, 0}, {24, 2207006}, {24, 2207008}, {24, 2207024}, {25, 2207050}, {100, 0}, {100, 33}, {100, 2207023}, {100, 2207040},
	{110, 2207013}, {200, 0}, {299, 0}, {352, 2207026}, {368, 0}, {506, 0}, {803, 0}, {2500, 0}, {3001, 2874010}, {9004, 2207052},
	{9005, 0}, {9009, 0}, {36000, 2207004}, {36001, 2207005}, {36003, 2207009}, {36004, 2207010}, {36104, 0}, {9, 0}, {18, 0}, {-1, 0}, {777, 0}, {36105, 0},
}

// place is where a part of an operation is refused.
type place struct {
	name, operation string
	// The fault's field or node is what is refused, and at is the path of the error.
	fault fault.Fault
	at    []any
	// silent is a kind of error that is not told there: what is not found is null.
	silent graphapi.Kind
}

// The places: a media is the second one of its list.
var places = []place{
	{name: "a field", operation: `{ me { username biography followersCount website } }`, fault: fault.Fault{Field: "biography"}, at: []any{"me", "biography"}},
	{name: "an edge", operation: `{ media(id: "17927651176397409") { caption permalink comments(first: 2) { nodes { text } } } }`, fault: fault.Fault{Field: "comments"}, at: []any{"media", "comments"}},
	{name: "an object", operation: `{ media(id: "17927651176397409") { caption permalink owner { username } } }`, fault: fault.Fault{Field: "owner"}, at: []any{"media", "owner"}},
	{name: "a row", operation: `{ me { username media(first: 4) { nodes { graphId caption } } } }`, fault: fault.Fault{Node: "17964543579443357"}, at: []any{"me", "media", "nodes", 1}},
	{name: "a comment", operation: `{ media(id: "17927651176397409") { caption comments(first: 5) { nodes { graphId } } } }`, fault: fault.Fault{Node: "17873728758263091"}, at: []any{"media", "comments", "nodes", 2}},
	{name: "the first comment", operation: `{ media(id: "17927651176397409") { caption comments(first: 5) { nodes { graphId } } } }`, fault: fault.Fault{Node: "17973676970451192"}, at: []any{"media", "comments", "nodes", 0}},
	{name: "a comment on a later page", operation: `{ media(id: "17927651176397409") { caption comments(first: 64) { nodes { graphId } } } }`, fault: fault.Fault{Node: "17839652402651782"}, at: []any{"media", "comments", "nodes", 55}},
	{name: "a comment of a row", operation: `{ me { username media(first: 3) { nodes { graphId comments(first: 4) { nodes { graphId } } } } } }`, fault: fault.Fault{Node: "17873728758263091"}, at: []any{"me", "media", "nodes", 0, "comments", "nodes", 2}},
	{name: "a field of a row", operation: `{ me { username media(first: 3) { nodes { graphId caption permalink } } } }`, fault: fault.Fault{Field: "caption", Node: "17964543579443357"}, at: []any{"me", "media", "nodes", 1, "caption"}},
	{name: "a field of a row without an id to ask by", operation: `{ me { username tags(first: 3) { nodes { graphId caption permalink } } } }`, fault: fault.Fault{Field: "caption", Node: "18047256403926758"}, at: []any{"me", "tags", "nodes", 1, "caption"}},
	{name: "an edge of a row", operation: `{ me { username media(first: 3) { nodes { graphId caption comments(first: 1) { nodes { text } } } } } }`, fault: fault.Fault{Field: "comments", Node: "17964543579443357"}, at: []any{"me", "media", "nodes", 1, "comments"}},
	{name: "a look-up", operation: `{ a: media(id: "17927651176397409") { caption } b: media(id: "17964543579443357") { caption } c: media(id: "17916971675450473") { caption } }`, fault: fault.Fault{Node: "17964543579443357"}, at: []any{"b"}, silent: graphapi.NotFound},
}

// Whatever the code of an error, and whether it names what it is about or not, it costs the part that
// is refused, be that a field, an edge, an object, a row of a list, or a look-up of several. Each code
// is tried at each place with one login type, in turn; with -short, at each fourth place.
func TestOperation_losesNothingButThePartWhateverTheCode(t *testing.T) {
	t.Parallel()
	for i, p := range places {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			server := apptest.OpenGraph(t, localgraph.Options{})
			well := apptest.StartOver(t, server)
			wholes := map[string]apptest.Answer{}
			for _, token := range []string{localgraph.DemoToken, apptest.FacebookToken} {
				wholes[token] = well.Do(token, p.operation, nil)
			}
			step := random.Every(1)
			for k := range (len(lastingCodes) - i%step + step - 1) / step {
				code := lastingCodes[k*step+i%step]
				token := []string{localgraph.DemoToken, apptest.FacebookToken}[(i+k)%2]
				words := "Sorry"
				if k/2%2 == 0 && p.fault.Field != "" {
					words = fmt.Sprintf("(#%d) %s is not available", code[0], p.fault.Field)
				}
				refusal := refusing(http.StatusBadRequest, words, code[0], code[1])
				refusal.Field, refusal.Node = p.fault.Field, p.fault.Node
				server.Faults().Add(refusal)
				got := apptest.StartOver(t, server).Do(token, p.operation, nil)
				server.Faults().Clear()
				kind := (&graphapi.Error{Status: http.StatusBadRequest, Code: code[0], Subcode: code[1]}).Kind()
				for _, problem := range p.lostBesides(kind, wholes[token], got) {
					t.Errorf("%d/%d %q with %s: %s\n%v", code[0], code[1], words, token, problem, got.Errors)
				}
			}
		})
	}
}

// lostBesides says what an answer lacks besides the part, and which errors stand elsewhere.
func (p place) lostBesides(kind graphapi.Kind, whole, got apptest.Answer) (problems []string) {
	at, left := p.at, errorsLeft{got.Errors}
	if kind == p.silent {
		left.errors = append(slices.Clone(left.errors), apptest.Error{Path: at})
	}
	for _, e := range got.Errors {
		if path := e.Path; fmt.Sprint(path) != fmt.Sprint(at) && (len(path) == 0 || p.fault.Field != "" || fmt.Sprint(path[:len(path)-1]) != fmt.Sprint(at)) {
			problems = append(problems, fmt.Sprintf("an error at %v", e.Path))
		}
	}
	problems = append(problems, lost(nil, whole.Data, got.Data, &left)...)
	if len(left.errors) > 0 {
		problems = append(problems, "an error that tells of nothing")
	}
	if list, ok := whereIs(whole.Data, at[:len(at)-1]).([]any); ok && p.fault.Field == "" {
		if short, _ := whereIs(got.Data, at[:len(at)-1]).([]any); len(short) != len(list)-1 {
			problems = append(problems, fmt.Sprintf("%d of %d rows", len(short), len(list)))
		}
	}
	return problems
}
