// Package redact keeps tokens and secrets out of what is logged or answered.
package redact

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

// Secrets returns a text in which all that looks like a token or a secret is blanked.
func Secrets(text string) string {
	return secret.ReplaceAllString(text, "${1}${2}…")
}

// Line makes a text of the Graph API fit for logs and answers: on one line, without
// secrets, and cut to a limit of bytes.
func Line(text string, limit int) string {
	// Cut first so that a huge text costs little, but not so close that the
	// rest of a cut token would no longer look like one.
	if len(text) > 2*limit+200 {
		text = text[:2*limit+200]
	}
	// Secrets are looked for last: a control character may have hidden one.
	text = Secrets(strings.Map(func(r rune) rune {
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
