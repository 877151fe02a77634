package fields

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// parseCase is one entry of testdata/parse.yml.
type parseCase struct {
	Name, Text, Print, Error string
	Tree                     []tree
}

type tree struct {
	Name   string
	Params [][2]string
	Fields []tree
}

func (t tree) field() Field {
	f := Field{Name: t.Name}
	for _, p := range t.Params {
		f.Params = append(f.Params, Param{p[0], p[1]})
	}
	for _, sub := range t.Fields {
		f.Fields = append(f.Fields, sub.field())
	}
	return f
}

func parseCases(t testing.TB) []parseCase {
	t.Helper()
	text, err := os.ReadFile("testdata/parse.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []parseCase
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestParse_readsAndPrintsEachCase(t *testing.T) {
	for _, c := range parseCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			got, err := Parse(c.Text)
			if c.Error != "" {
				if err == nil || err.Error() != c.Error {
					t.Fatalf("error = %v, want %q", err, c.Error)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := List{}
			for _, sub := range c.Tree {
				want = append(want, sub.field())
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("tree = %#v\nwant %#v", got, want)
			}
			printed := c.Text
			if c.Print != "" {
				printed = c.Print
			}
			if got.String() != printed {
				t.Errorf("String() = %s, want %s", got, printed)
			}
		})
	}
}

func TestParse_refusesWhatIsTooLongOrTooDeep(t *testing.T) {
	for name, text := range map[string]string{
		"long": strings.Repeat("a,", MaxLength),
		"deep": strings.Repeat("a{", MaxDepth+1),
	} {
		_, err := Parse(text)
		if wrong := (*Error)(nil); !errors.As(err, &wrong) {
			t.Errorf("%s: error = %v, want an *Error", name, err)
		}
	}
}

// depth returns how many levels of braces a list has, itself included.
func depth(l List) int {
	if len(l) == 0 {
		return 0
	}
	deepest := 0
	for _, f := range l {
		deepest = max(deepest, depth(f.Fields))
	}
	return deepest + 1
}

func FuzzParse_printsWhatItReads(f *testing.F) {
	for _, c := range parseCases(f) {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(text)
		if err != nil {
			if wrong := (*Error)(nil); !errors.As(err, &wrong) || wrong.Pos < 0 || wrong.Pos > len(text) {
				t.Fatalf("Parse(%q) gives the error %#v", text, err)
			}
			return
		}
		if depth(list) > MaxDepth {
			t.Fatalf("Parse(%q) is %d deep", text, depth(list))
		}
		again, err := Parse(list.String())
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which does not parse: %v", text, list, err)
		}
		if again.String() != list.String() {
			t.Fatalf("Parse(%q) prints %q, then %q", text, list, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	const text = "id,username,media.limit(10){id,caption,children{id,media_url},comments.limit(3){id,text,replies{id,text}}}"
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
