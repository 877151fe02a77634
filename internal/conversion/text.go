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
func AppendCharacters(b []byte, value string) []byte {
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
