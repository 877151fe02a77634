package entity

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errType     = errors.New("value not of the documented type")
	errAbsent   = errors.New("required value missing")
	errTrailing = errors.New("text after the end of the answer")
)

// reader reads one answer from front to back. The strings that it returns are
// substrings of the answer, not copies.
type reader struct {
	json *jsontext.Decoder
	buf  bytes.Buffer
	text string
	// unquoted is the buffer for the characters of strings with escapes.
	unquoted []byte
	// nodes counts the nodes that the reader has come to.
	nodes int
	slabs
}

var readers = sync.Pool{New: func() any { return &reader{json: new(jsontext.Decoder)} }}

// read runs a function over an answer and checks that nothing follows. The error is
// a *DecodeError.
func read(body []byte, with func(*reader) error) error {
	r := readers.Get().(*reader)
	r.text = string(body)
	r.buf = *bytes.NewBuffer(body)
	r.json.Reset(&r.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	err := with(r)
	if err == nil {
		if _, trailing := r.json.ReadToken(); !errors.Is(trailing, io.EOF) {
			err = errTrailing
		}
	}
	*r = reader{json: r.json, unquoted: r.unquoted[:0]}
	readers.Put(r)
	if _, placed := errors.AsType[*DecodeError](err); placed || err == nil {
		return err
	}
	return &DecodeError{cause: err}
}

// object reads the next object, and calls a function before each member's value.
func (r *reader) object(member func(name string) error) error {
	if err := r.expect('{'); err != nil {
		return err
	}
	for r.json.PeekKind() != '}' {
		name, err := r.scalar()
		if err != nil {
			return err
		}
		if err := member(name[1 : len(name)-1]); err != nil {
			return err
		}
	}
	_, err := r.json.ReadToken()
	return err
}

// array reads the next array, and calls a function before each element.
func (r *reader) array(element func() error) error {
	if err := r.expect('['); err != nil {
		return err
	}
	for r.json.PeekKind() != ']' {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := r.json.ReadToken()
	return err
}

func (r *reader) expect(kind jsontext.Kind) error {
	token, err := r.json.ReadToken()
	if err == nil && token.Kind() != kind {
		return errType
	}
	return err
}

// null skips the next value if it is null, and reports whether it was. The Graph
// API leaves out what has no value, but null is no reason to fail.
func (r *reader) null() bool {
	return r.json.PeekKind() == 'n' && r.json.SkipValue() == nil
}

// scalar returns the JSON text of the next value.
func (r *reader) scalar() (string, error) {
	value, err := r.json.ReadValue()
	if err != nil {
		return "", err
	}
	end := int(r.json.InputOffset())
	return r.text[end-len(value) : end], nil
}

// words returns the characters of the next string, or the digits of the next
// number: Meta gives some ids as numbers that are too large for a float.
func (r *reader) words() (string, error) {
	value, err := r.scalar()
	if err != nil {
		return "", err
	}
	switch jsontext.Value(value[:1]).Kind() {
	case '"':
		if plain(value) {
			return value[1 : len(value)-1], nil
		}
		r.unquoted, err = jsontext.AppendUnquote(r.unquoted[:0], value)
		return string(r.unquoted), err
	case '0':
		return value, nil
	}
	return "", errType
}

// plain reports whether a JSON string means the very characters between its quotes.
func plain(value string) bool {
	for i := range len(value) {
		if value[i] == '\\' || value[i] >= 0x80 {
			return false
		}
	}
	return true
}
