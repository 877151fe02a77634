package documents

import (
	"fmt"

	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/syntax"
)

// maxName is the most letters of a name. An alias is repeated in the answer for
// each item of a list, a name that is wrong in an error.
const maxName = 200

var errLongName = problem.New(problem.OperationTooLarge, fmt.Sprintf("a name in the document has more than %d letters", maxName),
	"Use shorter names.")

// words refuses a text for what can be seen without understanding it. What is no
// word at all is left to the parser, which says it better.
func (l Limits) words(text string) error {
	tokens, longest := syntax.Words(text, l.Tokens)
	switch {
	case tokens > l.Tokens:
		return problem.TooLarge("-max-tokens", "the document has more than %d tokens", l.Tokens)
	case longest > maxName:
		return errLongName
	}
	return nil
}
