package plan_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// hinted is an error that says what to do about it.
type hinted interface{ Hint() string }

func TestCompile_saysWhyARootFieldCannotBePlanned(t *testing.T) {
	t.Parallel()
	many := make([]any, plan.MaxNodes+1)
	for i := range many {
		many[i] = globalid.New("Media", strconv.Itoa(i+1))
	}
	for name, c := range map[string]struct {
		query string
		// variables are as an operation has them, even such as coercion refuses.
		variables map[string]any
		want      string
	}{
		"too many ids":           {`query($ids: [ID!]! = []) { nodes(ids: $ids) { id } }`, map[string]any{"ids": many}, "501 ids are more than 500. Ask in several operations."},
		"as many ids as may be":  {`query($ids: [ID!]! = []) { nodes(ids: $ids) { id } }`, map[string]any{"ids": many[:plan.MaxNodes]}, ""},
		"null for ids":           {`query($ids: [ID!]! = []) { nodes(ids: $ids) { id } }`, map[string]any{"ids": nil}, "ids: must not be null where $ids is used."},
		"ids that are none":      {`query($ids: [ID!]! = []) { nodes(ids: $ids) { id } }`, map[string]any{"ids": []any{map[string]any{}}}, "not a string"},
		"an id that is none":     {`query($id: ID! = "1") { media(id: $id) { id } }`, map[string]any{"id": map[string]any{}}, "not a string"},
		"null for a name":        {`query($n: String! = "a") { hashtag(name: $n) { id } }`, map[string]any{"n": nil}, "name: must not be null where $n is used."},
		"a name of 400 bytes":    {`query($n: String! = "a") { hashtag(name: $n) { id } }`, map[string]any{"n": strings.Repeat("é", 200)}, ""},
		"a name of 401 bytes":    {`query($n: String! = "a") { hashtag(name: $n) { id } }`, map[string]any{"n": strings.Repeat("é", 200) + "e"}, "not the name of a hashtag. Give 1 to 100 characters"},
		"null for a number":      {`query($n: Int) { igAudio(category: MUSIC, first: $n) { id } }`, map[string]any{"n": nil}, "first: must not be null where $n is used."},
		"a number that is none":  {`query($n: Int! = 3) { igAudio(category: MUSIC, first: $n) { id } }`, map[string]any{"n": "many"}, "many"},
		"one audio":              {`{ igAudio(category: MUSIC, first: 1) { id } }`, nil, ""},
		"fifty":                  {`{ igAudio(category: MUSIC, first: 50) { id } }`, nil, ""},
		"neither text nor genre": {`{ igAudio(search: " ") { id } }`, nil, "search: there is neither a text nor a category. Give search, category, or both."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := plantest.Operation(t, c.query, nil)
			for name, value := range c.variables {
				o.Variables[name] = value
			}
			p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), o)
			root := p.Roots()[0]
			if !says(root.Err, c.want) {
				t.Errorf("%s, want %q", told(root.Err), c.want)
			}
			if planned := len(root.Lookups) > 0 || root.Search != nil || root.Call != nil; planned != (c.want == "") {
				t.Errorf("planned: %t", planned)
			}
		})
	}
}

func TestLookups_sayWhyAnIDIsNone(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"global Hashtag 9":                           "Hashtag does not exist with Instagram Login. It exists with Facebook Login",
		"global Media 2 from Hashtag 9 by top_media": "Hashtag does not exist with Instagram Login. It exists with Facebook Login",
		"global Robot 1":                             "not the id of any node of this API. Give an id as this API answered it",
		"1":                                          "not a global id. Give an id as this API answered it in a field called id.",
	} {
		p, _ := plantest.Case{Query: `query($id: ID!) { node(id: $id) { id } }`, Variables: map[string]any{"id": id}}.Compile(t)
		if l := p.Roots()[0].Lookups[0]; !says(l.Err, want) {
			t.Errorf("%s: %s, want %q", id, told(l.Err), want)
		}
	}
}

// says reports whether a text is in what an error says; empty is no error.
func says(err error, text string) bool {
	if text == "" || err == nil {
		return text == "" && err == nil
	}
	return strings.Contains(told(err), text)
}

// told writes an error with what to do about it.
func told(err error) string {
	if err == nil {
		return "no error"
	}
	text := err.Error() + ". "
	if h := hinted(nil); errors.As(err, &h) {
		text += h.Hint()
	}
	return text
}
