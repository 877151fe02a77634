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

func TestMerge_asksForAllThatTheTwoAskFor(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"id", "id", "id"},
		{"id,caption", "id,permalink", "id,caption,permalink"},
		{"media{id}", "media{caption}", "media{id,caption}"},
		{"media", "media{caption}", "media{caption}"},
		{"media{id}", "media", "media{id}"},
		{"media.limit(2){id}", "media.limit(2){caption}", "media.limit(2){id,caption}"},
		{"media.limit(2){id}", "media.limit(3){caption}", "media.limit(3){caption}"},
		{"media.limit(2){id}", "media.limit(3).as(b){caption}", "media.limit(2){id},media.limit(3).as(b){caption}"},
		{"a{b{c}}", "a{b{d}}", "a{b{c,d}}"},
		{"", "id", "id"},
	} {
		a, b := mustParse(t, c.a), mustParse(t, c.b)
		if got := Merge(a, b).String(); got != c.want {
			t.Errorf("Merge(%s, %s) = %s, want %s", c.a, c.b, got, c.want)
		}
		if a.String() != c.a || b.String() != c.b {
			t.Errorf("Merge(%s, %s) changed its arguments to %s and %s", c.a, c.b, a, b)
		}
	}
}

func TestDepth_countsLevelsOfBraces(t *testing.T) {
	for text, want := range map[string]int{"": 0, "id": 1, "id,media{id}": 2, "a{b{c}},d": 3} {
		if got := mustParse(t, text).Depth(); got != want {
			t.Errorf("Depth of %q = %d, want %d", text, got, want)
		}
	}
}

func mustParse(t testing.TB, text string) List {
	t.Helper()
	list, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
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
		if list.Depth() > MaxDepth {
			t.Fatalf("Parse(%q) is %d deep", text, list.Depth())
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
