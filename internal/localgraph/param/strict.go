package param

import (
	"encoding/json"
	"regexp"
	"strings"
)

// pieces are a text in either quotes, a bare word, and anything else.
var pieces = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][A-Za-z0-9_.]*|[^"'A-Za-z_]+|["']`)

// strict writes loose JSON as JSON: bare words and texts in single quotes get double
// quotes.
func strict(loose string) string {
	return pieces.ReplaceAllStringFunc(loose, func(piece string) string {
		switch first := piece[0]; {
		case piece == "true", piece == "false", piece == "null":
			return piece
		case first == '\'' && len(piece) > 1:
			return quoted(strings.ReplaceAll(piece[1:len(piece)-1], `\'`, `'`))
		case first == '_' || first >= 'A' && first <= 'Z' || first >= 'a' && first <= 'z':
			return quoted(piece)
		}
		return piece
	})
}

func quoted(text string) string {
	literal, err := json.Marshal(text)
	if err != nil { // a text cannot fail
		return `""`
	}
	return string(literal)
}
