package config

import (
	"fmt"
	"io"
	"strings"
)

const helpHead = `GramQL serves the Instagram Graph API as GraphQL.

Usage: gramql [command] [flags]

Commands:
`

const helpFlags = `
Flags may come before or after the command. A flag that is not given is read
from its environment variable; if that is not set either, the default applies.
Durations are written as 500ms or 10s, sizes in bytes or as 256KiB or 64MiB.
`

// WriteHelp prints all commands, and all settings with their environment variables
// and defaults.
func WriteHelp(w io.Writer) error {
	var b strings.Builder
	b.WriteString(helpHead)
	for _, c := range commands {
		fmt.Fprintf(&b, "  %s\n", strings.TrimSpace(c.name+" "+c.arguments))
		writeIndented(&b, c.meaning)
	}
	b.WriteString(helpFlags)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s:\n", g.title)
		for _, s := range g.settings {
			fallback := s.fallback
			if fallback == "" {
				fallback = "empty"
			}
			fmt.Fprintf(&b, "  -%s, %s (default: %s)\n", s.flag, s.env(), fallback)
			writeIndented(&b, s.meaning)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const (
	helpIndent = "      "
	helpWidth  = 80
)

// writeIndented writes a text in lines of at most helpWidth.
func writeIndented(b *strings.Builder, text string) {
	line := helpIndent
	for _, word := range strings.Fields(text) {
		if line != helpIndent && len(line)+len(" ")+len(word) > helpWidth {
			b.WriteString(line + "\n")
			line = helpIndent
		}
		if line != helpIndent {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
}
