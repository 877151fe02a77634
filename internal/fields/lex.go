package fields

import (
	"fmt"
	"strings"
)

// kind is the kind of a token.
type kind byte

const (
	end    kind = iota
	name        // letters, digits, underscore
	comma       // ,
	dot         // .
	open        // {
	closed      // }
	value       // ( … ), the text between
)

// token is a word of the language and the position of its first byte.
type token struct {
	kind kind
	text string
	pos  int
}

// Error is a syntax error. Pos counts bytes from 0.
type Error struct {
	Pos     int
	Message string
}

// Error returns the message and the place, counted from 1 as Meta does.
func (e *Error) Error() string {
	return fmt.Sprintf("%s at character %d", e.Message, e.Pos+1)
}

// lexer cuts a text into tokens.
type lexer struct {
	text string
	pos  int
}

// next returns the next token.
func (l *lexer) next() (token, error) {
	l.skipSpace()
	if l.pos >= len(l.text) {
		return token{kind: end, pos: l.pos}, nil
	}
	start := l.pos
	switch c := l.text[start]; {
	case isName(c):
		for l.pos < len(l.text) && isName(l.text[l.pos]) {
			l.pos++
		}
		return token{name, l.text[start:l.pos], start}, nil
	case c == '(':
		return l.value()
	case strings.IndexByte(",.{}", c) >= 0:
		l.pos++
		return token{punctuation[c], l.text[start:l.pos], start}, nil
	default:
		return token{}, &Error{start, fmt.Sprintf("Syntax error \"unexpected %q\"", c)}
	}
}

var punctuation = map[byte]kind{',': comma, '.': dot, '{': open, '}': closed}

// value reads a parameter's text up to the closing parenthesis. Text in quotes and
// pairs of parentheses are part of the value.
func (l *lexer) value() (token, error) {
	start := l.pos
	depth, quote := 0, byte(0)
	for ; l.pos < len(l.text); l.pos++ {
		switch c := l.text[l.pos]; {
		case quote != 0 && c == '\\':
			l.pos++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
			if depth == 0 {
				l.pos++
				text := strings.Trim(l.text[start+1:l.pos-1], space)
				return token{value, text, start}, nil
			}
		}
	}
	return token{}, &Error{start, "Syntax error \"unclosed parenthesis\""}
}

const space = " \t\r\n"

func (l *lexer) skipSpace() {
	for l.pos < len(l.text) && strings.IndexByte(space, l.text[l.pos]) >= 0 {
		l.pos++
	}
}

func isName(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
