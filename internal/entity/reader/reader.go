// Package reader reads the JSON of an answer from front to back. What does not have the
// form that is wanted is passed, and said in a *Misfit, so that the rest can be read; any
// other error ends the answer.
package reader

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/conversion"
)

// ErrTrailing is the error of an answer that goes on behind its end.
var ErrTrailing = errors.New("text after the end of the answer")

// Reader reads one answer after another. The strings that it returns are substrings of
// the answer, not copies. The zero value is ready for the first answer.
type Reader struct {
	// Odd reports that something did not have the documented form, even where it was
	// plain what is meant.
	Odd bool

	json *jsontext.Decoder
	buf  bytes.Buffer
	text string
	// unquoted is the buffer for the characters of strings with escapes.
	unquoted []byte
}

// Begin begins an answer.
func (r *Reader) Begin(body []byte) {
	if r.json == nil {
		r.json = new(jsontext.Decoder)
	}
	r.Odd = false
	r.text = string(body)
	r.buf = *bytes.NewBuffer(body)
	r.json.Reset(&r.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// AtEnd returns nil where the answer has been read to its end, and ErrTrailing else.
func (r *Reader) AtEnd() error {
	if _, trailing := r.json.ReadToken(); !errors.Is(trailing, io.EOF) {
		return ErrTrailing
	}
	return nil
}

// Forget forgets the answer, but keeps what the next answer can be read with.
func (r *Reader) Forget() { *r = Reader{json: r.json, unquoted: r.unquoted[:0]} }

// Kind returns the JSON type of the next value, or the bracket that closes the object or
// array that is being read.
func (r *Reader) Kind() jsontext.Kind { return r.json.PeekKind() }

// Object reads the next object, and calls a function before each member's value. A
// value that is none is passed.
func (r *Reader) Object(member func(name string) error) error {
	if r.json.PeekKind() != '{' {
		return r.Pass(WantObject)
	}
	if _, err := r.json.ReadToken(); err != nil {
		return err
	}
	for r.json.PeekKind() != '}' {
		name, err := r.Value()
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

// Array reads the next array, and calls a function before each element. A value that
// is none is passed.
func (r *Reader) Array(element func() error) error {
	if r.json.PeekKind() != '[' {
		return r.Pass(WantList)
	}
	if _, err := r.json.ReadToken(); err != nil {
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

// List reads a list of scalars, each by a function. The error of those that do not fit is
// Gaps.
func (r *Reader) List(item func() error) error {
	if r.json.PeekKind() != '[' && r.Blank() {
		return r.SkipOdd()
	}
	var gaps Gaps
	index := 0
	err := r.Array(func() error {
		kind := r.json.PeekKind()
		odd, err := Split(item(), kind)
		if odd != nil {
			gaps = append(gaps, Gap{index, odd})
		}
		index++
		return err
	})
	if err == nil && gaps != nil {
		return gaps
	}
	return err
}

// Pass skips the next value, which does not fit, and returns the misfit.
func (r *Reader) Pass(odd *Misfit) error {
	if err := r.json.SkipValue(); err != nil {
		return err
	}
	return odd
}

// Skip skips the next value, which nothing is wanted of.
func (r *Reader) Skip() error { return r.json.SkipValue() }

// SkipOdd skips what stands in the place of something else, and says nothing or that there is
// none. The Graph API would leave it out.
func (r *Reader) SkipOdd() error {
	r.Odd = true
	return r.json.SkipValue()
}

// Blank reports whether the next value says that there is none. The Graph API leaves
// out what has no value, but servers in PHP have more than one way to say so.
func (r *Reader) Blank() bool {
	switch r.json.PeekKind() {
	case 'n', 'f':
		return true
	case '"':
		return strings.HasPrefix(r.ahead(), `""`)
	case '[', '{':
		inside := strings.TrimLeft(r.ahead()[1:], whiteSpace)
		return inside != "" && (inside[0] == ']' || inside[0] == '}')
	}
	return false
}

const whiteSpace = " \t\r\n"

// Offset returns where in the answer the next value begins.
func (r *Reader) Offset() int { return len(r.text) - len(r.ahead()) }

// Since returns the answer from an offset to the end of what has just been read.
func (r *Reader) Since(offset int) string { return r.text[offset:r.json.InputOffset()] }

// ahead returns the answer from the next value on, which has been peeked at.
func (r *Reader) ahead() string {
	return strings.TrimLeft(r.text[r.json.InputOffset():], whiteSpace+":,")
}

// NextWord returns the next value as far as it goes on without a break.
func (r *Reader) NextWord() string {
	word := r.ahead()
	if end := strings.IndexAny(word, whiteSpace+",]}"); end >= 0 {
		word = word[:end]
	}
	return word
}

// Value returns the JSON text of the next value.
func (r *Reader) Value() (string, error) {
	value, err := r.json.ReadValue()
	if err != nil {
		return "", err
	}
	end := int(r.json.InputOffset())
	return r.text[end-len(value) : end], nil
}

// Characters returns the characters of a JSON string, with U+FFFD for each that is not
// whole.
func (r *Reader) Characters(value string) string {
	if conversion.IsPlain(value) {
		return value[1 : len(value)-1]
	}
	r.unquoted = conversion.AppendCharacters(r.unquoted[:0], value)
	return string(r.unquoted)
}
