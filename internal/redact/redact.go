// Package redact keeps tokens and secrets out of what is logged or answered.
package redact

import (
	"regexp"
	"strings"
	"unicode"
)

// What credentials are known by.
const (
	// named ones are written as in URLs, headers and JSON.
	named = `(?i:((?:access_token|exchange_token|client_secret|app_?secret(?:_proof)?|signature)["']?\s*[=:]\s*["']?)[^\s&"'<>]+` +
		`|(Bearer +)[^\s"'<>,]{6,})`
	// forms are those of the Graph API's tokens, of this server's keys, tokens and codes, of
	// Meta's codes, of what no one can guess in a cookie or a state, of sealed texts and the
	// keys that seal them, and of app tokens (id|secret).
	forms = `(^|[^0-9A-Z])(?:IGAA|IGQ[VW]|EAA)[0-9A-Za-z_-]{6,}` +
		`|gq[acr]?_[0-9A-Za-z]{8}_[0-9A-Za-z_]{12,}` +
		`|\bAQ[0-9A-Za-z_-]{40,}` +
		`|[A-Z2-7]{52}` +
		`|\bk[0-9]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]{40,}` +
		`|\b[0-9]{5,}\|[0-9A-Za-z_-]{6,}`
	// digits are 32 hexadecimal ones: an app's secret, and much else.
	digits = `|(?i:\b[0-9A-F]{32}\b)`
	// long is a word that is too long to be one.
	long = `|[0-9A-Za-z_|-]{40,}`
)

var (
	credential = regexp.MustCompile(forms)
	known      = regexp.MustCompile(named + `|` + forms + digits)
	suspect    = regexp.MustCompile(named + `|` + forms + digits + long)
)

// kept is what stays of a text that is blanked: what stands before the secret.
const kept = "${1}${2}${3}…"

// HasCredential reports whether a credential is in a name, whatever else is there.
func HasCredential(name string) bool { return hasClue(name) && credential.MatchString(name) }

// Credentials returns a text of this server's or a client's in which credentials are blanked.
func Credentials(text string) string {
	if !hasClue(text) || !known.MatchString(text) {
		return text
	}
	return known.ReplaceAllString(text, kept)
}

// Secrets returns a text in which all that looks like a token or a secret is blanked, words
// that are too long among them: Meta may have tokens of other forms.
func Secrets(text string) string { return suspect.ReplaceAllString(text, kept) }

// Given returns the beginning of a text that a client sent, as errors may repeat it: without
// credentials, and cut to a limit of bytes.
func Given(text string, limit int) string {
	// What is blanked first leaves no half of a credential at the end.
	if text = Credentials(text); len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
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
