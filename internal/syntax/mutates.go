package syntax

import "strings"

// mutation is the word that a mutation begins with.
const mutation = "mutation"

// Mutates reports whether the operation of a name in a text is a mutation. Where none has the
// name, or no name is given, Mutates reports whether any operation there is one. The text is
// read as far as it consists of tokens: it need not be a document.
func Mutates(text, operationName string) (mutates bool) {
	if !strings.Contains(text, mutation) {
		return false
	}
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(failure); !ok {
				panic(cause)
			}
		}
	}()
	l := newLexer(text)
	depth, between := 0, true // between two definitions
	for t := l.next(); t.kind != end; {
		next := l.next()
		switch {
		case t.kind == "{", t.kind == "(", t.kind == "[":
			depth++
			between = false
		case t.kind == "}", t.kind == ")", t.kind == "]":
			depth--
			between = depth <= 0 && t.kind == "}"
		case between && t.kind == name:
			between = false
			is := t.value == mutation
			mutates = mutates || is
			if next.kind == name && next.value == operationName && t.value != "fragment" {
				return is
			}
		}
		t = next
	}
	return mutates
}
