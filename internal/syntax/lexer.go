package syntax

import (
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// kind is what a token is: a punctuator stands for itself.
type kind string

const (
	end         kind = "<EOF>"
	spread      kind = "..."
	name        kind = "Name"
	intValue    kind = "Int"
	floatValue  kind = "Float"
	stringValue kind = "String"
	blockString kind = "BlockString"
)

// token is a word or sign of a document.
type token struct {
	kind kind
	// value is a name, the digits of a number, or what a string says.
	value string
	at    *ast.Position
}

// String returns the token as an error repeats it.
func (t token) String() string {
	switch t.kind {
	case name, intValue, floatValue, stringValue, blockString:
		value := t.value
		if len(value) > maxShown {
			value = strings.ToValidUTF8(value[:maxShown], "") + "…"
		}
		return string(t.kind) + ` "` + value + `"`
	case end:
		return string(end)
	}
	return `"` + string(t.kind) + `"`
}

// maxShown is the most bytes that an error repeats of a token.
const maxShown = 40

// lexer reads the tokens of a document one after the other. Commas, comments and
// byte order marks are read over.
//
// Source: GraphQL specification, September 2025, section 2.1, Source Text.
type lexer struct {
	source *ast.Source
	text   string
	// offset is where the next token is looked for, in bytes.
	offset int
	// line and column are where counted is, which runs after offset. Columns are in
	// UTF-16 code units, as graphql-js counts.
	line, column, counted int
	comments              int // how many were read over
}

// at returns the place of an offset, which no later one may be before. Start and End
// of a position are bytes.
func (l *lexer) at(offset int) *ast.Position {
	for l.counted < offset {
		switch c := l.text[l.counted]; {
		case c == '\n', c == '\r' && !strings.HasPrefix(l.text[l.counted:], "\r\n"):
			l.line, l.column = l.line+1, 1
			l.counted++
		case c < utf8.RuneSelf:
			l.column++
			l.counted++
		default:
			r, size := utf8.DecodeRuneInString(l.text[l.counted:])
			if l.column++; r > 0xffff {
				l.column++
			}
			l.counted += size
		}
	}
	return &ast.Position{Start: offset, End: l.offset, Line: l.line, Column: l.column, Src: l.source}
}

// fail ends reading with an error at an offset; Parse recovers it.
func (l *lexer) fail(offset int, format string, args ...any) {
	panic(failure{gqlerror.ErrorPosf(l.at(offset), "Syntax Error: "+format, args...)})
}

// failure is what reading ended with.
type failure struct{ err *gqlerror.Error }

const byteOrderMark = "\ufeff"

// skip reads over what means nothing.
func (l *lexer) skip() {
	for l.offset < len(l.text) {
		switch c := l.text[l.offset]; {
		case c == ' ', c == ',', c == '\t', c == '\n', c == '\r':
			l.offset++
		case c == '#':
			l.comments++
			for l.offset < len(l.text) && l.text[l.offset] != '\n' && l.text[l.offset] != '\r' {
				l.offset++
			}
		case strings.HasPrefix(l.text[l.offset:], byteOrderMark):
			l.offset += len(byteOrderMark)
		default:
			return
		}
	}
}

// next returns the next token.
func (l *lexer) next() token {
	l.skip()
	start := l.offset
	if start == len(l.text) {
		return token{end, "", l.at(start)}
	}
	switch c := l.text[start]; {
	case strings.IndexByte("!$&():=@[]{|}", c) >= 0:
		l.offset++
		return token{kind(l.text[start:l.offset]), "", l.at(start)}
	case strings.HasPrefix(l.text[start:], "..."):
		l.offset += 3
		return token{spread, "", l.at(start)}
	case isNameStart(c):
		for l.offset < len(l.text) && isNamePart(l.text[l.offset]) {
			l.offset++
		}
		return token{name, l.text[start:l.offset], l.at(start)}
	case c == '-', isDigit(c):
		return l.number(start)
	case strings.HasPrefix(l.text[start:], `"""`):
		return l.blockString(start)
	case c == '"':
		return l.string(start)
	}
	l.fail(start, "Unexpected character: %s.", l.shown(start))
	return token{}
}

// shown returns the character at an offset as an error repeats it.
func (l *lexer) shown(offset int) string {
	if offset >= len(l.text) {
		return string(end)
	}
	r, _ := utf8.DecodeRuneInString(l.text[offset:])
	if r == '"' {
		return `'"'`
	}
	if r > ' ' && r < 0x7f {
		return `"` + string(r) + `"`
	}
	return "U+" + strings.ToUpper(hex(r))
}

func (l *lexer) byteAt(offset int) byte {
	if offset < len(l.text) {
		return l.text[offset]
	}
	return 0
}

// number reads an Int or a Float.
func (l *lexer) number(start int) token {
	k := intValue
	if l.byteAt(l.offset) == '-' {
		l.offset++
	}
	if l.byteAt(l.offset) == '0' {
		if l.offset++; isDigit(l.byteAt(l.offset)) {
			l.fail(l.offset, "Invalid number, unexpected digit after 0: %s.", l.shown(l.offset))
		}
	} else {
		l.digits()
	}
	if l.byteAt(l.offset) == '.' {
		k = floatValue
		l.offset++
		l.digits()
	}
	if c := l.byteAt(l.offset); c == 'e' || c == 'E' {
		k = floatValue
		l.offset++
		if sign := l.byteAt(l.offset); sign == '+' || sign == '-' {
			l.offset++
		}
		l.digits()
	}
	if c := l.byteAt(l.offset); c == '.' || isNameStart(c) {
		l.fail(l.offset, "Invalid number, expected digit but got: %s.", l.shown(l.offset))
	}
	return token{k, l.text[start:l.offset], l.at(start)}
}

func (l *lexer) digits() {
	if !isDigit(l.byteAt(l.offset)) {
		l.fail(l.offset, "Invalid number, expected digit but got: %s.", l.shown(l.offset))
	}
	for isDigit(l.byteAt(l.offset)) {
		l.offset++
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

func isNamePart(c byte) bool { return isNameStart(c) || isDigit(c) }
