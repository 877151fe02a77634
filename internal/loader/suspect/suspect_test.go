package suspect_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// call is a call that was refused: what it asked for, and its error.
type call struct {
	Login, Query string
	Variables    map[string]any
	// Again are the places of edges that the call is made for again.
	Again []string
	// Error is the Graph API's; Failure is the text of an error that is not.
	Error   graphapi.Error
	Failure string
}

// expansion returns what the call asked for: what is wanted of me, or else of the first
// node that is looked up. The second result is the dialect of the call's viewer.
func (c call) expansion(t *testing.T) (*expansion.Expansion, *dialect.Dialect) {
	t.Helper()
	p, _ := plantest.Case{Login: c.Login, Query: c.Query, Variables: c.Variables}.Compile(t)
	n := p.Me
	if n == nil {
		n = p.Lookups()[0].Node
	}
	for _, again := range c.Again {
		i := slices.IndexFunc(n.Parts(), func(p expansion.Part) bool { return place(p) == again })
		if i < 0 {
			t.Fatalf("%s is nowhere in %s", again, n)
		}
		p := n.Parts()[i]
		p.Of.Edge(p.Key).Again = true
	}
	return n, p.Dialect
}

func TestPoints_isTrueOfWhatAnErrorSaysByItself(t *testing.T) {
	t.Parallel()
	const query = `{ me { biography mentionedMedia(mediaId: "7") { caption } insights(metrics: [REACH], period: DAY) { name } media(first: 2, since: "2017-01-01T00:00:00Z") { nodes { caption } } } }`
	n, _ := call{Login: "facebook", Query: query}.expansion(t)
	parts := map[string]expansion.Part{}
	for _, p := range n.Parts() {
		parts[p.Name] = p
	}
	for name, c := range map[string]struct {
		part string
		err  graphapi.Error
		want bool
	}{
		"no words":                {"biography", graphapi.Error{Code: 100, Message: "No"}, false},
		"the part's name":         {"biography", graphapi.Error{Code: 100, Message: "(#100) biography field is bad"}, true},
		"another part's name":     {"insights", graphapi.Error{Code: 100, Message: "(#100) biography field is bad"}, false},
		"one of its parameters":   {"media", graphapi.Error{Code: 100, Message: "(#100) parameter since is bad"}, true},
		"its metric":              {"insights", graphapi.Error{Code: 100, Message: "(#100) metric[0] must be another"}, true},
		"a metric that it is not": {"insights", graphapi.Error{Code: 100, Message: "(#100) metric[1] must be another"}, false},
		"the id that it looks for": {
			"mentioned_media", graphapi.Error{Code: 100, Subcode: 33, Message: "Object with ID '7' does not exist"}, true,
		},
		"another id":      {"mentioned_media", graphapi.Error{Code: 100, Subcode: 33, Message: "Object with ID '8' does not exist"}, false},
		"no id":           {"mentioned_media", graphapi.Error{Code: 100, Subcode: 33, Message: "No"}, false},
		"too few people":  {"insights", graphapi.Error{Code: 3001, Subcode: 2874010, Message: "No"}, true},
		"a permission":    {"insights", graphapi.Error{Code: 10, Message: "No"}, false},
		"what has no row": {"media", graphapi.Error{Code: 777, Message: "No"}, false},
	} {
		part, ok := parts[c.part]
		if !ok {
			t.Fatalf("%s is not among %v", c.part, n)
		}
		if got := suspect.Points(part, &c.err); got != c.want {
			t.Errorf("%s: the error points at %s: %t", name, c.part, got)
		}
	}
}

// err returns the error of the call.
func (c call) err() error {
	if c.Failure != "" {
		return errors.New(c.Failure)
	}
	return &c.Error
}

// place names a part by the way to it, and the metric of it that is meant.
func place(p expansion.Part) string {
	return strings.TrimSuffix(p.Place+"."+p.Name+" "+p.Metric, " ")
}

func places(parts []expansion.Part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, place(p))
	}
	return all
}

// readTable reads the cases of a table in testdata.
func readTable[C any](t *testing.T, file string) (cases []C) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return cases
}

// suspicion is one entry of Of, with its parts by their places.
type suspicion struct {
	Parts           []string
	Deferred, Named bool
}

func TestOf_suspectsWhatTheTableSays(t *testing.T) {
	for _, c := range readTable[struct {
		Name  string
		Call  call `yaml:",inline"`
		Tried int
		// Of are the suspicions, the likeliest first.
		Of []suspicion
	}](t, "suspicions.yml") {
		t.Run(c.Name, func(t *testing.T) {
			n, d := c.Call.expansion(t)
			var got []suspicion
			for _, s := range suspect.Of(d, n, &c.Call.Error, c.Tried) {
				got = append(got, suspicion{places(s.Parts), s.Deferred, s.Named})
			}
			if !slices.EqualFunc(got, c.Of, func(a, b suspicion) bool {
				return slices.Equal(a.Parts, b.Parts) && a.Deferred == b.Deferred && a.Named == b.Named
			}) {
				t.Errorf("of %s, it suspects\n%+v\nwant\n%+v", n, got, c.Of)
			}
		})
	}
}

func TestErrors_areAboutWhatTheTableSays(t *testing.T) {
	for _, c := range readTable[struct {
		Name string
		Call call `yaml:",inline"`
		// Is is what holds of the error.
		Is []string
		// Alone is what is left for a node that is there, Doubted what is likely to be
		// refused of a node that can be read.
		Alone   string
		Doubted []string
	}](t, "errors.yml") {
		t.Run(c.Name, func(t *testing.T) {
			n, d := c.Call.expansion(t)
			err := c.Call.err()
			refusal, separable := suspect.Separable(n, err)
			if separable && !errors.Is(err, refusal) {
				t.Errorf("an error is taken for %v", refusal)
			}
			var is []string
			for _, one := range []struct {
				name  string
				holds bool
			}{
				{"separable", separable},
				{"wrong type", suspect.WrongType(n, err)},
				{"of one node of several", suspect.MayConcernOneNode(n, err)},
				{"different by node", suspect.MayDiffer(err)},
				{"maybe there", suspect.MayBeThere(n, err)},
				{"too old", suspect.TooOld(err)},
				{"of the node", c.Call.Failure == "" && suspect.ConcernsNode(&c.Call.Error)},
			} {
				if one.holds {
					is = append(is, one.name)
				}
			}
			if !slices.Equal(is, c.Is) {
				t.Errorf("the error is %q, want %q", is, c.Is)
			}
			if alone := suspect.IDAlone(n, err).String(); alone != c.Alone {
				t.Errorf("alone: %s, want %s", alone, c.Alone)
			}
			if c.Call.Failure != "" {
				return
			}
			if doubted := places(suspect.Doubtful(d, n, &c.Call.Error)); !slices.Equal(doubted, c.Doubted) {
				t.Errorf("it doubts %q, want %q", doubted, c.Doubted)
			}
		})
	}
}
