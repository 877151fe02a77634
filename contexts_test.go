package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// contextValues is what travels in contexts, by the one file that puts it there: all
// else that a function needs is among its parameters.
var contextValues = map[string]string{
	"internal/viewer/viewer.go":             "the viewer",
	"internal/graphapi/transport/record.go": "the running operation",
	"internal/telemetry/telemetry.go":       "the request's telemetry",
}

func TestContexts_carryTheViewerTheOperationAndTelemetryOnly(t *testing.T) {
	found := map[string]int{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && (name == "node_modules" || name == "testdata" || len(name) > 1 && name[0] == '.'):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "WithValue" {
				if of, ok := s.X.(*ast.Ident); ok && of.Name == "context" {
					found[filepath.ToSlash(file)]++
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range slices.Sorted(maps.Keys(found)) {
		if contextValues[file] == "" || found[file] > 1 {
			t.Errorf("%s puts %d values into contexts", file, found[file])
		}
	}
	for file, what := range contextValues {
		if found[file] == 0 {
			t.Errorf("%s does not put %s into a context", file, what)
		}
	}
}
