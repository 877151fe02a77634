package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/config"
)

func TestDocs_linkToWhatExists(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	for _, file := range documents(t) {
		for _, match := range link.FindAllStringSubmatch(readText(t, file), -1) {
			target := match[1] + match[2]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			name, anchor, _ := strings.Cut(target, "#")
			if name = filepath.Join(filepath.Dir(file), name); strings.HasPrefix(target, "#") {
				name = file
			}
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s links to %s, which does not exist", file, target)
			} else if anchor != "" && !slices.Contains(anchors(readText(t, name)), anchor) {
				t.Errorf("%s links to %s, which has no such heading", file, target)
			}
		}
	}
}

// A name in backticks that looks like a file is one, and what follows "file: " is
// declared in it.
func TestDocs_nameOnlyWhatExists(t *testing.T) {
	named := regexp.MustCompile("`([\\w./-]+\\.(?:go|graphqls|yml|sql|js|mjs))(?:: ([^`]+))?`")
	for _, file := range documents(t) {
		for _, match := range named.FindAllStringSubmatch(readText(t, file), -1) {
			if _, err := os.Stat(match[1]); err != nil {
				t.Errorf("%s names %s, which does not exist", file, match[1])
				continue
			}
			if match[2] == "" {
				continue
			}
			declared := declaredNames(t, match[1])
			for name := range strings.SplitSeq(match[2], ", ") {
				if _, method, ok := strings.Cut(name, "."); ok {
					name = method
				}
				if !declared[name] {
					t.Errorf("%s names %s of %s, which is not declared there", file, name, match[1])
				}
			}
		}
	}
}

// A command in backticks that names a package, and tests of it by -run, matches some
// of its tests.
func TestDocs_nameTestsThatThereAre(t *testing.T) {
	command := regexp.MustCompile("`(?:-race )?(\\./[\\w/]+)(?: -run '?([^`' ]+)'?)?`")
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, match := range command.FindAllStringSubmatch(strings.ReplaceAll(readText(t, "docs/reliability.md"), `\|`, "|"), -1) {
		chosen := regexp.MustCompile(match[2])
		files, err := filepath.Glob(match[1] + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool {
			return slices.ContainsFunc(declared.FindAllStringSubmatch(readText(t, file), -1), func(test []string) bool { return chosen.MatchString(test[1]) })
		}) {
			t.Errorf("docs/reliability.md names %s, which is no test", match[0])
		}
	}
}

func TestDocs_nameEveryPackageInTheArchitecture(t *testing.T) {
	text := readText(t, "docs/architecture.md")
	for name := range findPackages(t) {
		if name != "." && !strings.Contains(text, "| `"+name+"` |") {
			t.Errorf("docs/architecture.md does not say what %s is", name)
		}
	}
}

func TestReadme_namesEveryCommandAndSettingOfHelp(t *testing.T) {
	readme := readText(t, "README.md")
	var help bytes.Buffer
	if err := config.WriteHelp(&help); err != nil {
		t.Fatal(err)
	}
	listed, shown := set{}, set{}
	for _, match := range regexp.MustCompile(`(?m)^  (-?[a-z-]+)`).FindAllStringSubmatch(help.String(), -1) {
		listed[match[1]] = true
	}
	for row := range strings.Lines(readme) {
		cells := strings.Split(row, "|")
		if len(cells) < 3 {
			continue
		}
		for _, match := range regexp.MustCompile("`(-?[a-z-]+)[^`]*`").FindAllStringSubmatch(cells[1], -1) {
			shown[match[1]] = true
		}
	}
	for _, name := range listed.sorted() {
		if !shown[name] {
			t.Errorf("README.md does not name %s, which gramql -h does", name)
		}
	}
	for _, name := range shown.sorted() {
		if !listed[name] {
			t.Errorf("README.md names %s, which gramql -h does not", name)
		}
	}
}

func TestGuides_listEveryCode(t *testing.T) {
	guide := readText(t, "docs/guides/errors.md")
	files, err := filepath.Glob("internal/problem/*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := set{}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, match := range regexp.MustCompile(`= "([A-Z]+(?:_[A-Z]+)*)"`).FindAllStringSubmatch(readText(t, path), -1) {
			codes[match[1]] = true
		}
	}
	if len(codes) < 12 {
		t.Fatalf("found %d codes", len(codes))
	}
	for _, code := range codes.sorted() {
		if !strings.Contains(guide, "`"+code+"`") {
			t.Errorf("docs/guides/errors.md has no row for %s", code)
		}
	}
}

func TestDeployment_namesSettingsThatExist(t *testing.T) {
	var help bytes.Buffer
	if err := config.WriteHelp(&help); err != nil {
		t.Fatal(err)
	}
	variable := regexp.MustCompile(`GRAMQL_[A-Z_]+`)
	known := set{}
	for _, name := range variable.FindAllString(help.String(), -1) {
		known[name] = true
	}
	files := []string{"Dockerfile", "compose.yml"}
	err := filepath.WalkDir("deploy", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		for _, name := range variable.FindAllString(readText(t, path), -1) {
			if name != "GRAMQL_" && !known[name] { // the prefix alone, of a name that is put together
				t.Errorf("%s sets %s, which no setting has", path, name)
			}
		}
	}
}

// documents returns every Markdown file of ours.
func documents(t *testing.T) []string {
	t.Helper()
	top, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	design, err := filepath.Glob("docs/design/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(top, docs, design)
}

// declaredNames returns what a file declares: of Go, functions, methods, types,
// fields, constants and variables; of other files, every word.
func declaredNames(t *testing.T, file string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	if filepath.Ext(file) != ".go" {
		for _, word := range regexp.MustCompile(`@?\w+`).FindAllString(readText(t, file), -1) {
			names[word] = true
		}
		return names
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			names[n.Name.Name] = true
			return false // names inside a function are its own business
		case *ast.TypeSpec:
			names[n.Name.Name] = true
		case *ast.ValueSpec:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.Field:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		}
		return true
	})
	return names
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// anchors returns what links to headings are called.
func anchors(markdown string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(markdown, -1) {
		name := regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}
