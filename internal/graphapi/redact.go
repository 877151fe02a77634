package graphapi

import (
	"regexp"
	"strings"
	"unicode"
)

// secret finds what looks like a secret: named ones as they are written in URLs,
// headers and JSON, tokens by their first letters, app tokens (id|secret), app
// secrets (32 hex digits), and any word too long to be one.
var secret = regexp.MustCompile(`(?i)` +
	`((?:access_token|exchange_token|client_secret|app_?secret(?:_proof)?|signature)["']?\s*[=:]\s*["']?)[^\s&"'<>]+` +
	`|(Bearer +)[^\s"'<>,]{6,}` +
	`|\b(?:EAA|IGAA|IGQ)[0-9A-Z_-]{6,}` +
	`|\b[0-9]{5,}\|[0-9A-Z_-]{6,}` +
	`|\b[0-9A-F]{32}\b` +
	`|[0-9A-Z_|-]{40,}`)

// Redact blanks what looks like a token or a secret in a text.
func Redact(text string) string {
	return secret.ReplaceAllString(text, "${1}${2}…")
}

// clean makes a text of the upstream fit for logs and answers: redacted, on one
// line, and of limited length.
func clean(text string, limit int) string {
	// Cut first so that a huge text costs little, but not so close that the
	// rest of a cut token would no longer look like one.
	if len(text) > 2*limit+200 {
		text = text[:2*limit+200]
	}
	// Redact last, so that nothing that is put right here hid a secret from it.
	text = Redact(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text))
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}
