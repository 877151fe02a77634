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

// words refuses a text that has too many tokens, or a name that is too long, before the
// text is parsed. What is no token at all is left to the parser, whose errors say more.
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
