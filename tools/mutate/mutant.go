package main

import (
	"fmt"
	"slices"
	"strings"
)

// edit is a text put in the place of the bytes from start to end.
type edit struct {
	start, end int
	text       string
}

// apply returns the text as it is after the edit.
func (e edit) apply(text []byte) []byte {
	return slices.Concat(text[:e.start], []byte(e.text), text[e.end:])
}

// mutant is one change of a package.
type mutant struct {
	edit
	file     string
	line     int
	function string
	// before and after are the changed lines, with their space squeezed.
	before, after string
}

// change names the mutant within its file, as known.yml does: what function is
// changed, from what, to what.
func (m mutant) change() string {
	return fmt.Sprintf("%s: %s → %s", m.function, m.before, m.after)
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d: %s", m.file, m.line, m.change())
}

// longest is how much of a line is shown.
const longest = 160

// lines returns what the lines of an edit are before and after it. Where that is
// more than one can read, it returns only what is replaced.
func (e edit) lines(text []byte) (before, after string) {
	from, to := e.start, e.end
	for from > 0 && text[from-1] != '\n' {
		from--
	}
	for to < len(text) && text[to] != '\n' {
		to++
	}
	before = squeeze(string(text[from:to]))
	if len(before) > longest {
		return shorten(squeeze(string(text[e.start:e.end]))), orNothing(shorten(e.text))
	}
	return before, orNothing(squeeze(string(text[from:e.start]) + e.text + string(text[e.end:to])))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func shorten(s string) string {
	if len(s) > longest {
		return strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
