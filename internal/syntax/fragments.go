package syntax

import "github.com/vektah/gqlparser/v2/ast"

// Fragments returns what each fragment of a document selects, by the fragment's name:
// of two with one name the last, for they are told apart only by validation.
func Fragments(document *ast.QueryDocument) map[string]ast.SelectionSet {
	fragments := make(map[string]ast.SelectionSet, len(document.Fragments))
	for _, f := range document.Fragments {
		fragments[f.Name] = f.SelectionSet
	}
	return fragments
}
