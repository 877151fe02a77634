package config

import (
	"fmt"
	"io"
	"strings"
)

const pageHead = `# Settings

<!-- Written by go generate from internal/config. -->

Each setting is a flag, or an environment variable of its name. The flag wins; where neither is given, the default holds. A variable that begins with ` + "`" + envPrefix + "`" + ` and is none of these stops the start, and so does a wrong value, with one line that says what to write and exit code 2. Durations are written as ` + "`500ms` or `10s`, sizes in bytes or as `256KiB` or `64MiB`" + `. ` + "`gramql doctor`" + ` looks whether what they name is there.
`

// WritePage writes all settings as a page of Markdown, with a table for each topic.
func WritePage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n\n| flag | variable | default | what it sets |\n| --- | --- | --- | --- |\n", g.title)
		for _, s := range g.settings {
			fallback := "–"
			if s.fallback != "" {
				fallback = "`" + s.fallback + "`"
			}
			fmt.Fprintf(&b, "| `-%s` | `%s` | %s | %s |\n", s.flag, s.env(), fallback, inTable.Replace(s.meaning))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// inTable keeps a text from being taken for Markdown's own signs.
var inTable = strings.NewReplacer("|", `\|`, "*", `\*`, "<", "&lt;", "_", `\_`)
