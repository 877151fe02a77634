// Package scan walks through JSON text from front to back, without copies.
package scan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/conversion"
)

// Scanner walks through a JSON text, and accepts nothing that is none. It is stricter than
// RFC 8259 allows where the ordinary way has more to say: invalid UTF-8, members with
// escapes in their names, and text of many levels are false.
type Scanner struct {
	// In is the text, and At the offset of what comes next.
	In []byte
	At int
}

// MaxDepth is the most levels of a value that is skipped.
const MaxDepth = 64

// Peek returns the first byte of the next token; 0 at the end.
func (s *Scanner) Peek() byte {
	for s.At < len(s.In) {
		switch c := s.In[s.At]; c {
		case ' ', '\t', '\r', '\n':
			s.At++
		default:
			return c
		}
	}
	return 0
}

// Take passes the next token, if it is that byte.
func (s *Scanner) Take(c byte) bool {
	if s.Peek() != c {
		return false
	}
	s.At++
	return true
}

// End reports whether nothing follows.
func (s *Scanner) End() bool { return s.Peek() == 0 && s.At == len(s.In) }

// More goes on in an object or array that ends with a bracket: to its next part, which has
// that number, or past the bracket.
func (s *Scanner) More(number int, bracket byte) (more, ok bool) {
	if s.Take(bracket) {
		return false, true
	}
	return true, number == 0 || s.Take(',')
}

// Name passes the name of a member, and the colon behind.
func (s *Scanner) Name() (name []byte, ok bool) {
	if s.Peek() != '"' {
		return nil, false
	}
	text, plain, ok := s.Text()
	if !ok || !plain || !s.Take(':') {
		return nil, false
	}
	return text[1 : len(text)-1], true
}

// The bytes that end a run of plain ones in a string, eight at a time.
const (
	each    = 0x0101010101010101
	highest = 0x80 * each
)

// special returns a word whose first set bit is in the first byte that is a quote, a
// backslash, a control character or no ASCII; 0 for none.
func special(w uint64) uint64 {
	quote, slash := w^'"'*each, w^'\\'*each
	return (w | (w-' '*each)&^w | (quote-each)&^quote | (slash-each)&^slash) & highest
}

// Text passes a string, and returns it with its quotes. A plain one has no escapes.
func (s *Scanner) Text() (text []byte, plain, ok bool) {
	begin, ascii := s.At, true
	plain = true
	for i := begin + 1; i < len(s.In); {
		if i+8 <= len(s.In) {
			w := special(binary.LittleEndian.Uint64(s.In[i:]))
			if w == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(w) / 8
		}
		switch c := s.In[i]; {
		case c == '"':
			s.At = i + 1
			text = s.In[begin:s.At]
			return text, plain, ascii || utf8.Valid(text)
		case c == '\\':
			n := escape(s.In[i:])
			if n == 0 {
				return nil, false, false
			}
			plain = false
			i += n
		case c < ' ':
			return nil, false, false
		default:
			ascii = ascii && c < utf8.RuneSelf
			i++
		}
	}
	return nil, false, false
}

// escape returns the length of the escape that a text begins with; 0 for what is none.
func escape(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(text) < 6 {
			return 0
		}
		for _, c := range text[2:6] {
			if (c < '0' || c > '9') && (c|' ' < 'a' || c|' ' > 'f') {
				return 0
			}
		}
		return 6
	}
	return 0
}

// Number passes a number, and returns its text.
//
// RFC 8259, section 6.
func (s *Scanner) Number() (text []byte, ok bool) {
	begin := s.At
	if s.At < len(s.In) && s.In[s.At] == '-' {
		s.At++
	}
	if whole := s.digits(); whole == 0 || whole > 1 && s.In[s.At-whole] == '0' {
		return nil, false
	}
	if s.At < len(s.In) && s.In[s.At] == '.' {
		s.At++
		if s.digits() == 0 {
			return nil, false
		}
	}
	if s.At < len(s.In) && s.In[s.At]|' ' == 'e' {
		s.At++
		if s.At < len(s.In) && (s.In[s.At] == '+' || s.In[s.At] == '-') {
			s.At++
		}
		if s.digits() == 0 {
			return nil, false
		}
	}
	return s.In[begin:s.At], true
}

// digits passes digits, and returns how many.
func (s *Scanner) digits() int {
	begin := s.At
	for s.At < len(s.In) && s.In[s.At]-'0' <= 9 {
		s.At++
	}
	return s.At - begin
}

// Word passes true, false or null.
func (s *Scanner) Word(word string) bool {
	if len(s.In)-s.At < len(word) || string(s.In[s.At:s.At+len(word)]) != word {
		return false
	}
	s.At += len(word)
	return true
}

// Skip passes a value of at most so many levels.
func (s *Scanner) Skip(depth int) bool {
	switch s.Peek() {
	case '"':
		_, _, ok := s.Text()
		return ok
	case '{', '[':
		return depth > 0 && s.skipAll(depth-1)
	case 't':
		return s.Word("true")
	case 'f':
		return s.Word("false")
	case 'n':
		return s.Word("null")
	}
	_, ok := s.Number()
	return ok
}

// skipAll passes an object or array.
func (s *Scanner) skipAll(depth int) bool {
	object := s.In[s.At] == '{'
	bracket := s.In[s.At] + 2 // as ASCII has them
	s.At++
	for i := 0; ; i++ {
		more, ok := s.More(i, bracket)
		if !more || !ok {
			return ok
		}
		if object {
			if _, ok := s.Name(); !ok {
				return false
			}
		}
		if !s.Skip(depth) {
			return false
		}
	}
}

// Each passes a list, and calls a function before each item.
func (s *Scanner) Each(item func() bool) bool {
	if !s.Take('[') {
		return false
	}
	for i := 0; ; i++ {
		more, ok := s.More(i, ']')
		if !more || !ok {
			return ok
		}
		if !item() {
			return false
		}
	}
}

// Members passes an object, and calls a function before each member's value.
func (s *Scanner) Members(value func(name []byte) bool) bool {
	if !s.Take('{') {
		return false
	}
	for i := 0; ; i++ {
		more, ok := s.More(i, '}')
		if !more || !ok {
			return ok
		}
		name, ok := s.Name()
		if !ok || !value(name) {
			return false
		}
	}
}

// ID passes the id of a node, and returns its characters.
func (s *Scanner) ID() (id []byte, ok bool) {
	if s.Peek() != '"' {
		id, ok = s.Number()
		return id, ok && conversion.IsDigits(string(id)) && id[0] != '0'
	}
	text, plain, ok := s.Text()
	if !ok || !plain {
		return nil, false
	}
	id = text[1 : len(text)-1]
	return id, len(id) > 0 && (id[0] != '0' || len(bytes.Trim(id, "0")) > 0)
}

// ToFirst goes to the first item of a page, which has just been read; false where there is
// none.
func (s *Scanner) ToFirst() bool {
	s.Take('{')
	for i := 0; ; i++ {
		if more, ok := s.More(i, '}'); !more || !ok {
			return false
		}
		name, _ := s.Name()
		if string(name) == "data" {
			return s.Take('[') && s.Peek() == '{'
		}
		s.Skip(MaxDepth)
	}
}

// IsShort reports whether a text is the shortest spelling of a whole number of at most so
// many digits.
func IsShort(text []byte, digits int) bool {
	if len(text) > digits || len(text) > 1 && text[0] == '0' {
		return false
	}
	for _, c := range text {
		if c-'0' > 9 {
			return false
		}
	}
	return len(text) > 0
}
