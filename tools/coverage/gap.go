package main

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/mapping"
)

// asked are the tests that ask for each field of the schema, by its coordinate.
// The tests of internal/app write it down.
type asked map[string]string

func readAsked(file string) (asked, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the one that the command is made for
	if err != nil {
		return nil, err
	}
	a := asked{}
	return a, yaml.Unmarshal(text, &a)
}

// gaps names the fields that the local graph does not answer with a login type
// which has them, and those that no test asks for.
func gaps(m *mapping.Mapping, r rows, a asked) []string {
	var gaps []string
	for _, t := range m.Types() {
		for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
			f := t.Fields[name]
			for _, login := range loginTypes {
				if at := (row{f.Coordinate(), login.client}); r.reach[at] && !r.has[at] {
					gaps = append(gaps, fmt.Sprintf("%s has no row in the local graph with %s", f.Coordinate(), login.client.Title()))
				}
			}
			if a[f.Coordinate()] == "" {
				gaps = append(gaps, f.Coordinate()+" is asked for by no test")
			}
		}
	}
	return gaps
}
