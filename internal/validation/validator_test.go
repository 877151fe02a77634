package validation_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/syntax"
	"github.com/gramql/gramql/internal/validation"
)

// schema has what errors could tell: names of types, fields, arguments, values and
// directives.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { me: User, media(kind: Kind, first: Int): [Media!] }
	type User { username: String, media(kind: Kind, first: Int): [Media!] }
	type Media { caption: String, owner: User }
	enum Kind { IMAGE VIDEO }
	directive @hidden on FIELD
`})

func newValidator(change ...func(*validation.Options)) *validation.Validator {
	o := validation.Options{Schema: schema, Coercer: coercion.New(schema, nil, true), Introspection: true, Suggestions: true}
	for _, set := range change {
		set(&o)
	}
	return validation.New(o)
}

func parse(t *testing.T, text string) *ast.QueryDocument {
	t.Helper()
	document, err := syntax.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestValidator_suggestsNothingWhenToldNotTo(t *testing.T) {
	t.Parallel()
	silent := newValidator(func(o *validation.Options) { o.Suggestions = false })
	for name, document := range map[string]string{
		"a field":                     `{ me { usernam } }`,
		"an argument":                 `{ media(frist: 1) { caption } }`,
		"a type":                      `query($k: Knd) { media(kind: $k) { caption } }`,
		"a fragment's type":           `{ me { ... on Usr { username } } }`,
		"a value":                     `{ media(kind: IMGE) { caption } }`,
		"a value as a string":         `{ media(kind: "IMAGE") { caption } }`,
		"a directive":                 `{ me { username @hiden } }`,
		"a selection that is missing": `{ me }`,
	} {
		errs := silent.Validate(parse(t, document))
		if len(errs) == 0 || strings.Contains(errs.Error(), "Did you mean") {
			t.Errorf("%s: %v", name, errs)
		}
	}
	if errs := newValidator().Validate(parse(t, `{ me {`+strings.Repeat(" usernam", 900)+`} }`)); strings.Contains(errs.Error(), "Did you mean") {
		t.Errorf("to hundreds of errors: %v", errs[0])
	}
	if errs := newValidator().Validate(parse(t, `{ me { usernam } }`)); !strings.Contains(errs.Error(), `Did you mean "username"`) {
		t.Errorf("with suggestions: %v", errs)
	}
}

func TestValidator_doesNotShowTheSchemaWhenToldNotTo(t *testing.T) {
	t.Parallel()
	closed := newValidator(func(o *validation.Options) { o.Introspection = false })
	for _, document := range []string{
		`{ __schema { types { name } } }`,
		`{ a: __type(name: "User") { name } b: __type(name: "Media") { name } }`,
		`{ __type(name: "User") { name } }`,
		`{ ...f } fragment f on Query { __schema { types { name } } }`,
		`query A { __typename } query B { ... { __type(name: "User") { name } } }`,
	} {
		if errs := closed.Validate(parse(t, document)); len(errs) == 0 || !strings.Contains(errs[0].Message, "introspection is off") {
			t.Errorf("%s: %v", document, errs)
		}
		if errs := newValidator().Validate(parse(t, document)); len(errs) > 0 {
			t.Errorf("with introspection, %s: %v", document, errs)
		}
	}
	if errs := closed.Validate(parse(t, `{ __typename }`)); len(errs) > 0 {
		t.Errorf("__typename: %v", errs)
	}
}
