package coercion

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// Scalar is how a scalar is read.
type Scalar struct {
	// Literals are the kinds of literals that it may be written as.
	Literals []ast.ValueKind
	// Coerce returns what resolvers get for a JSON value: true or false, a string, a
	// json.Number, a list or an object. The error says what the scalar cannot
	// represent; it does for null, too.
	Coerce func(value any) (any, error)
}

// specified are the scalars of the specification, sections 3.5.1 to 3.5.5.
var specified = map[string]Scalar{
	"Int":     {[]ast.ValueKind{ast.IntValue}, toInt},
	"Float":   {[]ast.ValueKind{ast.IntValue, ast.FloatValue}, toFloat},
	"String":  {texts, toString},
	"Boolean": {[]ast.ValueKind{ast.BooleanValue}, toBoolean},
	"ID":      {append([]ast.ValueKind{ast.IntValue}, texts...), toID},
}

var texts = []ast.ValueKind{ast.StringValue, ast.BlockValue}

var (
	errNoInteger = errors.New("Int cannot represent non-integer value")               //nolint:staticcheck // the scalar's name
	errOver32    = errors.New("Int cannot represent non 32-bit signed integer value") //nolint:staticcheck // the scalar's name
	errNoNumber  = errors.New("Float cannot represent non numeric value")             //nolint:staticcheck // the scalar's name
	errNoString  = errors.New("String cannot represent a non string value")           //nolint:staticcheck // the scalar's name
	errNoBoolean = errors.New("Boolean cannot represent a non boolean value")         //nolint:staticcheck // the scalar's name
	errNoID      = errors.New("ID cannot represent a non-string and non-integer value")
)

func toInt(value any) (any, error) {
	n, ok := Integer(value)
	if ok && n == int64(int32(n)) { //nolint:gosec // whether it fits is the question
		return n, nil
	}
	text, _ := number(value)
	if _, whole := wholeDigits(text); whole {
		return nil, errOver32
	}
	return nil, errNoInteger
}

func toFloat(value any) (any, error) {
	text, ok := number(value)
	if !ok {
		return nil, errNoNumber
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil { // more than a float holds
		return nil, errNoNumber
	}
	return f, nil
}

func toString(value any) (any, error) {
	if s, ok := value.(string); ok {
		return s, nil
	}
	return nil, errNoString
}

func toBoolean(value any) (any, error) {
	if b, ok := value.(bool); ok {
		return b, nil
	}
	return nil, errNoBoolean
}

// toID keeps an integer's digits however many they are: an id is a text.
func toID(value any) (any, error) {
	if s, ok := value.(string); ok {
		return s, nil
	}
	text, _ := number(value)
	digits, ok := wholeDigits(text)
	if !ok {
		return nil, errNoID
	}
	return digits, nil
}

// plain returns the JSON value that a literal without variables stands for, as far
// as scalars are concerned; false for one that no scalar is written as.
func plain(literal *ast.Value) (any, bool) {
	switch literal.Kind {
	case ast.IntValue, ast.FloatValue:
		return json.Number(literal.Raw), true
	case ast.StringValue, ast.BlockValue:
		return literal.Raw, true
	case ast.BooleanValue:
		return literal.Raw == "true", true
	}
	return nil, false
}

// check returns what the scalar cannot represent of a literal.
func (s Scalar) check(literal *ast.Value) error {
	if !slices.Contains(s.Literals, literal.Kind) {
		_, err := s.Coerce(nil)
		return err
	}
	value, _ := plain(literal)
	_, err := s.Coerce(value)
	return err
}
