package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/problem"
)

// introspectionCase is what the schema says of itself. .ci/graphql-js compares it with
// what graphql-js says of the same schema.
type introspectionCase struct {
	Document string
	// Variables and Data are JSON.
	Variables, Data string
	// Errors are the paths of the errors.
	Errors []string
}

// ask sends the case without a token, and returns what is answered.
func (c introspectionCase) ask(t *testing.T, h http.Handler) (data string, errs []string) {
	t.Helper()
	request := map[string]any{"query": c.Document}
	if c.Variables != "" {
		request["variables"] = json.RawMessage(c.Variables)
	}
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer struct {
		Data   json.RawMessage
		Errors gqlerror.List
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %s %v", c.Document, w.Body, err)
	}
	for _, e := range answer.Errors {
		errs = append(errs, e.Path.String())
	}
	return string(answer.Data), errs
}

func TestIntrospection_saysWhatTheSpecificationWants(t *testing.T) {
	text, err := os.ReadFile("testdata/introspection.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []introspectionCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	h := newCannedHandler(t, nil)
	for _, c := range cases {
		data, errs := c.ask(t, h)
		if data != c.Data {
			t.Errorf("%s %s\n%s\nwant\n%s", c.Document, c.Variables, data, c.Data)
		}
		if !slices.Equal(errs, c.Errors) {
			t.Errorf("%s %s\nerrors %q, want %q", c.Document, c.Variables, errs, c.Errors)
		}
	}
}

func TestIntrospection_isAnsweredUnderAnyNamesWithinItsLimit(t *testing.T) {
	h := newCannedHandler(t, nil)
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "fragment f%d on __Type { fields { type { ...f%d ...f%d } } } ", i, i+1, i+1)
		}
		return b.String()
	}
	for name, document := range map[string]string{
		"what clients ask for":     introspection.Query,
		"a hundred types by alias": `{ ` + many(100, `t%d: __type(name: "User") { name kind } `) + `}`,
		"deeper than other fields": `{ __type(name: "User") { ` + strings.Repeat("ofType { ", 40) + "name" + strings.Repeat(" }", 40) + ` } }`,
		"lists in lists":           `{ __type(name: "PageInfo") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }`,
	} {
		if a := send(t, h, document); len(a.Errors) > 0 {
			t.Errorf("%s: %+v", name, a.Errors)
		}
	}
	for name, document := range map[string]string{
		"all of the schema by many names": `{ ` + many(60, `s%d: __schema { ...f } `) + `} fragment f on __Schema { types { fields { name description args { name description type { name ofType { name } } } } } }`,
		"twelve rounds":                   `{ __schema { types ` + strings.Repeat("{ fields { type ", 12) + "{ name }" + strings.Repeat(" } }", 12) + ` } }`,
		"possible types of interfaces":    `{ __schema { types ` + strings.Repeat("{ interfaces { possibleTypes ", 20) + "{ name }" + strings.Repeat(" } }", 20) + ` } }`,
		"a type that a variable names":    `query ($n: String!) { __type(name: $n) ` + strings.Repeat("{ fields { type ", 12) + "{ name }" + strings.Repeat(" } }", 12) + ` }`,
		"by fragments that spread twice":  `{ __schema { types { ...f0 } } } ` + chain(12) + `fragment f12 on __Type { name }`,
		"long names":                      `{ __schema { types { fields { ` + many(40, strings.Repeat("x", 190)+"%d: name ") + `} } } }`,
	} {
		if a := send(t, h, document); a.code() != problem.OperationTooLarge {
			t.Errorf("%s: %d bytes, %+v", name, a.bytes, a.Errors)
		}
	}
}
