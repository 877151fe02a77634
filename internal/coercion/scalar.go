package coercion

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

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

// Integer returns the whole number that a JSON number is: 3, 3.0 and 3e2 are; false
// for 3.5, and for what does not fit into 64 bits.
func Integer(value any) (int64, bool) {
	text, ok := number(value)
	if !ok {
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || f < math.MinInt64 || f >= math.MaxInt64 {
		return 0, false
	}
	return int64(f), true
}

// number returns the digits of a JSON number. Who decodes variables may keep them
// as they were written, or not.
func number(value any) (string, bool) {
	switch n := value.(type) {
	case json.Number:
		return n.String(), true
	case float64:
		return strconv.FormatFloat(n, 'g', -1, 64), true
	case int64:
		return strconv.FormatInt(n, 10), true
	case int:
		return strconv.Itoa(n), true
	}
	return "", false
}

var (
	errNoInteger = errors.New("Int cannot represent non-integer value")               //nolint:staticcheck // the scalar's name
	errOver32    = errors.New("Int cannot represent non 32-bit signed integer value") //nolint:staticcheck // the scalar's name
	errNoNumber  = errors.New("Float cannot represent non numeric value")             //nolint:staticcheck // the scalar's name
	errNoString  = errors.New("String cannot represent a non string value")           //nolint:staticcheck // the scalar's name
	errNoBoolean = errors.New("Boolean cannot represent a non boolean value")         //nolint:staticcheck // the scalar's name
	errNoID      = errors.New("ID cannot represent a non-string and non-integer value")
)

func toInt(value any) (any, error) {
	text, ok := number(value)
	if !ok {
		return nil, errNoInteger
	}
	n, ok := Integer(value)
	switch {
	case ok && n == int64(int32(n)): //nolint:gosec // whether it fits is the question
		return n, nil
	case ok, !strings.ContainsAny(text, ".eE"):
		return nil, errOver32
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && f == math.Trunc(f) {
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
	text, ok := number(value)
	if !ok {
		return nil, errNoID
	}
	if !strings.ContainsAny(text, ".eE") && text != "-0" {
		return text, nil
	}
	n, ok := Integer(value)
	if !ok {
		return nil, errNoID
	}
	return strconv.FormatInt(n, 10), nil
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
