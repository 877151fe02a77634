package transcode

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// scanner walks through a JSON text, and accepts nothing that is none. It is stricter than
// RFC 8259 allows where the ordinary way has more to say: invalid UTF-8, members with
// escapes in their names, and text of many levels are false.
type scanner struct {
	in []byte
	at int
}

// maxDepth is the most levels of a value that is skipped.
const maxDepth = 64

// peek returns the first byte of the next token; 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.in) {
		switch c := s.in[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// take passes the next token, if it is that byte.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// end reports whether nothing follows.
func (s *scanner) end() bool { return s.peek() == 0 && s.at == len(s.in) }

// more goes on in an object or array that ends with a bracket: to its next part, which has
// that number, or past the bracket.
func (s *scanner) more(number int, bracket byte) (more, ok bool) {
	if s.take(bracket) {
		return false, true
	}
	return true, number == 0 || s.take(',')
}

// name passes the name of a member, and the colon behind.
func (s *scanner) name() (name []byte, ok bool) {
	if s.peek() != '"' {
		return nil, false
	}
	text, plain, ok := s.text()
	if !ok || !plain || !s.take(':') {
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

// text passes a string, and returns it with its quotes. A plain one has no escapes.
func (s *scanner) text() (text []byte, plain, ok bool) {
	begin, ascii := s.at, true
	plain = true
	for i := begin + 1; i < len(s.in); {
		if i+8 <= len(s.in) {
			w := special(binary.LittleEndian.Uint64(s.in[i:]))
			if w == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(w) / 8
		}
		switch c := s.in[i]; {
		case c == '"':
			s.at = i + 1
			text = s.in[begin:s.at]
			return text, plain, ascii || utf8.Valid(text)
		case c == '\\':
			n := escape(s.in[i:])
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

// number passes a number, and returns its text.
//
// RFC 8259, section 6.
func (s *scanner) number() (text []byte, ok bool) {
	begin := s.at
	if s.at < len(s.in) && s.in[s.at] == '-' {
		s.at++
	}
	if whole := s.digits(); whole == 0 || whole > 1 && s.in[s.at-whole] == '0' {
		return nil, false
	}
	if s.at < len(s.in) && s.in[s.at] == '.' {
		s.at++
		if s.digits() == 0 {
			return nil, false
		}
	}
	if s.at < len(s.in) && s.in[s.at]|' ' == 'e' {
		s.at++
		if s.at < len(s.in) && (s.in[s.at] == '+' || s.in[s.at] == '-') {
			s.at++
		}
		if s.digits() == 0 {
			return nil, false
		}
	}
	return s.in[begin:s.at], true
}

// digits passes digits, and returns how many.
func (s *scanner) digits() int {
	begin := s.at
	for s.at < len(s.in) && s.in[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - begin
}

// word passes true, false or null.
func (s *scanner) word(word string) bool {
	if len(s.in)-s.at < len(word) || string(s.in[s.at:s.at+len(word)]) != word {
		return false
	}
	s.at += len(word)
	return true
}

// skip passes a value of at most so many levels.
func (s *scanner) skip(depth int) bool {
	switch s.peek() {
	case '"':
		_, _, ok := s.text()
		return ok
	case '{', '[':
		return depth > 0 && s.skipAll(depth-1)
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	_, ok := s.number()
	return ok
}

// skipAll passes an object or array.
func (s *scanner) skipAll(depth int) bool {
	object := s.in[s.at] == '{'
	bracket := s.in[s.at] + 2 // as ASCII has them
	s.at++
	for i := 0; ; i++ {
		more, ok := s.more(i, bracket)
		if !more || !ok {
			return ok
		}
		if object {
			if _, ok := s.name(); !ok {
				return false
			}
		}
		if !s.skip(depth) {
			return false
		}
	}
}
