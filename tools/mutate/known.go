package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"
)

// survivor is a mutant that may survive, and why.
type survivor struct {
	Package string
	File    string
	// Mutant is the change as the command prints it: function: before → after.
	Mutant string
	Reason string
}

// survivors are all that are known.
type survivors []survivor

// readKnown reads the survivors of a file. Each has a reason.
func readKnown(file string) (survivors, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the file that was named
	if err != nil {
		return nil, err
	}
	var known survivors
	if err := yaml.UnmarshalWithOptions(text, &known, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, s := range known {
		if s.Reason == "" {
			return nil, fmt.Errorf("%s: no reason for %s", file, s)
		}
	}
	return known, nil
}

func (s survivor) String() string { return fmt.Sprintf("%s/%s: %s", s.Package, s.File, s.Mutant) }

// without returns the mutants of a package that are not known survivors, and how many
// are. A survivor of the package that is none of the mutants is an error.
func (known survivors) without(name string, mutants []mutant) (rest []mutant, left int, err error) {
	unmatched := map[[2]string]survivor{}
	expected := map[[2]string]bool{}
	for _, s := range known {
		if s.Package == name {
			unmatched[[2]string{s.File, s.Mutant}] = s
			expected[[2]string{s.File, s.Mutant}] = true
		}
	}
	for _, m := range mutants {
		key := [2]string{m.file, m.change()}
		if delete(unmatched, key); expected[key] {
			left++
			continue
		}
		rest = append(rest, m)
	}
	var failures []error
	for _, s := range known {
		if _, ok := unmatched[[2]string{s.File, s.Mutant}]; ok && s.Package == name {
			failures = append(failures, fmt.Errorf("known, but no mutant: %s", s))
		}
	}
	return rest, left, errors.Join(failures...)
}
