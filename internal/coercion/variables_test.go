package coercion

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { draft(input: Draft!): String }
	input Draft { items: [Item!]!, kind: Kind = VIDEO, one: One, more: Draft }
	input Item { x: String, y: ID }
	input One @oneOf { a: Int, b: Int }
	enum Kind { IMAGE VIDEO }
`})

func operation(t *testing.T) *ast.OperationDefinition {
	t.Helper()
	return gqlparser.MustLoadQueryWithRules(schema, "query (\n  $draft: Draft!\n) { draft(input: $draft) }", rules.NewDefaultRules()).Operations[0]
}

func decode(t *testing.T, text string) (values map[string]any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		t.Fatal(err)
	}
	return values
}

func TestVariables_sayWhichIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/messages.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Variables string
		Says      []string
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	c := New(schema, nil, true)
	for _, example := range cases {
		_, errs := c.Variables(operation(t), decode(t, example.Variables))
		var said []string
		for _, err := range errs {
			said = append(said, err.Message)
			if len(err.Locations) != 1 || err.Locations[0].Line != 2 || err.Locations[0].Column != 3 {
				t.Errorf("%s: the location is %v, not that of the definition", err.Message, err.Locations)
			}
		}
		slices.Sort(said)
		slices.Sort(example.Says)
		if !slices.Equal(said, example.Says) {
			t.Errorf("%s:\n%s\nwant:\n%s", example.Variables, strings.Join(said, "\n"), strings.Join(example.Says, "\n"))
		}
	}
}

func TestVariables_haveFewAndShortErrorsWhateverIsSent(t *testing.T) {
	t.Parallel()
	c := New(schema, nil, true)
	long := strings.Repeat("é", 50_000)
	for _, text := range []string{
		`{"draft": {"items": [` + strings.Repeat(`{"x": 1},`, 20_000) + `null]}}`,
		`{"draft": {"items": [], "kind": "` + long + `"}}`,
		`{"draft": {"items": [], "` + long + `": 1}}`,
		`{"draft": {"items": [{"x": ` + strings.Repeat("9", 50_000) + `}]}}`,
		`{"draft": ` + strings.Repeat(`{"more": `, 4_000) + `1` + strings.Repeat(`}`, 4_000) + `}`,
	} {
		_, errs := c.Variables(operation(t), decode(t, text))
		if len(errs) == 0 || len(errs) > maxErrors {
			t.Errorf("%.40s: %d errors", text, len(errs))
		}
		for _, err := range errs {
			if len(err.Message) > 350 {
				t.Errorf("%.40s: an error of %d bytes", text, len(err.Message))
			}
		}
	}
}

func TestVariables_ofASilentCoercerSuggestNothing(t *testing.T) {
	t.Parallel()
	_, errs := New(schema, nil, true).Silent().Variables(operation(t), decode(t, `{"draft": {"items": [], "knd": 1, "kind": "IMGE"}}`))
	if len(errs) != 2 || strings.Contains(errs.Error(), "Did you mean") {
		t.Error(errs)
	}
}
