package syntax

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a string in one line.
//
// Source: section 2.9.4, String Value.
func (l *lexer) string(start int) token {
	var value strings.Builder
	l.offset++
	for l.offset < len(l.text) {
		switch c := l.text[l.offset]; c {
		case '"':
			l.offset++
			return token{stringValue, value.String(), l.at(start)}
		case '\\':
			value.WriteRune(l.escape())
		case '\n', '\r':
			l.fail(l.offset, "Unterminated string.")
		default:
			value.WriteByte(c)
			l.offset++
		}
	}
	l.fail(l.offset, "Unterminated string.")
	return token{}
}

// simple are the escapes of one letter.
var simple = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads what stands for a character.
func (l *lexer) escape() rune {
	start := l.offset
	c := l.byteAt(start + 1)
	if r, ok := simple[c]; ok {
		l.offset += 2
		return r
	}
	if c != 'u' {
		l.fail(start, "Invalid character escape sequence: \"\\%s\".", strings.Trim(l.shown(start+1), `"`))
	}
	r, size, ok := unicodeEscape(l.text[start+2:])
	if !ok {
		l.fail(start, "Invalid Unicode escape sequence.")
	}
	l.offset += 2 + size
	return r
}

// unicodeEscape reads what follows \u: {1F600}, four digits, or four digits and
// \u with four more for a pair of surrogates.
func unicodeEscape(text string) (r rune, size int, ok bool) {
	if strings.HasPrefix(text, "{") {
		const longest = 8 // digits, as graphql-js has it
		digits, _, closed := strings.Cut(text[1:min(len(text), longest+2)], "}")
		r, ok = unhex(digits)
		return r, len(digits) + 2, closed && ok && utf8.ValidRune(r)
	}
	if len(text) < 4 {
		return 0, 0, false
	}
	if r, ok = unhex(text[:4]); !ok || !utf16.IsSurrogate(r) {
		return r, 4, ok
	}
	if len(text) < 10 || text[4:6] != `\u` {
		return 0, 0, false
	}
	low, ok := unhex(text[6:10])
	r = utf16.DecodeRune(r, low)
	return r, 10, ok && r != utf8.RuneError
}

func unhex(digits string) (rune, bool) {
	if strings.HasPrefix(digits, "+") || strings.HasPrefix(digits, "-") {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 16, 32)
	return rune(n), err == nil
}

func hex(r rune) string {
	digits := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", max(0, 4-len(digits))) + digits
}

// blockString reads a string of several lines.
func (l *lexer) blockString(start int) token {
	var raw strings.Builder
	for l.offset += 3; l.offset < len(l.text); {
		rest := l.text[l.offset:]
		switch {
		case strings.HasPrefix(rest, `"""`):
			l.offset += 3
			return token{blockString, dedent(raw.String()), l.at(start)}
		case strings.HasPrefix(rest, `\"""`):
			raw.WriteString(`"""`)
			l.offset += 4
		case strings.HasPrefix(rest, "\r\n"):
			raw.WriteByte('\n')
			l.offset += 2
		case rest[0] == '\r':
			raw.WriteByte('\n')
			l.offset++
		default:
			raw.WriteByte(rest[0])
			l.offset++
		}
	}
	l.fail(l.offset, "Unterminated string.")
	return token{}
}

// dedent removes the indentation that all lines but the first share, and the blank
// lines around the text.
//
// Source: section 2.9.4, BlockStringValue.
func dedent(raw string) string {
	lines := strings.Split(raw, "\n")
	common, first, last := -1, -1, -1
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if indent == len(line) {
			continue
		}
		if last = i; first < 0 {
			first = i
		}
		if i > 0 && (common < 0 || indent < common) {
			common = indent
		}
	}
	if first < 0 {
		return ""
	}
	for i := 1; i < len(lines) && common > 0; i++ {
		lines[i] = lines[i][min(common, len(lines[i])):]
	}
	return strings.Join(lines[first:last+1], "\n")
}
