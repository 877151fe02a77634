package param_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/param"
)

func given(text string) param.Values { return param.Values{Values: url.Values{"p": {text}}} }

func TestValues_readWhatAParameterSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, boolean, id, number, list string }{
		{"", "false false", "0", "0", "[]"},
		{"true", "true true", "error", "error", "[true]"},
		{"TRUE", "true true", "error", "error", "[TRUE]"},
		{"false", "false true", "error", "error", "[false]"},
		{"1", "true true", "1", "1", "[1]"},
		{"0", "false true", "error", "0", "[0]"},
		{"-1", "error", "error", "error", "[-1]"},
		{"yes", "error", "error", "error", "[yes]"},
		{"17841405822304914", "error", "17841405822304914", "17841405822304914", "[17841405822304914]"},
		{"99999999999999999999", "error", "error", "error", "[99999999999999999999]"},
		{"a, b ,c", "error", "error", "error", "[a b c]"},
		{` ["a", 17841405822304914]`, "error", "error", "error", "[a 17841405822304914]"},
		{`['a',b]`, "error", "error", "error", "[a b]"},
		{`[["a"]]`, "error", "error", "error", "error"},
		{`[`, "error", "error", "error", "error"},
	} {
		v := given(test.text)
		value, isGiven, err := v.Bool("p")
		check(t, test.text, "bool", fmt.Sprint(value, " ", isGiven), err, test.boolean)
		id, err := v.ID("p")
		check(t, test.text, "id", fmt.Sprint(id), err, test.id)
		number, err := v.Number("p")
		check(t, test.text, "number", fmt.Sprint(number), err, test.number)
		list, err := v.List("p")
		check(t, test.text, "list", fmt.Sprint(list), err, test.list)
		if v.Has("p") != (test.text != "") {
			t.Errorf("%q: Has = %t", test.text, v.Has("p"))
		}
	}
}

func check(t *testing.T, text, as, got string, err error, want string) {
	t.Helper()
	if err != nil {
		if as == "bool" && got != "false true" {
			t.Errorf("%q as bool, which is given: %s", text, got)
		}
		got = "error"
		if len(err.Error()) < len("Param p must be") || err.Error()[:15] != "Param p must be" {
			t.Errorf("%q as %s: the error %q", text, as, err)
		}
	}
	if got != want {
		t.Errorf("%q as %s = %s, want %s", text, as, got, want)
	}
}

func TestValues_readJSONAsMetasExamplesWriteIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                                      "<nil>",
		`{"a": 1}`:                              "map[a:1]",
		`{a:1}`:                                 "map[a:1]",
		`{'a': 'it\'s', b: null, c: true}`:      "map[a:it's b:<nil> c:true]",
		`[{username:'natgeo',x:0.5,y:1.0}]`:     "[map[username:natgeo x:0.5 y:1.0]]",
		`[{"username":"it's", "note":"a:b,c"}]`: "[map[note:a:b,c username:it's]]",
		`{graduation_strategy: MANUAL}`:         "map[graduation_strategy:MANUAL]",
		`[A, Z, a, z, _]`:                       "[A Z a z _]",
		`["A", true, false, null]`:              "[A true false <nil>]",
		`{'emoji': "\ud83e\udd96"}`:             "map[emoji:🦖]",
		`{`:                                     "error",
		`{a:}`:                                  "error",
		`{"a":1} {"b":2}`:                       "error",
		`'`:                                     "error",
	} {
		var got any
		err := given(text).JSON("p", &got)
		check(t, text, "JSON", fmt.Sprint(got), err, want)
	}
}
