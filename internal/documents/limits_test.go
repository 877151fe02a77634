package documents_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/introspection"
	"github.com/gramql/gramql/internal/syntax"
	"github.com/gramql/gramql/internal/validation"
)

// read returns what is too large in a document, as the setting that says how large it
// may be; empty for nothing. Any other error fails the test.
func read(t *testing.T, limits documents.Limits, document string) string {
	t.Helper()
	_, errs := newReader(func(o *documents.Options) { o.Limits = limits }).Read(document)
	if len(errs) == 0 {
		return ""
	}
	large, ok := firstOf(errs)
	if !ok || len(errs) != 1 {
		t.Fatalf("%s: %v", document, errs)
	}
	for _, word := range strings.Fields(large.Hint()) {
		if strings.HasPrefix(word, "-max-") {
			return strings.TrimRight(word, ".,")
		}
	}
	t.Fatalf("%s: no setting in %q", document, large.Hint())
	return ""
}

func TestLimits_areWhatADocumentMayJustHave(t *testing.T) {
	t.Parallel()
	for document, extent := range map[string]struct{ depth, fields, aliases, root int }{
		`{ __typename }`:      {1, 1, 0, 1},
		`{ me { username } }`: {2, 2, 0, 1},
		`{ a: me { b: username c: username username } media { caption } }`:                      {2, 6, 3, 2},
		`{ me { media { caption } username } }`:                                                 {3, 4, 0, 1},
		`{ me { username media { caption } } }`:                                                 {3, 4, 0, 1},
		`{ ... { me { ... on User { username } } } }`:                                           {2, 2, 0, 1},
		`{ me { ...f ...f } } fragment f on User { media { a: caption } }`:                      {3, 5, 2, 1},
		`{ ...f me { username } } fragment f on Query { me { username } }`:                      {2, 4, 0, 2},
		`query A { me { username } } query B { me { media { caption } } }`:                      {3, 3, 0, 1},
		`query A { a: me { media { caption } } } query B { __typename }`:                        {3, 3, 1, 1},
		`{ __type(name: "User") { ...f } } fragment f on __Type { a: name ofType { b: name } }`: {},
		`{ __schema { types { a: name } } me { username } }`:                                    {2, 2, 0, 1},
	} {
		just := documents.Unlimited
		just.Depth, just.Fields, just.Aliases, just.RootFields = extent.depth, extent.fields, extent.aliases, extent.root
		if large := read(t, just, document); large != "" {
			t.Errorf("%s is too large by %s", document, large)
		}
		for setting, less := range map[string]func(*documents.Limits) *int{
			"-max-depth":       func(l *documents.Limits) *int { return &l.Depth },
			"-max-fields":      func(l *documents.Limits) *int { return &l.Fields },
			"-max-aliases":     func(l *documents.Limits) *int { return &l.Aliases },
			"-max-root-fields": func(l *documents.Limits) *int { return &l.RootFields },
		} {
			limits := just
			if limit := less(&limits); *limit > 0 {
				*limit--
				if large := read(t, limits, document); large != setting {
					t.Errorf("%s with %s less by one is too large by %q", document, setting, large)
				}
			}
		}
	}
}

// Each selection is a step, too, and so is each pair of fields with one name.
func TestLimits_boundTheStepsOfComparing(t *testing.T) {
	t.Parallel()
	for document, steps := range map[string]int{
		`{ __typename }`:                                                   1,
		`{ me { username } }`:                                              1 + 1,
		`{ me { username username username } }`:                            1 + 3 + 3,
		`{ me { a: username b: username c: username } }`:                   1 + 3,
		`{ me { username } me { username } }`:                              2 + 1 + 2 + 1,
		`{ a: me { username } b: me { username } }`:                        2 + 1 + 1,
		`{ me { ... { username } username } }`:                             1 + 3 + 1,
		`{ me { ...f } } fragment f on User { username username }`:         1 + 3 + 1 + 2 + 1,
		`{ me { ...f ...f } } fragment f on User { username }`:             1 + 4 + 1 + 1,
		`query A { me { username } } query B { me { username username } }`: 2 + 1 + 2 + 1,
	} {
		just := documents.Unlimited
		just.Comparisons = steps
		if large := read(t, just, document); large != "" {
			t.Errorf("%s takes more than %d steps", document, steps)
		}
		just.Comparisons--
		if large := read(t, just, document); large != "-max-comparisons" {
			t.Errorf("%s with a step less is too large by %q", document, large)
		}
	}
}

func TestLimits_boundWhatTheSchemaSaysOfItself(t *testing.T) {
	t.Parallel()
	const text = `{ __schema { types { name fields { name } } } }`
	document, err := syntax.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	v := validation.New(validation.Options{Schema: schema, Coercer: coercion.New(schema, nil, true), Introspection: true})
	if errs := v.Validate(document); len(errs) > 0 {
		t.Fatal(errs)
	}
	just := documents.Unlimited
	just.Introspection = introspection.Weight(schema, document, 1<<20)
	if large := read(t, just, text); large != "" {
		t.Errorf("it is more than %d bytes", just.Introspection)
	}
	just.Introspection--
	if large := read(t, just, text); large != "-max-introspection" {
		t.Errorf("with a byte less it is too large by %q", large)
	}
}

func TestOwnersReader_hasNoLimitsAndSuggests(t *testing.T) {
	t.Parallel()
	r := documents.NewOwnersReader(schema, coercion.New(schema, nil, true))
	var b strings.Builder
	b.WriteString(`{ __schema { types { name } } ` + strings.Repeat("media(kind: IMAGE) { owner { ", 30) + "username" + strings.Repeat(" } }", 30))
	b.WriteString(strings.Repeat(" __typename", 1001) + " a: __typename")
	if _, errs := r.Read(b.String() + " }"); len(errs) > 0 {
		t.Errorf("a document beyond all limits: %v", errs)
	}
	if _, errs := r.Read(`{ me { usernam } }`); len(errs) != 1 || !strings.Contains(errs[0].Message, `Did you mean "username"`) {
		t.Errorf("a misspelled field: %v", errs)
	}
	if _, errs := r.Read(`{ media(kind: "IMAGE") { caption } }`); len(errs) != 1 || !strings.Contains(errs[0].Message, "IMAGE") {
		t.Errorf("a text in place of a value: %v", errs)
	}
}
