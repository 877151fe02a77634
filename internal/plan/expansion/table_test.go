package expansion_test

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// mergeCase is one entry of ../testdata/merge.yml.
type mergeCase struct {
	Name  string
	Login string
	A, B  string
	// Merged is what asks for both by one expansion; empty where none can, even with others
	// beside it.
	Merged string
	// Beside are the further expansions that the calls for one node need.
	Beside []string
	// References are what is asked of nodes whose ids are in fields, by the field.
	References map[string]string
	// Apart says why one expansion cannot ask for both; empty where one can.
	Apart string
}

// wanted returns what an operation wants of the node at its top.
func wanted(t *testing.T, login, query string) *expansion.Expansion {
	t.Helper()
	d := dialect.Of(dialect.Instagram)
	if login != "" {
		parsed, err := dialect.ParseLogin(login)
		if err != nil {
			t.Fatal(err)
		}
		d = dialect.Of(parsed)
	}
	p := plan.Compile(plantest.Mapping(t), d, plantest.Operation(t, query, nil))
	if p.Me != nil {
		return p.Me
	}
	return p.Lookups()[0].Node
}

func TestMerge_asTheTableSays(t *testing.T) {
	text, err := os.ReadFile("../testdata/merge.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []mergeCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			a, b := wanted(t, c.Login, c.A), wanted(t, c.Login, c.B)
			for _, pair := range [][2]*expansion.Expansion{{a, b}, {b, a}} {
				if got := pair[0].CompatibleWith(pair[1]); got != (c.Apart == "") {
					t.Errorf("%s and %s go into one expansion: %t, want apart: %q", pair[0], pair[1], got, c.Apart)
				}
			}
			if c.Merged == "" {
				return
			}
			merged := expansion.Merge(a, b)
			if merged.String() != c.Merged {
				t.Errorf("%s, want %s", merged, c.Merged)
			}
			var beside []string
			for _, n := range merged.Supplements() {
				beside = append(beside, n.String())
			}
			if !slices.Equal(beside, c.Beside) {
				t.Errorf("beside it %q, want %q", beside, c.Beside)
			}
			for _, o := range merged.References {
				if o.Node.String() != c.References[o.Name] {
					t.Errorf("%s refers to %s, want %s", o.Name, o.Node, c.References[o.Name])
				}
			}
			if len(merged.References) != len(c.References) {
				t.Errorf("%d references, want %d", len(merged.References), len(c.References))
			}
			if expansion.Mergeable(a, b) != (a.Type == b.Type) {
				t.Error("what one call cannot ask for of one node is taken to be mergeable, or the other way round")
			}
		})
	}
}
