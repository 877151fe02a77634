// Package licenses holds the licences of what the binary is made of, as the binary has
// to carry them with it.
package licenses

import (
	_ "embed"
	"io"
	"strings"

	"github.com/gramql/gramql/internal/playground"
)

// written by tools/licenses
//
//go:embed licenses.txt
var ofModules string

// Write writes GramQL's own licence, that of Go, those of the modules that are linked
// in, and those of the packages that the playground's page holds.
func Write(w io.Writer) error {
	line := strings.Repeat("-", 80)
	_, err := io.WriteString(w, ofModules+"\n"+line+"\n\n"+playground.Licenses())
	return err
}
