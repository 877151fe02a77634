package entity

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

var errTrailing = errors.New("text after the end of the answer")

// reader reads one answer from front to back. The strings that it returns are
// substrings of the answer, not copies.
type reader struct {
	json *jsontext.Decoder
	buf  bytes.Buffer
	text string
	// unquoted is the buffer for the characters of strings with escapes.
	unquoted []byte
	// row is the node that is being read.
	row *Base
	// asked reports whether more than an id is wanted of the nodes read so far, and told
	// whether they hold anything of what is wanted.
	asked, told bool
	slabs
	Reading
}

var readers = sync.Pool{New: func() any { return &reader{json: new(jsontext.Decoder)} }}

// read runs a function over an answer, checks that nothing follows, and returns what
// came of reading it. The error is a *DecodeError.
func read(body []byte, with func(*reader) error) (Reading, error) {
	r := readers.Get().(*reader)
	r.text = string(body)
	r.buf = *bytes.NewBuffer(body)
	r.json.Reset(&r.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	kind := r.json.PeekKind()
	odd, err := split(with(r), kind)
	if odd != nil {
		err = odd
	}
	if err == nil {
		if _, trailing := r.json.ReadToken(); !errors.Is(trailing, io.EOF) {
			err = errTrailing
		}
	}
	r.silence()
	came := r.Reading
	*r = reader{json: r.json, unquoted: r.unquoted[:0]}
	readers.Put(r)
	if err != nil {
		return came, &DecodeError{err}
	}
	return came, nil
}

// silence notes that the nodes read so far hold nothing of what is wanted of them, and
// begins anew. That is how a server in trouble answers, though each field may be absent.
func (r *reader) silence() {
	r.Odd = r.Odd || r.asked && !r.told
	r.Told = r.Told || r.told
	r.asked, r.told = false, false
}

// object reads the next object, and calls a function before each member's value. A
// value that is none is passed.
func (r *reader) object(member func(name string) error) error {
	if r.json.PeekKind() != '{' {
		return r.pass(wantObject)
	}
	if _, err := r.json.ReadToken(); err != nil {
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

// array reads the next array, and calls a function before each element. A value that
// is none is passed.
func (r *reader) array(element func() error) error {
	if r.json.PeekKind() != '[' {
		return r.pass(wantList)
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

// list reads a list of scalars. The first one that does not fit costs the list.
func (r *reader) list(item func() error) error {
	if r.json.PeekKind() != '[' && r.blank() {
		return r.skip()
	}
	var first error
	index := 0
	err := r.array(func() error {
		kind := r.json.PeekKind()
		err := item()
		if odd, ok := err.(*misfit); ok { //nolint:errorlint // a misfit is never wrapped
			err = nil
			if first == nil {
				first = &misfit{want: odd.want, came: typeOf(kind), item: index}
			}
		}
		index++
		return err
	})
	if err == nil {
		err = first
	}
	return err
}

// pass skips the next value, which does not fit.
func (r *reader) pass(odd *misfit) error {
	if err := r.json.SkipValue(); err != nil {
		return err
	}
	return odd
}

// skip skips the next value, which says nothing.
func (r *reader) skip() error {
	r.Odd = r.Odd || r.json.PeekKind() != 'n'
	return r.json.SkipValue()
}

// blank reports whether the next value says that there is none. The Graph API leaves
// out what has no value, but servers in PHP have more than one way to say so.
func (r *reader) blank() bool {
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

// ahead returns the answer from the next value on, which has been peeked at.
func (r *reader) ahead() string {
	return strings.TrimLeft(r.text[r.json.InputOffset():], whiteSpace+":,")
}

// nextWord returns the next value as far as it goes on without a break.
func (r *reader) nextWord() string {
	word := r.ahead()
	if end := strings.IndexAny(word, whiteSpace+",]}"); end >= 0 {
		word = word[:end]
	}
	return word
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
		return r.unquote(value), nil
	case '0':
		return value, nil
	}
	return "", wantText
}

// unquote returns the characters of a JSON string, with U+FFFD for each that is not
// whole.
func (r *reader) unquote(value string) string {
	if plain(value) {
		return value[1 : len(value)-1]
	}
	r.unquoted, _ = jsontext.AppendUnquote(r.unquoted[:0], value)
	return string(r.unquoted)
}

// plain reports whether the strings in a JSON text mean the very characters between
// their quotes.
func plain(value string) bool {
	for i := range len(value) {
		if value[i] == '\\' || value[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
