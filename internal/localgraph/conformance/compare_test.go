package conformance

import (
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestRules_Compare_saysInWhatShapesDiffer(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/compare.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Want, Got string
		Status          int
		Lines           []string
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	rules, err := LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			want := Answer{Status: c.Status, Body: []byte(c.Want)}
			if got := rules.Compare(want, Answer{Status: c.Status, Body: []byte(c.Got)}); !slices.Equal(got, c.Lines) {
				t.Errorf("says %q\nnot  %q", got, c.Lines)
			}
			if got := rules.Compare(want, want); got != nil {
				t.Errorf("an answer is not like itself: %q", got)
			}
		})
	}
}

func TestRules_Compare_holdsStatusAndHeaders(t *testing.T) {
	t.Parallel()
	answer := func(status int, version, content, other string) Answer {
		return Answer{Status: status, Body: []byte(`{}`), Header: http.Header{
			"Facebook-Api-Version": {version}, "Content-Type": {content}, "X-Fb-Rev": {other},
		}}
	}
	got := new(Rules).Compare(answer(200, "v27.0", "application/json", "1"), answer(500, "v21.0", "text/html", "2"))
	want := []string{
		"status 500, not 200", `header Content-Type is "text/html", not "application/json"`,
		`header Facebook-Api-Version is "v21.0", not "v27.0"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("says %q", got)
	}
}

func TestHasNothing_isOfRowsThatAreMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want, got string
		nothing   bool
	}{
		{`{"data":[1]}`, `{"data":[]}`, true},
		{`{"data":[]}`, `{"data":[]}`, false},
		{`{"data":[1]}`, `{"data":[1]}`, false},
		{`{"data":[1]}`, `{}`, false},
		{`{}`, `{"data":[]}`, false},
		{`{"data":[1]}`, `[]`, false},
		{`[]`, `{"data":[]}`, false},
	} {
		if got := HasNothing(Answer{Body: []byte(c.want)}, Answer{Body: []byte(c.got)}); got != c.nothing {
			t.Errorf("%s for %s: %t", c.got, c.want, got)
		}
	}
}
