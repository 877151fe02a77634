// Command licenses writes internal/licenses/licenses.txt: the licences and notices of
// all that the binary holds for any system that it is released for, but the
// playground's, which its own build writes. It fails at a licence that is not on the
// list, so that nobody adds one unseen. `go generate ./...` runs it.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
)

// accepted are the licences, by their SPDX names, that allow what GramQL does: to pass
// the work on within a binary under the Apache License, with its notice.
var accepted = map[string]bool{
	"Apache-2.0":              true,
	"BSD-2-Clause":            true,
	"BSD-3-Clause":            true,
	"ISC":                     true,
	"MIT":                     true,
	"MPL-2.0":                 true, // in files of its own, whose sources are public
	"LicenseRef-PublicDomain": true,
	"Unlicense":               true,
	"Zlib":                    true,
}

const target = "internal/licenses/licenses.txt"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func run() error {
	held, err := held()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	var problems []error
	for i, w := range held {
		problems = append(problems, w.check())
		if i > 0 {
			b.WriteString("\n" + strings.Repeat("-", 80) + "\n\n")
		}
		fmt.Fprintf(&b, "%s\n\n%s\n", strings.Join(w.names, "\n"), strings.TrimSpace(w.text))
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	return os.WriteFile(target, b.Bytes(), 0o644) //nolint:gosec // a file of the sources, which everybody may read
}
