package problem_test

import (
	"testing"

	"github.com/gramql/gramql/internal/problem"
)

func TestProblems_haveACodeATextAndAHint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		problem          problem.Problem
		code, text, hint string
	}{
		{problem.New(problem.Forbidden, "no", "Ask."), "FORBIDDEN", "no", "Ask."},
		{problem.TooLarge("-max-x", "more than %d", 2), "OPERATION_TOO_LARGE", "more than 2", "Ask for less at once, or in several operations; the server's setting -max-x is the limit."},
		{problem.Input("first", "is odd", "Even it."), "BAD_USER_INPUT", "first: is odd", "Even it."},
	} {
		if p := c.problem; p.Code() != c.code || p.Error() != c.text || p.Hint() != c.hint {
			t.Errorf("%s, %q, %q; want %s, %q, %q", p.Code(), p.Error(), p.Hint(), c.code, c.text, c.hint)
		}
	}
}
