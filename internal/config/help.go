package config

import (
	"fmt"
	"io"
	"strings"
)

// WriteHelp prints every command and every setting with its default and its
// name in the environment.
func WriteHelp(w io.Writer) error {
	var b strings.Builder
	b.WriteString("GramQL: one GraphQL endpoint over the Instagram Graph API.\n\nUsage: gramql [command] [flags]\n\nCommands:\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %s\n\t%s\n", strings.TrimSpace(c.name+" "+c.arguments), c.meaning)
	}
	b.WriteString("\nSettings: a flag, else the environment, else the default.\n")
	for _, s := range settingsTable {
		fallback := s.fallback
		if fallback == "" {
			fallback = "empty"
		}
		fmt.Fprintf(&b, "  -%s, %s (default: %s)\n\t%s\n", s.flag, s.env(), fallback, s.meaning)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
