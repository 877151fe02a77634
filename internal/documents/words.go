package documents

import (
	"fmt"

	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/redact"
	"github.com/gramql/gramql/internal/syntax"
)

// maxName is the most letters of a name. An alias is repeated in the answer for
// each item of a list, a name that is wrong in an error.
const maxName = 200

var errLongName = problem.New(problem.OperationTooLarge, fmt.Sprintf("a name in the document has more than %d letters", maxName),
	"Use shorter names.")

// errCredential refuses what an answer, its errors and the log would repeat: an alias, the name
// of an operation.
var errCredential = problem.New(problem.BadUserInput, "a name in the document is an access token, a key or another credential",
	"Send credentials as Authorization: Bearer <credential>, and nowhere else.")

// words refuses a text that has too many tokens, a name that is too long, or a name that is a
// credential, before the text is parsed. What is no token at all is left to the parser, whose
// errors say more.
func (l Limits) words(text string) error {
	longest, credential := 0, false
	tokens := syntax.Words(text, l.Tokens, func(name string) {
		longest, credential = max(longest, len(name)), credential || redact.HasCredential(name)
	})
	switch {
	case tokens > l.Tokens:
		return problem.TooLarge("-max-tokens", "the document has more than %d tokens", l.Tokens)
	case longest > maxName:
		return errLongName
	case credential:
		return errCredential
	}
	return nil
}
