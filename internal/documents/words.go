package documents

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"

	"github.com/gramql/gramql/internal/problem"
)

// maxName is the most letters of a name. An alias is repeated in the answer for
// each item of a list, a name that is wrong in an error.
const maxName = 200

var errLongName = problem.New(problem.OperationTooLarge, fmt.Sprintf("a name in the document has more than %d letters", maxName),
	"Use shorter names.")

// words refuses a text for what can be seen without understanding it. What is no
// word at all is left to the parser, which says it better.
func (l Limits) words(text string) error {
	words := lexer.New(&ast.Source{Input: text})
	for n := 0; ; n++ {
		word, err := words.ReadToken()
		switch {
		case err != nil || word.Kind == lexer.EOF:
			return nil
		case n == l.Tokens:
			return problem.TooLarge("-max-tokens", "the document has more than %d tokens", l.Tokens)
		case word.Kind == lexer.Name && len(word.Value) > maxName:
			return errLongName
		}
	}
}
