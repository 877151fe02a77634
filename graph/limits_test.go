package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// told is an answer as far as limits show in it.
type told struct {
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Hint string }
	}
	Extensions struct {
		Cost *struct{ Estimated, Actual, Limit int }
	}
	bytes int
}

func (a told) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// send sends an operation to a handler.
func send(t *testing.T, h http.Handler, operation string, variables ...string) told {
	t.Helper()
	request := map[string]any{"query": operation}
	if len(variables) > 0 {
		request["variables"] = json.RawMessage(variables[0])
	}
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAcanned")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := told{bytes: w.Body.Len()}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestLimits_areToldWithACodeAndAHint(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	for name, operation := range map[string]string{
		"tokens":      "{ " + strings.Repeat("__typename ", 3000) + "}",
		"depth":       "{ me { " + strings.Repeat("media { nodes { owner { ", 7) + "username" + strings.Repeat(" } } }", 7) + " } }",
		"aliases":     "{ me { " + strings.Repeat("...f ", 501) + "} } fragment f on User {" + strings.Repeat(" a: username", 10) + " }",
		"root-fields": "{ " + strings.Repeat("...f ", 501) + "} fragment f on Query { me { username } __typename }",
		"fields":      "{ me {" + strings.Repeat(" ...f", 501) + " } } fragment f on User {" + strings.Repeat(" username", 10) + " }",
		"cost":        "{ me { media(first: 100) { nodes { comments(first: 50) { nodes { replies(first: 50) { nodes { text } } } } } } } }",
	} {
		answer := send(t, h, operation)
		if answer.code() != problem.OperationTooLarge || len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Extensions.Hint, "-max-"+name+" ") {
			t.Errorf("%s: %+v, want one error %s with a hint that names the setting", name, answer.Errors, problem.OperationTooLarge)
		}
	}
}

func TestCost_isToldBeforeAndAfter(t *testing.T) {
	const repairs, apart = plan.CallCost * plan.MaxRepairs, plan.CallCost * plan.MaxApart
	h := newCannedHandler(t, []byte(`{"id":"1","media":{"data":[{"id":"2","comments":{"data":[{"id":"3"},{"id":"4"}]}},{"id":"5"}]}}`))
	for _, c := range []struct {
		name, operation, variables string
		estimated, actual          int
	}{
		{"one node, one call", `{ me { id } }`, `{}`, 11, 11},
		{"a field that may be refused", `{ me { username } }`, `{}`, 11 + 10, 11},
		{"a page", `{ me { media(first: 7) { nodes { id } } } }`, `{}`, 1 + 7 + 10 + repairs + apart, 1 + 2 + 10},
		{"a page whose size is a variable", `query($n: Int) { me { media(first: $n) { nodes { id } } } }`, `{"n":8}`, 1 + 8 + 10 + repairs + apart, 1 + 2 + 10},
		{
			"pages within a page", `{ me { media(first: 7) { nodes { comments(first: 3) { nodes { id } } } } } }`, `{}`,
			1 + 7 + 7*3 + 10 + repairs + apart, 1 + 2 + 2 + 10,
		},
		{"a page without a size, as large as one of the Graph API", `{ me { media { nodes { id } } } }`, `{}`, 1 + 25 + 10 + repairs + apart, 1 + 2 + 10},
		{
			"pages without a size within each other", `{ me { media { nodes { comments { nodes { replies { nodes { text } } } } } } } }`, `{}`,
			1 + 25*(1+25*(1+25)) + 10 + repairs + apart, 1 + 2 + 2 + 10,
		},
		{"pages of an edge that share the largest", `{ me { media { nodes { id } } b: media(first: 40) { nodes { id } } } }`, `{}`, 1 + 40 + 10 + repairs + apart, 1 + 2 + 10},
		{"what is skipped", `{ me { username media(first: 7) @skip(if: true) { nodes { id } } } }`, `{}`, 11 + 10, 11},
	} {
		got := send(t, h, c.operation, c.variables).Extensions.Cost
		if got == nil || got.Estimated != c.estimated || got.Limit != 100_000 {
			t.Errorf("%s: %+v, want an estimate of %d", c.name, got, c.estimated)
		} else if got.Actual != c.actual {
			t.Errorf("%s: it cost %d, want %d", c.name, got.Actual, c.actual)
		}
	}
	if got := send(t, h, `{ __typename }`).Extensions.Cost; got == nil || got.Estimated != 0 || got.Actual != 0 {
		t.Errorf("what needs no upstream: %+v, want a cost of nothing", got)
	}
}

func TestCost_isToldOfWhatIsRefused(t *testing.T) {
	answer := send(t, newCannedHandler(t, nil), "{ me { media(first: 1000) { nodes { comments(first: 1000) { nodes { id } } } } } }")
	if len(answer.Errors) == 1 && !strings.Contains(answer.Errors[0].Message, "Media.comments at me.media.comments costs most, 1190000") {
		t.Errorf("%q does not name the field that costs most", answer.Errors[0].Message)
	}
	if got := answer.Extensions.Cost; answer.code() != problem.OperationTooLarge || got == nil || got.Estimated < 1_000_000 || got.Actual != 0 {
		t.Errorf("%+v, want a refusal with its estimate", answer)
	}
}

func TestErrors_ofOneDocumentAreFewAndShort(t *testing.T) {
	h := newCannedHandler(t, []byte(`{"id":"1"}`))
	many := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, operation, variables string
		errors                     int
	}{
		{"unknown fields", "{ me {" + many(" x%d", 900) + " } }", `{}`, 5},
		{"unknown directives", "{ __typename" + many(" @x%d", 900) + " }", `{}`, 5},
		{"a name of 50 kB", "{ " + strings.Repeat("x", 50_000) + " }", `{}`, 1},
		{"a variable's name of 50 kB", "query($" + strings.Repeat("x", 50_000) + ": Int!) { me { username } }", `{}`, 1},
		{"a text of 50 kB", `{ me { media(first: "` + strings.Repeat("x", 50_000) + `") { nodes { id } } } }`, `{}`, 1},
		{"a number of 50 kB", `{ me { media(first: ` + strings.Repeat("9", 50_000) + `) { nodes { id } } } }`, `{}`, 1},
		{"a variable of 50 kB", `query($n: Int) { me { media(first: $n) { nodes { id } } } }`, `{"n":"` + strings.Repeat("é", 25_000) + `"}`, 1},
		{"a variable with a member of 50 kB", `query($n: Int) { me { media(first: $n) { nodes { id } } } }`, `{"n":{"` + strings.Repeat("x", 50_000) + `":1}}`, 1},
		{"an id of 50 kB", `query($id: ID!) { node(id: $id) { id } }`, `{"id":"` + strings.Repeat("x", 50_000) + `"}`, 1},
		{"an unknown operation of 50 kB", strings.Repeat("x", 50_000), `{}`, 1},
	} {
		answer := send(t, h, c.operation, c.variables)
		if len(answer.Errors) != c.errors || answer.bytes > 5000 {
			t.Errorf("%s: %d errors in %d bytes, want %d", c.name, len(answer.Errors), answer.bytes, c.errors)
		}
		for _, e := range answer.Errors {
			if n := len([]rune(e.Message)); n > 250 {
				t.Errorf("%s: a message of %d letters", c.name, n)
			}
		}
	}
}
