package syntax

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// After returns the place of the n-th token behind the one at a place, descriptions
// not counted. The document has that many.
func After(at *ast.Position, n int) *ast.Position {
	l := from(at)
	t := l.next()
	if t.kind == stringValue || t.kind == blockString {
		t = l.next()
	}
	for range n {
		t = l.next()
	}
	return t.at
}

// SelectionSet returns the place of the selection set of the field at a place. It
// has one.
func SelectionSet(field *ast.Position) *ast.Position {
	l := from(field)
	for depth := 0; ; {
		switch t := l.next(); t.kind {
		case "(":
			depth++
		case ")":
			depth--
		case "{":
			if depth == 0 {
				return t.at
			}
		}
	}
}

func from(at *ast.Position) *lexer {
	return &lexer{source: at.Src, text: at.Src.Input, offset: at.Start, line: at.Line, column: at.Column, counted: at.Start}
}

// Words returns how many tokens a text begins with, comments too, and calls named with
// each name. It stops at what is no token, and beyond enough of them.
func Words(text string, enough int, named func(string)) (tokens int) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(failure); !ok {
				panic(cause)
			}
		}
	}()
	l := newLexer(text)
	for read := 1; tokens <= enough; read++ {
		t := l.next()
		if t.kind == end {
			return read - 1 + l.comments
		}
		if t.kind == name {
			named(t.value)
		}
		tokens = read + l.comments
	}
	return tokens
}
