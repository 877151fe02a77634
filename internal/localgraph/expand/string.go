package expand

import (
	"unicode/utf16"
	"unicode/utf8"
)

const hex = "0123456789abcdef"

// appendString writes a JSON string as Meta does, with slashes and all characters
// beyond ASCII escaped.
func appendString(text []byte, s string) []byte {
	text = append(text, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' && c != '/' {
			i++
			continue
		}
		text = append(text, s[start:i]...)
		if c < utf8.RuneSelf {
			text = appendEscape(text, c)
			i++
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			text = appendRune(text, r)
			i += size
		}
		start = i
	}
	return append(append(text, s[start:]...), '"')
}

func appendEscape(text []byte, c byte) []byte {
	switch c {
	case '"', '\\', '/':
		return append(text, '\\', c)
	case '\n':
		return append(text, `\n`...)
	case '\r':
		return append(text, `\r`...)
	case '\t':
		return append(text, `\t`...)
	}
	return appendUnit(text, rune(c))
}

func appendRune(text []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return appendUnit(appendUnit(text, high), low)
	}
	return appendUnit(text, r)
}

func appendUnit(text []byte, u rune) []byte {
	return append(text, '\\', 'u', hex[u>>12&15], hex[u>>8&15], hex[u>>4&15], hex[u&15])
}
