package reader

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/conversion"
)

// Text reads the characters of the next string, or the digits of the next
// number: Meta gives some ids as numbers that are too large for a float.
func (r *Reader) Text() (string, error) {
	value, err := r.Value()
	if err != nil {
		return "", err
	}
	switch jsontext.Value(value[:1]).Kind() {
	case '"':
		return r.Characters(value), nil
	case '0':
		return value, nil
	}
	return "", WantText
}

// ID reads the id of a node; empty for what is none, such as the number or the text 0.
func (r *Reader) ID() (string, error) {
	number := r.json.PeekKind() == '0'
	id, err := r.Text()
	if err == WantText || err == nil && (number && !conversion.IsDigits(id) || strings.Trim(id, "0") == "") { //nolint:errorlint // a misfit is never wrapped
		return "", nil
	}
	return id, err
}

// Int64 reads a whole number, also from a string.
func (r *Reader) Int64() (int64, error) { return converted(r, conversion.Whole, WantWhole) }

// Int32 reads a whole number of at most 31 bits, also from a string.
func (r *Reader) Int32() (int32, error) { return converted(r, conversion.Int32, WantWhole) }

// Float64 reads a number, also from a string.
func (r *Reader) Float64() (float64, error) { return converted(r, conversion.Number, WantNumber) }

// Time reads a time as Meta writes it, or as Unix time.
func (r *Reader) Time() (time.Time, error) { return converted(r, conversion.Time, WantTime) }

// converted reads a text, and returns what the text means.
func converted[T any](r *Reader, convert func(text string) (T, bool), want *Misfit) (value T, err error) {
	text, err := r.Text()
	if err != nil {
		return value, because(err, want)
	}
	converted, ok := convert(text)
	if !ok {
		return value, want
	}
	return converted, nil
}

// Bool reads true or false, also from the texts and from 1 and 0.
func (r *Reader) Bool() (bool, error) {
	value, err := r.Value()
	if err != nil {
		return false, err
	}
	is, ok := conversion.Bool(value)
	if !ok {
		return false, WantBool
	}
	return is, nil
}

// URL reads an absolute URL of the web.
func (r *Reader) URL() (string, error) {
	if r.json.PeekKind() != '"' {
		return "", r.Pass(WantURL)
	}
	text, err := r.Text()
	if err == nil && !conversion.IsURL(text) {
		err = WantURL
	}
	return text, err
}

// Word reads the text of an enum's value.
func (r *Reader) Word() (string, error) {
	if r.json.PeekKind() != '"' {
		return "", r.Pass(WantWord)
	}
	return r.Text()
}

// Raw reads a value of any form but null, with whole characters.
func (r *Reader) Raw() ([]byte, error) {
	if r.json.PeekKind() == 'n' {
		return nil, r.Pass(WantValue)
	}
	value, err := r.Value()
	if err != nil {
		return nil, err
	}
	return conversion.WholeCharacters(value)
}
