package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"

	"golang.org/x/tools/imports"
)

// rewrites make gqlgen's code do less where this schema asks for less.
var rewrites = []struct {
	found *regexp.Regexp
	by    string
	ours  bool // in files with types of ours only, not in introspection's
}{
	// The schema has no @defer: no object carries what defers its fields.
	{found: regexp.MustCompile(`\n\tdeferredFieldSet := .*\n\tdeferLabelToView := .*\n`), by: "\n"},
	{found: regexp.MustCompile(`(?s)\n\t+if field\.IsDeferred\(\) \{.*?// don't run .*?\n\t+continue\n\t+\}\n`)},
	{found: regexp.MustCompile(`(?s)\tatomic\.AddInt32\(&ec\.Deferred.*?\n\t\}\)\n\n(\treturn out\n)`), by: "$1"},
	// Without deferred fields an object is written as it is.
	{found: regexp.MustCompile(`\n\treturn out\n`), by: "\n\treturn model.Object(fields, out)\n", ours: true},
	// What the schema says of itself is answered by our package; whether it may be
	// asked is a rule of documents.
	{found: regexp.MustCompile(`ec\.IntrospectSchema\(\)`), by: "introspection.Of(ec.Schema()), nil"},
	{found: regexp.MustCompile(`ec\.IntrospectType\(.*\)\n`), by: "introspection.Asked(ec.Schema(), fc.Field.ArgumentMap(ec.Variables))\n"},
	// The schema comes from schema/, read once for all; gqlgen would embed and read it again.
	{found: regexp.MustCompile(`\n\tif e\.SchemaData != nil \{\n\t\treturn e\.SchemaData\n\t\}\n\treturn parsedSchema\n`), by: "\n\treturn e.SchemaData\n"},
	{found: regexp.MustCompile(`\n\t\t\tparsedSchema,\n`), by: "\n\t\t\texecSchema.SchemaData,\n"},
	{found: regexp.MustCompile(`(?s)\nvar sources = .*\nvar parsedSchema = [^\n]*\n`), by: "\n"},
	// A goroutine for each element is for those that may wait.
	{found: regexp.MustCompile(`graphql\.MarshalSliceConcurrently\(ctx, len\(v\), 0, false, `), by: "model.MarshalSlice(ctx, sel, len(v), ", ours: true},
}

// writeLean rewrites the files of gqlgen's. Each rewrite must find something in
// them, or gqlgen has changed.
func writeLean() error {
	files, err := filepath.Glob(generated)
	if err != nil {
		return err
	}
	done := make([]int, len(rewrites))
	for _, file := range files {
		source, err := os.ReadFile(file) //nolint:gosec // gqlgen has just written it
		if err != nil {
			return err
		}
		short, err := imports.Process(file, lean(source, done), nil) // some are of no use any more
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, short, 0o644); err != nil { //nolint:gosec // source, for everyone to read
			return err
		}
	}
	for i, n := range done {
		if n == 0 {
			return errors.New("gqlgen writes objects differently: nothing is like " + rewrites[i].found.String())
		}
	}
	return nil
}

// lean rewrites a file, and counts what it did by rewrite.
func lean(source []byte, done []int) []byte {
	ours := importsModel(source)
	for i, r := range rewrites {
		if r.ours && !ours {
			continue
		}
		done[i] += len(r.found.FindAllIndex(source, -1))
		source = r.found.ReplaceAll(source, []byte(r.by))
	}
	return source
}
