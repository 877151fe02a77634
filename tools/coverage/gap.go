package main

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/mapping"
)

// testsByField names a test that selects each field of the schema, by the field's
// coordinate. The tests of internal/app/reads write it down.
type testsByField map[string]string

func readTests(file string) (testsByField, error) {
	text, err := os.ReadFile(file) //nolint:gosec // a file of the repository
	if err != nil {
		return nil, err
	}
	tests := testsByField{}
	return tests, yaml.Unmarshal(text, &tests)
}

// gaps names the fields of the Graph API that the local graph does not answer with a login
// type that has them, and all those that no test selects.
func gaps(m *mapping.Mapping, r rows, tests testsByField) []string {
	var gaps []string
	for _, t := range m.Types() {
		for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
			f := t.Fields[name]
			for _, login := range loginTypes {
				if at := (row{f.Coordinate(), login.client}); r.reach[at] && !r.has[at] && !t.ServerOnly {
					gaps = append(gaps, fmt.Sprintf("%s has no row in the local graph with %s", f.Coordinate(), login.client.Title()))
				}
			}
			own := t.Name == mutation && f.Write == nil || t.Name == subscription
			if tests[f.Coordinate()] == "" && !own {
				gaps = append(gaps, f.Coordinate()+" is selected by no test")
			}
		}
	}
	return gaps
}
