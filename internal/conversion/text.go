package conversion

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// IsPlain reports whether the strings in a JSON text mean the very characters between
// their quotes: no escapes, ASCII only.
func IsPlain(value string) bool {
	for i := range len(value) {
		if value[i] == '\\' || value[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// AppendCharacters appends the characters of a JSON string, with U+FFFD for each that is
// not whole: half an emoji, bytes that are no UTF-8.
func AppendCharacters[T string | []byte](b []byte, value T) []byte {
	b, _ = jsontext.AppendUnquote(b, value)
	return b
}

// WholeCharacters returns a JSON text with U+FFFD for each character in it that is not
// whole, which no client could read. The error is that of a text that is no JSON.
func WholeCharacters(value string) ([]byte, error) {
	text := jsontext.Value(value)
	if IsPlain(value) {
		return text, nil
	}
	err := text.Format(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(false))
	return text, err
}

// hex are the digits of escapes.
const hex = "0123456789ABCDEF"

// AppendQuoted appends characters as an answer of GraphQL has them, with quotes: what
// must be escaped is, and nothing else.
func AppendQuoted(b, characters []byte) []byte {
	b = append(b, '"')
	begin := 0
	for i, c := range characters {
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, characters[begin:i]...)
		begin = i + 1
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\n':
			b = append(b, `\n`...)
		case '"', '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
	}
	return append(append(b, characters[begin:]...), '"')
}
