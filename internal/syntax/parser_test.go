package syntax

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

func TestParse_doesNotFallIntoDeepDocuments(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"selections": strings.Repeat("{ a ", 100_000),
		"lists":      "{ a(b: " + strings.Repeat("[", 100_000),
		"objects":    "{ a(b: " + strings.Repeat("{c: ", 100_000),
		"types":      "query ($a: " + strings.Repeat("[", 100_000),
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Message, "nested deeper than 1000 levels") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParse_readsWhatStringsSay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"a\u00e9\u{1F600}\ud83d\ude00\n\/"`: "aé😀😀\n/",
		`""""""`:                             "",
		"\"\"\"\n    one\n      two\n\n    three\n  \"\"\"": "one\n  two\n\nthree",
		"\"\"\"first\r\n  second\r  third \\\"\"\" \"\"\"":  "first\nsecond\nthird \"\"\" ",
		"\"\"\"  kept\n\t\tshared\n\t\t\tmore\"\"\"":        "  kept\nshared\n\tmore",
		"\"\"\"\n\n   \n\"\"\"":                             "",
	} {
		document, err := Parse("{ a(b: " + text + ") }")
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := document.Operations[0].SelectionSet[0].(*ast.Field).Arguments[0].Value.Raw; got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestParse_keepsDescriptions(t *testing.T) {
	document, err := Parse("\" \" query Q(\"the first\" $a: Int) { a } \"\"\"\n  shared\n\"\"\" fragment f on T { z }")
	if err != nil {
		t.Fatal(err)
	}
	operation := document.Operations[0]
	got := []string{operation.Description, operation.VariableDefinitions[0].Description, document.Fragments[0].Description}
	if want := []string{" ", "the first", "shared"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func FuzzParse_readsAgainWhatItRead(f *testing.F) {
	for _, seed := range []string{
		`{ me { username } }`, `query Q($a: [Int!] = [1] @d(x: {y: "z"})) { a: b(c: $a, d: 1.5e3, e: E) @skip(if: true) { ...f ... on T { x } ... { y } } } fragment f on T { z }`,
		"{ a(b: \"\"\"x\n y\"\"\") }", `"d" query Q { a }`, `" "query {A}`, "\ufeff{ a # c\r\n}", `{ a(b: "\ud83d\ude00\u{41}") }`, "{ a(b: -0.0E+1) }",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := Words(text, 1000, func(string) {})
		document, err := Parse(text)
		if (document == nil) == (err == nil) {
			t.Fatalf("document %v, error %v", document, err)
		}
		if err != nil {
			if len(err.Locations) != 1 || err.Locations[0].Line < 1 || err.Locations[0].Column < 1 || len(err.Message) > 500 {
				t.Errorf("%v at %v", err.Message, err.Locations)
			}
			return
		}
		if tokens == 0 {
			t.Error("a document of no tokens")
		}
		if again, err := Parse(printed(document)); err != nil || printed(again) != printed(document) {
			t.Errorf("%s\nis again\n%s\n%v", printed(document), printed(again), err)
		}
	})
}

// printed returns a document as gqlparser prints it, without descriptions: it prints those as
// block strings, which hold no blank lines at their ends and no indent.
func printed(document *ast.QueryDocument) string {
	if document == nil {
		return ""
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithoutDescription()).FormatQueryDocument(document)
	return b.String()
}
