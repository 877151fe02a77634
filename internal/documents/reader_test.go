package documents_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/problem"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// schema has what documents can be wrong about: arguments, an enum, a type that
// leads back to itself.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { me: User, node(id: ID): User, media(kind: Kind, first: Int): [Media!] }
	type User { username: String, media(kind: Kind, first: Int): [Media!] }
	type Media { caption: String, owner: User }
	enum Kind { IMAGE VIDEO }
`})

// shipped are the limits that hold without settings.
var shipped = documents.Limits{Tokens: 2000, Depth: 20, Fields: 5000, Aliases: 5000, RootFields: 1000, Comparisons: 250_000, Introspection: 2 << 20}

func newReader(change ...func(*documents.Options)) *documents.Reader {
	o := documents.Options{Schema: schema, Limits: shipped, Coercer: coercion.New(schema, nil, true), Introspection: true, Suggestions: true}
	for _, set := range change {
		set(&o)
	}
	return documents.NewReader(o)
}

// documentCase is a document and what is said of it. The text may be made longer:
// each [word × n] in it stands for n times the word.
type documentCase struct {
	Name     string
	Document string
	TooLarge string `yaml:"tooLarge"` // part of the problem
	Wrong    string // part of the first other error
}

func TestReader_refusesAsTheCasesSay(t *testing.T) {
	t.Parallel()
	for _, c := range load[documentCase](t, "testdata/limits.yml") {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			document, errs := newReader().Read(expand(t, c.Document))
			if took := time.Since(began); took > 5*time.Second { // alone it takes milliseconds
				t.Errorf("it took %v", took)
			}
			large, tooLarge := firstOf(errs)
			switch {
			case c.TooLarge == "" && c.Wrong == "":
				if len(errs) > 0 || document == nil {
					t.Errorf("errors %v, want none", errs)
				}
			case c.TooLarge != "":
				if !tooLarge || len(errs) != 1 || !strings.Contains(large.Error(), c.TooLarge) {
					t.Errorf("errors %v, want one about %q", errs, c.TooLarge)
				}
			case len(errs) == 0 || tooLarge || !strings.Contains(errs[0].Message, c.Wrong):
				t.Errorf("errors %v, want the first about %q", errs, c.Wrong)
			}
		})
	}
}

func firstOf(errs gqlerror.List) (*problem.Error, bool) {
	if len(errs) == 0 {
		return nil, false
	}
	first, ok := errors.AsType[*problem.Error](errs[0])
	return first, ok && first.Code() == problem.OperationTooLarge
}

// A chain of fragments that each spread the next one twice: what doubles with
// each, and would hold a core for a day at forty.
func TestReader_answersFragmentBombsOfAnyLength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		passes     int // the longest of the chains below that is within the limits
	}{
		{"spreads alone", "NEXT NEXT", 8},
		{"aliases beside", "a: username b: username NEXT NEXT", 8},
	} {
		for _, length := range []int{2, 8, 22, 40, 150} {
			began := time.Now()
			_, errs := newReader().Read(bomb(length, c.body))
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s, %d fragments: %v", c.name, length, took)
			}
			if _, tooLarge := firstOf(errs); tooLarge != (length > c.passes) {
				t.Errorf("%s, %d fragments: %v", c.name, length, errs)
			}
		}
	}
}

func bomb(length int, body string) string {
	var b strings.Builder
	b.WriteString("{ me { ...f0 } }")
	for i := range length {
		next := fmt.Sprintf("...f%d", i+1)
		fmt.Fprintf(&b, " fragment f%d on User { %s }", i, strings.ReplaceAll(body, "NEXT", next))
	}
	fmt.Fprintf(&b, " fragment f%d on User { username }", length)
	return b.String()
}

func TestReader_showsAsMuchOfTheSchemaAsItIsTold(t *testing.T) {
	t.Parallel()
	const misspelled, asking = `{ me { usernam } }`, `{ __schema { queryType { name } } }`
	closed := newReader(func(o *documents.Options) { o.Suggestions, o.Introspection = false, false })
	if _, errs := closed.Read(misspelled); len(errs) != 1 || strings.Contains(errs[0].Message, "Did you mean") {
		t.Errorf("without suggestions: %v", errs)
	}
	if _, errs := newReader().Read(misspelled); len(errs) != 1 || !strings.Contains(errs[0].Message, `Did you mean "username"`) {
		t.Errorf("with suggestions: %v", errs)
	}
	if _, errs := closed.Read(asking); len(errs) != 1 || !strings.Contains(errs[0].Message, "introspection is off") {
		t.Errorf("without introspection: %v", errs)
	}
	if _, errs := newReader().Read(asking); len(errs) > 0 {
		t.Errorf("with introspection: %v", errs)
	}
}

func TestReader_remembersWhatIsValid(t *testing.T) {
	t.Parallel()
	r := newReader()
	first, _ := r.Read(`{ me { username } }`)
	again, _ := r.Read(`{ me { username } }`)
	if first == nil || first != again {
		t.Errorf("the same text is %p and then %p", first, again)
	}
}

func TestReader_codesItsErrors(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		`{ me {`:                                "GRAPHQL_PARSE_FAILED",
		`{ you they }`:                          "GRAPHQL_VALIDATION_FAILED",
		`{ ...f } fragment f on Query { ...f }`: "GRAPHQL_VALIDATION_FAILED",
	} {
		_, errs := newReader().Read(document)
		for _, err := range errs {
			if err.Extensions["code"] != want {
				t.Errorf("%s: %v %v", document, err, err.Extensions)
			}
		}
		if len(errs) == 0 {
			t.Errorf("%s is valid", document)
		}
	}
}

func TestReader_settlesLiterals(t *testing.T) {
	t.Parallel()
	document, errs := newReader().Read(`{ node(id: 17841400000000001000000) { username } }`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if id := document.Operations[0].SelectionSet[0].(*ast.Field).Arguments[0].Value; id.Kind != ast.StringValue {
		t.Errorf("the id is of kind %v, which gqlgen reads as an integer of 64 bits", id.Kind)
	}
}

func load[T any](t testing.TB, file string) []T {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return cases
}

// expand writes out each [word × n].
func expand(t *testing.T, text string) string {
	t.Helper()
	for strings.Contains(text, "[") {
		before, rest, _ := strings.Cut(text, "[")
		inner, after, _ := strings.Cut(rest, "]")
		word, times, ok := strings.Cut(inner, " × ")
		var n int
		if _, err := fmt.Sscan(times, &n); !ok || err != nil {
			t.Fatalf("%q is no [word × n]", inner)
		}
		text = before + strings.Repeat(word, n) + after
	}
	return text
}

func FuzzRead_neverPanics(f *testing.F) {
	for _, seed := range []string{
		`{ me { username } }`, bomb(3, "NEXT NEXT"), `{ ...a } fragment a on Query { ...a }`, `query($k: Kind = IMAGE) { media(kind: $k) { caption } }`,
		`{ me { username @skip(if: true) } } # ☀`, `"""`, "\ufeff{", `{ __schema { types { fields { type { ofType { name } } } } } }`,
	} {
		f.Add(seed)
	}
	r := newReader()
	f.Fuzz(func(t *testing.T, text string) {
		if document, errs := r.Read(text); (document == nil) == (len(errs) == 0) {
			t.Errorf("document %v, errors %v", document, errs)
		}
	})
}
