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

	"github.com/goccy/go-yaml"
)

// graphqlJSCase is a request of this program's own schema, and where graphql-js has
// errors in it. .ci/graphql-js compares the cases with graphql-js itself, and with
// a running server.
type graphqlJSCase struct {
	Document, Variables, Operation string
	Errors                         []string
	Values                         map[string]any // what .ci/graphql-js makes of Variables
	Differs                        string
}

func TestRequests_areRefusedWhereGraphQLJSRefusesThem(t *testing.T) {
	text, err := os.ReadFile("testdata/graphql-js/requests.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []graphqlJSCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	for i, c := range cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			if got := c.places(t, h); !slices.Equal(got, c.Errors) {
				t.Errorf("%s %s\nerrors at %q, want %q", c.Document, c.Variables, got, c.Errors)
			}
		})
	}
}

// places returns the locations of each error of a request that was not executed, in
// the order of their texts.
func (c graphqlJSCase) places(t *testing.T, h http.Handler) []string {
	t.Helper()
	request := map[string]any{"query": c.Document, "operationName": c.Operation}
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
		Errors []struct {
			Locations []struct{ Line, Column int }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	places := []string{}
	if answer.Data != nil {
		return places
	}
	for _, e := range answer.Errors {
		var at []string
		for _, l := range e.Locations {
			at = append(at, fmt.Sprintf("%d:%d", l.Line, l.Column))
		}
		places = append(places, strings.Join(at, " "))
	}
	slices.Sort(places)
	return places
}
