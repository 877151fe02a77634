package command

import (
	"fmt"
	"io"
	"runtime"

	"github.com/gramql/gramql/internal/build"
)

// Version prints the program's version and the version of Go that built it.
func Version(w io.Writer) error {
	_, err := fmt.Fprintf(w, "gramql %s %s\n", build.Version(), runtime.Version())
	return err
}
