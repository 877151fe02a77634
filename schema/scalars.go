package schema

import (
	"errors"
	"net/url"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/coercion"
	"github.com/gramql/gramql/internal/timestamp"
)

// NewCoercer returns what coerces variables and literals to the types of a schema that
// was loaded. Errors may suggest similar names if suggestions is set.
func NewCoercer(schema *ast.Schema, suggestions bool) *coercion.Coercer {
	return coercion.New(schema, scalars, suggestions)
}

// scalars are what the scalars of scalars.graphqls take, as far as arguments may have them.
var scalars = map[string]coercion.Scalar{
	"DateTime": {Literals: []ast.ValueKind{ast.StringValue, ast.BlockValue}, Coerce: toDateTime},
	"Long":     {Literals: []ast.ValueKind{ast.IntValue}, Coerce: toLong},
	"URL":      {Literals: []ast.ValueKind{ast.StringValue, ast.BlockValue}, Coerce: toURL},
}

// toDateTime leaves the text to model.UnmarshalDateTime.
func toDateTime(value any) (any, error) {
	text, ok := value.(string)
	if !ok {
		return nil, errors.New("DateTime cannot represent a non string value")
	}
	if _, err := timestamp.Parse(text); err != nil {
		return nil, errors.New("DateTime cannot represent what is " + err.Error())
	}
	return text, nil
}

func toLong(value any) (any, error) {
	n, ok := coercion.Integer(value)
	if !ok {
		return nil, errors.New("Long cannot represent what is not a whole number of 64 bits") //nolint:staticcheck // the scalar's name
	}
	return n, nil
}

func toURL(value any) (any, error) {
	text, ok := value.(string)
	if !ok {
		return nil, errors.New("URL cannot represent a non string value")
	}
	if u, err := url.Parse(text); err != nil || !u.IsAbs() || u.Host == "" {
		return nil, errors.New("URL cannot represent what is not an absolute URL, such as https://www.instagram.com/p/…/")
	}
	return text, nil
}
