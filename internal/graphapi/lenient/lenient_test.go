package lenient_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

func TestValues_takeWhatTheyCanHold(t *testing.T) {
	type values struct {
		Text   lenient.Text
		Number lenient.Number
		Flag   lenient.Flag
	}
	for in, want := range map[string]values{
		`{"Text":"a\u00e9","Number":7,"Flag":true}`:         {"aé", 7, true},
		`{"Text":"a","Text":"b","Number":-7,"Flag":"true"}`: {"b", -7, true},
		`{"Number":"7","Flag":false}`:                       {Number: 7},
		`{"Number":7.0,"Flag":"yes"}`:                       {Number: 7},
		`{"Number":2147483647}`:                             {Number: 2147483647},
		`{"Number":2147483648}`:                             {},
		`{"Number":7.5,"Text":"a"}`:                         {Text: "a"},
		`{"Text":7,"Number":"x","Flag":1}`:                  {},
		`{"Text":null,"Number":null,"Flag":null}`:           {},
		`{"Text":["a"],"Number":{},"Flag":[true]}`:          {},
		"{\"Text\":\"\xff\"}":                               {Text: "\ufffd"},
	} {
		var got values
		if err := json.Unmarshal([]byte(in), &got, lenient.Options); err != nil || got != want {
			t.Errorf("%s is read as %+v, %v; want %+v", in, got, err, want)
		}
	}
}

func TestMembers_endAtTheFirstThatIsOutOfForm(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":1,"b":[2],"a":"x"}`: `a=1 b=[2] a="x"`,
		`{"a":1,"b":tru`:          `a=1`,
		`{"a":1,b:2}`:             `a=1`,
		`{"a":1,2:2}`:             `a=1`,
		`{"a"`:                    ``,
		`{}`:                      ``,
		`["a",1]`:                 ``,
		`"a"`:                     ``,
		``:                        ``,
	} {
		var got []string
		for name, value := range lenient.Members(jsontext.Value(in)) {
			got = append(got, name+"="+string(value))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the members %q, want %q", in, got, want)
		}
	}
}

func TestElements_endAtTheFirstThatIsOutOfForm(t *testing.T) {
	for in, want := range map[string]string{
		`[1,{"a":2},"x"]`: `1 {"a":2} "x"`,
		`[1,tru`:          `1`,
		`[]`:              ``,
		`{"a":1}`:         `{"a":1}`,
		`7`:               `7`,
	} {
		var got []string
		for value := range lenient.Elements(jsontext.Value(in)) {
			got = append(got, string(value))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the elements %q, want %q", in, got, want)
		}
	}
}

func TestMembers_keepTheirValues(t *testing.T) {
	members := maps.Collect(lenient.Members(jsontext.Value(`{"a":[1],"b":[2]}`)))
	elements := slices.Collect(lenient.Elements(jsontext.Value(`[[1],[2]]`)))
	if string(members["a"]) != "[1]" || string(elements[0]) != "[1]" {
		t.Errorf("the first became %s and %s", members["a"], elements[0])
	}
	for range lenient.Members(jsontext.Value(`{"a":1,"b":2}`)) {
		break // a range that goes on all the same would panic
	}
	for range lenient.Elements(jsontext.Value(`[1,2]`)) {
		break
	}
}
