package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
)

// sources are the files of one package that are written by hand, without its tests.
type sources struct {
	// name is the directory as it is written below the root: internal/paging.
	name  string
	dir   string
	fset  *token.FileSet
	files []source
}

// source is one file.
type source struct {
	name   string
	text   []byte
	syntax *ast.File
}

// readPackage reads the package of a directory, as it is built on this machine.
func readPackage(dir string) (*sources, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	found, err := build.ImportDir(absolute, 0)
	if err != nil {
		return nil, err
	}
	p := &sources{name: filepath.ToSlash(filepath.Clean(dir)), dir: absolute, fset: token.NewFileSet()}
	for _, name := range found.GoFiles {
		text, err := os.ReadFile(filepath.Join(absolute, name)) //nolint:gosec // the sources to change
		if err != nil {
			return nil, err
		}
		syntax, err := parser.ParseFile(p.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if !ast.IsGenerated(syntax) {
			p.files = append(p.files, source{name: name, text: text, syntax: syntax})
		}
	}
	if len(p.files) == 0 {
		return nil, fmt.Errorf("%s has no Go file that is written by hand", dir)
	}
	return p, nil
}

// mutants returns every mutant of the package, in the order of its files and lines.
func (p *sources) mutants() []mutant {
	var all []mutant
	for _, file := range p.files {
		c := collector{file: file, fset: p.fset, seen: map[edit]bool{}}
		for _, declaration := range file.syntax.Decls {
			c.declare(declaration)
		}
		all = append(all, c.mutants...)
	}
	return all
}

// text returns the file of that name.
func (p *sources) text(name string) []byte {
	for _, file := range p.files {
		if file.name == name {
			return file.text
		}
	}
	return nil
}
