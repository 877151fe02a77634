package command

import (
	"io"

	"github.com/gramql/gramql/internal/licenses"
)

// Licenses prints the licences of all that the program is made of.
func Licenses(w io.Writer) error { return licenses.Write(w) }
