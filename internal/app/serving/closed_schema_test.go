package serving_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

func TestClosedSchema_isShownOnNoPath(t *testing.T) {
	t.Parallel()
	open, closed := apptest.Start(t), apptest.Start(t, func(s *config.Settings) { s.Introspection = false })
	for _, document := range []string{
		`query A { __typename } query B { __schema { types { name } } }`,
		`query B { ... on Query { __type(name: "User") { fields { name } } } }`,
		`query B { ...f } fragment f on Query { __schema { types { name } } }`,
	} {
		hash := hashOf(document)
		extension := map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}
		for _, c := range []struct {
			way     string
			request map[string]any
		}{
			{"by its text", map[string]any{"query": document}},
			{"with its hash", map[string]any{"query": document, "extensions": extension}},
			{"with an id that is its hash", map[string]any{"query": document, "documentId": "sha256:" + hash}},
			{"by its hash alone", map[string]any{"extensions": extension}}, // which was sent above
		} {
			c.request["operationName"] = "B"
			for method, ask := range map[string]func(*apptest.World, map[string]any) apptest.Answer{http.MethodPost: byPOST, http.MethodGet: byGET} {
				if a := ask(open, c.request); len(a.Errors) > 0 {
					t.Errorf("an open schema, %s %s: %+v", method, c.way, a)
				}
				if a := ask(closed, c.request); len(a.Errors) == 0 || a.Data != nil {
					t.Errorf("%s %s: %+v", method, c.way, a)
				}
			}
		}
	}
}

// byPOST sends the members of a request as JSON, byGET in the address.
func byPOST(w *apptest.World, request map[string]any) apptest.Answer {
	body, _ := json.Marshal(request)
	_, a := w.PostRaw(string(body))
	return a
}

func byGET(w *apptest.World, request map[string]any) apptest.Answer {
	query := url.Values{}
	for name, value := range request {
		text, ok := value.(string)
		if !ok {
			encoded, _ := json.Marshal(value)
			text = string(encoded)
		}
		query.Set(name, text)
	}
	r, _ := http.NewRequestWithContext(w.T.Context(), http.MethodGet, w.URL+"?"+query.Encode(), http.NoBody)
	_, a := w.RoundTrip(r)
	return a
}

func TestClosedSchema_isNotToldByErrors(t *testing.T) {
	t.Parallel()
	open, w := apptest.Start(t), apptest.Start(t, func(s *config.Settings) { s.Introspection = false })
	for _, c := range []struct{ name, operation, variables, meant string }{
		{"a field", `{ me { usernam } }`, `{}`, "username"},
		{"a root field", `{ meda(id: "1") { id } }`, `{}`, "media"},
		{"an argument", `{ me { media(frist: 1) { nodes { id } } } }`, `{}`, "first"},
		{"an argument of a directive", `{ me { username @skip(iff: true) } }`, `{}`, ""},
		{"a type", `{ me { ... on Usr { username } } }`, `{}`, "User"},
		{"a variable's type", `query ($n: Itn) { __typename }`, `{}`, "Int"},
		{"a value of an enum", `{ me { insights(metrics: [REAC], period: DAY) { name } } }`, `{}`, "REACH"},
		{"a value of an enum as a text", `{ me { insights(metrics: ["REACH"], period: DAY) { name } } }`, `{}`, ""},
		{"a value of an enum in a variable", `query ($m: [UserMetric!]!) { me { insights(metrics: $m, period: DAY) { name } } }`, `{"m":["REAC"]}`, "REACH"},
		{"a directive", `{ me { username @skp(if: true) } }`, `{}`, "skip"},
		{"a selection that is missing", `{ me }`, `{}`, ""},
		{"a fragment", `{ me { ...usr } } fragment user on User { username }`, `{}`, ""},
	} {
		var variables map[string]any
		if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
			t.Fatal(err)
		}
		a := w.Do("", c.operation, variables)
		code := "GRAPHQL_VALIDATION_FAILED"
		if len(variables) > 0 {
			code = "BAD_USER_INPUT"
		}
		if a.Code() != code {
			t.Errorf("%s: %+v", c.name, a)
		}
		told := fmt.Sprint(a.Errors)
		if strings.Contains(told, "Did you mean") || c.meant != "" && regexp.MustCompile(`\b`+c.meant+`\b`).MatchString(told) {
			t.Errorf("%s: %s", c.name, told)
		}
	}
	if told := fmt.Sprint(open.Do("", `{ me { usernam } }`, nil).Errors); !strings.Contains(told, `Did you mean "username"`) {
		t.Errorf("an open schema is not suggested: %s", told)
	}
}
