package conformance

import (
	"net/http"
	"strings"
	"testing"
)

func TestCase_Check_holdsAnAnswerWordByWord(t *testing.T) {
	t.Parallel()
	text := `{"a":1}`
	for _, c := range []struct {
		name   string
		of     Case
		status int
		body   string
		wrong  string // what is said begins so; "" if nothing is
	}{
		{"all of it", Case{Body: map[string]any{"a": 1}}, 200, `{"a":1}`, ""},
		{"more than all of it", Case{Body: map[string]any{"a": 1}}, 200, `{"a":1,"b":2}`, "answer ="},
		{"a part", Case{JSON: map[string]any{"a": []any{map[string]any{}}}}, 200, `{"a":[{"c":1}],"b":2}`, ""},
		{"a list that is longer", Case{JSON: map[string]any{"a": []any{1}}}, 200, `{"a":[1,2]}`, "answer ="},
		{"a list of others", Case{JSON: map[string]any{"a": []any{1}}}, 200, `{"a":[2]}`, "answer ="},
		{"no list", Case{JSON: map[string]any{"a": []any{}}}, 200, `{"a":{}}`, "answer ="},
		{"no object", Case{JSON: map[string]any{}}, 200, `[]`, "answer ="},
		{"another number", Case{JSON: map[string]any{"a": 1}}, 200, `{"a":1.0}`, "answer ="},
		{"the text", Case{Text: &text}, 200, `{"a":1}`, ""},
		{"another text", Case{Text: &text}, 200, `{"a": 1}`, "answer ="},
		{"a part of the text", Case{Contains: `"a"`}, 200, `{"a":1}`, ""},
		{"no such part", Case{Contains: `"b"`}, 200, `{"a":1}`, "answer ="},
		{"what is there", Case{Present: []string{"a.1.b"}}, 200, `{"a":[{},{"b":1}]}`, ""},
		{"what is not there", Case{Present: []string{"a.2.b"}}, 200, `{"a":[{},{"b":1}]}`, "answer has no a.2.b"},
		{"what should not be there", Case{Absent: []string{"a"}}, 200, `{"a":1}`, "answer has a"},
		{"what is not there, as it should", Case{Absent: []string{"a.x", "b.c"}}, 200, `{"a":[1],"b":1}`, ""},
		{"another status", Case{Status: 400}, 200, `{}`, "status = 200, want 400"},
		{"no success", Case{}, 500, `{}`, "status = 500, want 200"},
		{"a header", Case{Headers: map[string]string{"X": "y"}}, 200, ``, ""},
		{"another header", Case{Headers: map[string]string{"X": "z"}}, 200, ``, "header X"},
		{"no JSON", Case{Body: 1}, 200, `<`, "invalid character"},
		{"an error but for its trace", Case{Status: 400, Body: map[string]any{"error": map[string]any{"code": 1}}}, 400, `{"error":{"code":1,"fbtrace_id":"A"}}`, ""},
		{"an error without a trace", Case{Status: 400, JSON: map[string]any{}}, 400, `{"error":{"code":1}}`, "the error has no fbtrace_id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := c.of.Check(Answer{Status: c.status, Header: http.Header{"X": {"y"}}, Body: []byte(c.body)})
			if c.wrong == "" && len(wrong) > 0 || c.wrong != "" && (len(wrong) != 1 || !strings.HasPrefix(wrong[0], c.wrong)) {
				t.Errorf("says %q", wrong)
			}
		})
	}
}
