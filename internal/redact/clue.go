package redact

import "strings"

// shortest is the length of the shortest credential that only its letters in a row tell: a key of
// this server's.
const shortest = 24

// hasClue reports whether a text may hold what one of the forms is known by. Nearly no text does,
// and looking for the forms themselves takes a hundred times as long.
func hasClue(text string) bool {
	run, assigned := 0, false
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', c == '_', c == '-':
			if run++; run == shortest {
				return true
			}
			continue
		case c == '|', c >= 0x80: // letters beyond ASCII may be others' capitals
			return true
		case c == '=', c == ':':
			assigned = true
		}
		run = 0
	}
	for _, beginning := range [...]string{"IGAA", "IGQ", "EAA"} {
		if strings.Contains(text, beginning) {
			return true
		}
	}
	return containsFold(text, "bearer ") ||
		assigned && (containsFold(text, "token") || containsFold(text, "secret") || containsFold(text, "signature"))
}

// containsFold reports whether a word in lower case is in a text, in whatever case.
func containsFold(text, word string) bool {
	for i := range len(text) - len(word) + 1 {
		if text[i]|0x20 == word[0] && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
