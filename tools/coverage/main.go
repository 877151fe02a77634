// Command coverage writes docs/coverage.md: every Graph API field and edge that
// the schema reaches, with its coordinate, login types, permissions, and a test
// that selects it. It fails if a field has no row in the local graph or no test.
//
// With a folder of Meta's machine-readable specifications (-specs), it also
// compares the schema with them, and fails for whatever is neither reached nor
// left out with a reason in docs/coverage.yml. What it writes does not depend on
// the specifications. `go generate ./...` runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/gramql/gramql/internal/mapping"
)

func main() {
	specs := flag.String("specs", defaultSpecs(), "folder of Meta's specifications to compare the schema with; empty: none")
	flag.Parse()
	if err := run(*specs); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// defaultSpecs returns the folder in which contributors keep the specifications of
// Meta's Business SDK, one JSON file a node, beside their checkout; empty if it does
// not exist. They are Meta's, and so not part of this repository.
func defaultSpecs() string {
	const folder = "../shared/graph-api/specs"
	if _, err := os.Stat(folder); err != nil {
		return ""
	}
	return folder
}

func run(specs string) error {
	schema, m, err := mapping.Load()
	if err != nil {
		return err
	}
	known, err := readKnown("docs/coverage.yml")
	if err != nil {
		return err
	}
	tests, err := readTests("internal/app/reads/testdata/asked.yml")
	if err != nil {
		return err
	}
	r := readRows(schema, m)
	if gaps := gaps(m, r, tests); len(gaps) > 0 {
		return fmt.Errorf("not covered:\n  %s", strings.Join(gaps, "\n  "))
	}
	if specs != "" {
		missing, err := known.missing(m, specs)
		if err != nil {
			return err
		}
		values, err := known.missingValues(schema, specs)
		if err != nil {
			return err
		}
		if missing = append(missing, values...); len(missing) > 0 {
			return fmt.Errorf("not reached, and not left out with a reason in docs/coverage.yml:\n  %s", strings.Join(missing, "\n  "))
		}
	}
	return os.WriteFile("docs/coverage.md", []byte(page(m, known, r, tests)), 0o644) //nolint:gosec // a file of the repository, as Git keeps it
}
