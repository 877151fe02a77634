package reads_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// askedFile is what tools/coverage reads: a test that asks for each field.
const askedFile = "testdata/asked.yml"

var update = flag.Bool("update", false, "write "+askedFile)

// TestAsked_isWhatTheTestsAskFor reads from the tests' own operations which of
// them asks for each field, and holds the file to it.
func TestAsked_isWhatTheTestsAskFor(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	asked := readAsked(t, schema, m)
	text, err := yaml.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(askedFile, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if committed, err := os.ReadFile(askedFile); err != nil || string(committed) != string(text) {
		t.Errorf("%s is not what the tests ask for (%v); run go generate ./...", askedFile, err)
	}
}

// readAsked returns a test for each field that one asks for: the first case that
// does and is answered in full, failing that the test of every field, and last a
// case of what is refused.
func readAsked(t *testing.T, schema *ast.Schema, m *mapping.Mapping) map[string]string {
	t.Helper()
	asked := map[string]string{}
	note := func(operation, test string) {
		document, errs := gqlparser.LoadQueryWithRules(schema, operation, rules.NewDefaultRules())
		if len(errs) > 0 {
			return // a document that is wrong on purpose
		}
		for _, coordinate := range coordinates(document) {
			if m.Type(strings.Split(coordinate, ".")[0]) != nil && asked[coordinate] == "" {
				asked[coordinate] = test
			}
		}
	}
	cases := apptest.Cases(t, "testdata/operations", "../faults/testdata/operations")
	for _, story := range apptest.Stories(t, "../writes/testdata/operations") {
		for _, step := range story.Steps {
			cases = append(cases, step.Case)
		}
	}
	for _, c := range cases {
		if len(c.Errors) == 0 {
			note(c.Operation, c.File+": "+c.Name)
		}
	}
	for _, login := range []dialect.Login{dialect.BasicDisplay, dialect.Instagram, dialect.Facebook} {
		for _, operation := range (everyField{schema, m, login}).operations() {
			note(operation, "TestSchema_everyFieldOfALoginTypeIsAnswered")
		}
	}
	for _, c := range cases {
		note(c.Operation, c.File+": "+c.Name)
	}
	return asked
}

// coordinates returns the schema coordinates of all that a document selects.
func coordinates(document *ast.QueryDocument) []string {
	var all []string
	var walk func(ast.SelectionSet)
	walk = func(selections ast.SelectionSet) {
		for _, s := range selections {
			switch s := s.(type) {
			case *ast.Field:
				if s.Name != "__typename" {
					all = append(all, s.ObjectDefinition.Name+"."+s.Name)
				}
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			}
		}
	}
	for _, o := range document.Operations {
		walk(o.SelectionSet)
	}
	for _, f := range document.Fragments {
		walk(f.SelectionSet)
	}
	return all
}
