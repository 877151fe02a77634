package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// systems are what the binary is released for: each needs packages of its own.
var systems = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// work is the text of one licence or notice, and what it is about.
type work struct {
	names []string // "github.com/jackc/pgx/v5 v5.12.0"
	text  string
}

// goPackage is what `go list` says of a package.
type goPackage struct {
	Dir      string
	Standard bool
	Module   *struct{ Path, Version, Dir string }
}

// licenseFile is the name of a file with a licence, or a notice that goes with one.
var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|unlicense)([-.].*)?$`)

// held returns the licences of what the binary holds, GramQL's own and Go's first, each
// text once.
func held() ([]work, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output() //nolint:noctx // ends by itself
	if err != nil {
		return nil, err
	}
	ofGo := filepath.Join(strings.TrimSpace(string(root)), "LICENSE")
	files := map[string]string{ // file → what it is about
		"LICENSE": "GramQL",
		ofGo:      "Go " + runtime.Version() + ": its standard library and runtime",
	}
	order := []string{"LICENSE", ofGo}
	for _, system := range systems {
		packages, err := list(system)
		if err != nil {
			return nil, err
		}
		for _, p := range packages {
			found, err := nearest(p)
			if err != nil {
				return nil, err
			}
			for _, path := range found {
				if files[path] == "" {
					files[path] = p.Module.Path + " " + p.Module.Version
					order = append(order, path)
				}
			}
		}
	}
	slices.SortFunc(order[2:], func(a, b string) int { return strings.Compare(files[a]+a, files[b]+b) })
	return together(order, files)
}

// together reads the files, and puts those of one text under one another's names.
func together(order []string, files map[string]string) ([]work, error) {
	var held []work
	at := map[string]int{}
	for _, path := range order {
		text, err := os.ReadFile(path) //nolint:gosec // a file that Go names
		if err != nil {
			return nil, err
		}
		i, known := at[string(text)]
		if !known {
			i = len(held)
			at[string(text)] = i
			held = append(held, work{text: strings.ReplaceAll(string(text), "\r\n", "\n")})
		}
		if !slices.Contains(held[i].names, files[path]) {
			held[i].names = append(held[i].names, files[path])
		}
	}
	return held, nil
}

// list returns the packages of other modules that the binary for a system holds.
func list(system string) ([]goPackage, error) {
	goos, goarch, _ := strings.Cut(system, "/")
	command := exec.Command("go", "list", "-deps", "-json=Dir,Standard,Module", ".") //nolint:noctx // ends by itself
	command.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	var packages []goPackage
	for decoder := json.NewDecoder(out); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, command.Wait())
		}
		if !p.Standard && p.Module.Version != "" {
			packages = append(packages, p)
		}
	}
	return packages, command.Wait()
}

// nearest returns the files of the licence that covers a package: those in its folder,
// or in the nearest folder above it that has some.
func nearest(p goPackage) ([]string, error) {
	for dir := p.Dir; ; dir = filepath.Dir(dir) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		var found []string
		licensed := false
		for _, entry := range entries {
			if entry.Type().IsRegular() && licenseFile.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
				found = append(found, filepath.Join(dir, entry.Name()))
				licensed = licensed || !isNotice(entry.Name())
			}
		}
		if licensed {
			return found, nil
		}
		if dir == p.Module.Dir {
			return nil, fmt.Errorf("%s %s has no licence that covers %s", p.Module.Path, p.Module.Version, p.Dir)
		}
	}
}

func isNotice(path string) bool {
	return strings.HasPrefix(strings.ToLower(filepath.Base(path)), "notice")
}
