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

func TestOutOfRange_saysHowToGetWhatIsWanted(t *testing.T) {
	for n, want := range map[int]string{
		0:  "first: 0 is not between 1 and 50. Give a number from 1 to 50.",
		-3: "first: -3 is not between 1 and 50. Give a number from 1 to 50.",
		51: "first: 51 is not between 1 and 50. Page on.",
	} {
		p := problem.OutOfRange("first", n, 1, 50, "Page on.")
		if got := p.Error() + ". " + p.Hint(); got != want || p.Code() != problem.BadUserInput {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
