// Command coverage writes docs/coverage.md: every Graph API field and edge that
// the schema reaches, with its coordinate, login types and permissions. Where
// Meta's machine-readable specifications are at hand (-specs), it compares the
// schema with them, and fails for what is neither reached nor left out with a
// reason in docs/coverage.yml. What it writes does not depend on them.
// `go generate ./...` runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/gramql/gramql/graph"
)

func main() {
	specs := flag.String("specs", besideUs(), "a folder of Meta's specifications to compare with; empty compares with none")
	flag.Parse()
	if err := run(*specs); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// besideUs returns the folder of specifications beside the checkout; empty where
// there is none.
func besideUs() string {
	const folder = "../shared/graph-api/specs"
	if _, err := os.Stat(folder); err != nil {
		return ""
	}
	return folder
}

func run(specs string) error {
	_, m, err := graph.NewSchema()
	if err != nil {
		return err
	}
	known, err := readKnown("docs/coverage.yml")
	if err != nil {
		return err
	}
	if specs != "" {
		missing, err := known.missing(m, specs)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return fmt.Errorf("not reached, and not left out with a reason in docs/coverage.yml:\n  %s", strings.Join(missing, "\n  "))
		}
	}
	return os.WriteFile("docs/coverage.md", []byte(page(m, known)), 0o644) //nolint:gosec // a file of the repository, as Git keeps it
}
