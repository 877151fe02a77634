package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

const (
	module     = "github.com/gramql/gramql"
	layoutFile = "docs/layout.yml"
)

// layer is one package of the layout and what it may import.
type layer struct {
	Package string
	Imports []string
	// Tests are what its tests may import besides.
	Tests []string
}

func TestLayout_importsOnlyWhatItAllows(t *testing.T) {
	layout, found := readLayout(t), findPackages(t)
	for _, l := range layout {
		uses, ok := found[l.Package]
		if !ok {
			t.Errorf("%s lists %s, which is not a package", layoutFile, l.Package)
			continue
		}
		for _, name := range uses.code.sorted() {
			if !slices.Contains(l.Imports, name) {
				t.Errorf("%s may not import %s", l.Package, name)
			}
		}
		reachable := reach(layout, append(l.Tests, l.Package)...)
		for _, name := range uses.tests.sorted() {
			if name != l.Package && !reachable[name] && !slices.Contains(l.Tests, name) {
				t.Errorf("the tests of %s may not import %s", l.Package, name)
			}
		}
	}
}

func TestLayout_listsEveryPackage(t *testing.T) {
	layout := readLayout(t)
	for name := range findPackages(t) {
		if !slices.ContainsFunc(layout, func(l layer) bool { return l.Package == name }) {
			t.Errorf("%s does not say what %s may import", layoutFile, name)
		}
	}
}

func TestLayout_pointsDownOnly(t *testing.T) {
	above := map[string]bool{}
	for _, l := range readLayout(t) {
		if above[l.Package] {
			t.Errorf("%s is listed twice", l.Package)
		}
		above[l.Package] = true
		for _, name := range l.Imports {
			if above[name] {
				t.Errorf("%s may import %s, which is not below it", l.Package, name)
			}
		}
	}
}

// Some modules are hidden by the one package that uses them.
func TestLayout_hidesModulesBehindTheirPackages(t *testing.T) {
	for hidden, by := range map[string][]string{
		"github.com/riverqueue/river": {"internal/jobs"},
		"github.com/jackc/pgx":        {"internal/database", "internal/jobs"}, // jobs passes its pool on to River
		"github.com/pressly/goose":    {"internal/database"},
		"modernc.org/sqlite":          {"internal/database", "internal/sqlite"}, // database reads its error codes
		"github.com/coder/websocket":  {"internal/httpx"},
		"github.com/redis/rueidis":    {"internal/events", "internal/graphapi", "internal/redis"},
		"github.com/gofrs/flock":      {"internal/database", "internal/localgraph/store", "internal/seal"},
	} {
		for name, files := range externalImports(t, hidden) {
			if !slices.ContainsFunc(by, func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") }) {
				t.Errorf("%s imports %s, which only %v may", files, hidden, by)
			}
		}
	}
}

func TestLayout_allowsNoImportThatIsNotMade(t *testing.T) {
	found := findPackages(t)
	for _, l := range readLayout(t) {
		for _, name := range l.Imports {
			if !found[l.Package].code[name] {
				t.Errorf("%s may import %s, but does not", l.Package, name)
			}
		}
	}
}

func TestLayout_givesTheLocalGraphNothingThatKnowsAnswers(t *testing.T) {
	layout := readLayout(t)
	shared := []string{"internal/fields", "internal/loopback", "internal/sqlite"}
	for name := range reach(layout, "internal/localgraph") {
		if !slices.Contains(shared, name) && !strings.HasPrefix(name, "internal/localgraph/") {
			t.Errorf("internal/localgraph reaches %s", name)
		}
	}
}

// What is there for tests is in no program.
func TestLayout_leavesTheHarnessToTests(t *testing.T) {
	for name := range reach(readLayout(t), ".") {
		if strings.HasPrefix(name, "internal/app/") || name == "internal/badnetwork" || name == "internal/localgraph/conformance" || name == "internal/plan/plantest" || name == "internal/loader/loadertest" {
			t.Errorf("the program reaches %s, which is for tests", name)
		}
	}
}

func readLayout(t *testing.T) []layer {
	t.Helper()
	text, err := os.ReadFile(layoutFile)
	if err != nil {
		t.Fatal(err)
	}
	var layout []layer
	if err := yaml.UnmarshalWithOptions(text, &layout, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return layout
}

// reach returns all packages that packages import, themselves or through others.
func reach(layout []layer, names ...string) map[string]bool {
	reached := map[string]bool{}
	var follow func(string)
	follow = func(name string) {
		for _, l := range layout {
			for _, next := range l.Imports {
				if l.Package == name && !reached[next] {
					reached[next] = true
					follow(next)
				}
			}
		}
	}
	for _, name := range names {
		follow(name)
	}
	return reached
}

// externalImports returns the packages that import a module, with one file of each, tests
// left out.
func externalImports(t *testing.T, module string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for name := range findPackages(t) {
		files, err := filepath.Glob(filepath.FromSlash(name) + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || file == "tools.go" {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range parsed.Imports {
				if strings.HasPrefix(strings.Trim(spec.Path.Value, `"`), module) {
					found[name] = file
				}
			}
		}
	}
	return found
}

// set is names of our packages, as paths from the root.
type set map[string]bool

func (s set) sorted() []string { return slices.Sorted(maps.Keys(s)) }

// uses is what a package imports of ours.
type uses struct{ code, tests set }

// findPackages reads the imports of every Go file.
func findPackages(t *testing.T) map[string]uses {
	t.Helper()
	found := map[string]uses{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		if entry.IsDir() {
			if name := entry.Name(); name == "node_modules" || name == "testdata" || len(name) > 1 && name[0] == '.' {
				return filepath.SkipDir
			}
			return nil
		}
		if path.Ext(file) != ".go" {
			return nil
		}
		name := path.Dir(file)
		if _, ok := found[name]; !ok {
			found[name] = uses{set{}, set{}}
		}
		into := found[name].code
		if strings.HasSuffix(file, "_test.go") {
			into = found[name].tests
		}
		return addImports(into, file)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func addImports(into set, file string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if imported == module {
			into["."] = true
		} else if name, ok := strings.CutPrefix(imported, module+"/"); ok {
			into[name] = true
		}
	}
	return nil
}
