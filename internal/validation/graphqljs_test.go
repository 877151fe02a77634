package validation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/syntax"
	"github.com/gramql/gramql/internal/timestamp"
	"github.com/gramql/gramql/internal/validation"
)

// graphqlJSCase is a request, and what graphql-js says of it. .ci/graphql-js
// compares the cases with graphql-js itself, and writes errors and values.
type graphqlJSCase struct {
	Document string
	// Variables is a JSON object.
	Variables string
	Operation string
	// Errors are the locations of each error, Values the coerced variables.
	Errors []string
	Values map[string]any
	// Differs is why this program says something else on purpose.
	Differs string
}

// judge is what says the same of requests in this program.
type judge struct {
	schema    *ast.Schema
	validator *validation.Validator
	coercer   *coercion.Coercer
}

func newJudge(t testing.TB) judge {
	t.Helper()
	text, err := os.ReadFile("testdata/graphql-js/schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(text)})
	delete(schema.Directives, "defer")
	coercer := coercion.New(schema, map[string]coercion.Scalar{
		"DateTime": {Literals: []ast.ValueKind{ast.StringValue, ast.BlockValue}, Coerce: func(value any) (any, error) {
			_, err := timestamp.Unmarshal(value)
			return value, err
		}},
		"Long": {Literals: []ast.ValueKind{ast.IntValue}, Coerce: func(value any) (any, error) {
			n, ok := coercion.Integer(value)
			if !ok {
				return nil, errors.New("not a whole number")
			}
			return n, nil
		}},
		"URL": {Literals: []ast.ValueKind{ast.StringValue, ast.BlockValue}, Coerce: func(value any) (any, error) {
			if s, _ := value.(string); !strings.HasPrefix(s, "https://") {
				return nil, errors.New("not a URL")
			}
			return value, nil
		}},
	}, true)
	return judge{schema: schema, coercer: coercer, validator: validation.New(validation.Options{
		Schema: schema, Coercer: coercer, Introspection: true, Suggestions: true,
	})}
}

// read returns the document that a text is, or what is wrong with it.
func (j judge) read(text string) (*ast.QueryDocument, gqlerror.List) {
	document, err := syntax.Parse(text)
	if err != nil {
		return nil, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
	}
	if errs := validation.Circles(document); len(errs) > 0 {
		return nil, errs
	}
	if errs := j.validator.Validate(document); len(errs) > 0 {
		return nil, errs
	}
	coercion.Settle(document)
	return document, nil
}

// of returns the values of a request's variables as gqlgen hands them on, or the
// request's errors.
func (j judge) of(t *testing.T, c graphqlJSCase, given map[string]any) (map[string]any, gqlerror.List) {
	t.Helper()
	document, errs := j.read(c.Document)
	if len(errs) > 0 {
		return nil, errs
	}
	operation := document.Operations.ForName(c.Operation)
	if operation == nil {
		return nil, gqlerror.List{gqlerror.Errorf("no such operation")}
	}
	values, errs := j.coercer.Variables(operation, given)
	if len(errs) > 0 {
		return nil, errs
	}
	kept, err := validator.VariableValues(j.schema, operation, values)
	if err != nil || !reflect.DeepEqual(kept, values) {
		t.Errorf("%s: gqlgen makes %#v of %#v: %v", c.Document, kept, values, err)
	}
	return values, nil
}

func TestDocuments_areWhatGraphQLJSSaysTheyAre(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	files, err := filepath.Glob("testdata/graphql-js/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		for i, c := range load[graphqlJSCase](t, file) {
			t.Run(fmt.Sprintf("%s/%d", strings.TrimSuffix(filepath.Base(file), ".yml"), i), func(t *testing.T) {
				t.Parallel()
				values, errs := j.of(t, c, decode(t, c.Variables))
				if got := placesOf(errs); !slices.Equal(got, c.Errors) {
					t.Errorf("%s %s\nerrors at %q, want %q:\n%v", c.Document, c.Variables, got, c.Errors, errs)
				}
				if len(errs) == 0 && !sameValues(t, values, c.Values) {
					t.Errorf("%s %s\nvalues %v, want %v", c.Document, c.Variables, values, c.Values)
				}
				for _, err := range errs {
					for _, foreign := range []string{"interface {}", "map[", "json.Number", "float64", "int64"} {
						if strings.Contains(err.Message, foreign) {
							t.Errorf("%s is a word of Go: %s", foreign, err.Message)
						}
					}
				}
			})
		}
	}
}

func decode(t testing.TB, text string) map[string]any {
	t.Helper()
	values := map[string]any{}
	if text == "" {
		return values
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		t.Fatal(err)
	}
	return values
}

func load[T any](t testing.TB, file string) []T {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return cases
}

// placesOf returns the locations of each error, in the order of their texts.
func placesOf(errs gqlerror.List) []string {
	places := make([]string, len(errs))
	for i, err := range errs {
		var at []string
		for _, l := range err.Locations {
			at = append(at, l.String())
		}
		places[i] = strings.Join(at, " ")
	}
	slices.Sort(places)
	return places
}

// sameValues compares values by their JSON, for YAML has other numbers.
func sameValues(t testing.TB, a, b map[string]any) bool {
	t.Helper()
	if len(a) == 0 && len(b) == 0 {
		return true
	}
	plain := func(values map[string]any) (v any) {
		text, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

func FuzzVariables_areCoercedOrRefused(f *testing.F) {
	files, err := filepath.Glob("testdata/graphql-js/*.yml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		for _, c := range load[graphqlJSCase](f, file) {
			f.Add(c.Document, c.Variables)
		}
	}
	j := newJudge(f)
	f.Fuzz(func(t *testing.T, document, variables string) {
		given := map[string]any{}
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if decoder.Decode(&given) != nil {
			return
		}
		if tokens := syntax.Words(document, 2000, func(string) {}); tokens > 2000 {
			return
		}
		_, errs := j.of(t, graphqlJSCase{Document: document}, given)
		for _, err := range errs {
			if len(err.Message) > 1000 {
				t.Errorf("an error of %d bytes", len(err.Message))
			}
		}
	})
}
