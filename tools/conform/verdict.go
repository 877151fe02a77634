package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// verdict is what came of a case: differences, or a reason why nothing can be said, or
// neither.
type verdict struct {
	differences []string
	skipped     error
}

// judge asks one case. The error says why no more is to be asked.
func judge(ctx context.Context, c conformance.Case, v *values, expected *reference, rules *conformance.Rules) (verdict, error) {
	known, missing, err := v.of(ctx, c.Uses())
	if missing != nil || err != nil {
		return verdict{skipped: missing}, err
	}
	want, err := expected.answer(ctx, c)
	if err != nil {
		return verdict{}, err
	}
	r, err := c.Request(ctx, v.options.graph, known)
	if err != nil {
		return verdict{skipped: err}, nil //nolint:nilerr // of this case only
	}
	got, err := v.server.ask(ctx, r)
	silent := errSilent{}
	switch {
	case errors.Is(err, errSpent):
		return verdict{skipped: err}, nil
	case errors.As(err, &silent):
		return verdict{differences: []string{"no answer: " + silent.Error()}}, nil
	case err != nil:
		return verdict{}, err
	}
	if err := stop(got); err != nil && stop(want) == nil {
		return verdict{}, err
	}
	return compare(want, got, rules, v.options.wording), nil
}

// compare holds an answer against the expected one.
func compare(want, got conformance.Answer, rules *conformance.Rules, wording bool) verdict {
	w, g := refusalIn(want), refusalIn(got)
	switch {
	case g == nil:
	case w == nil && g.isForPermission():
		return verdict{skipped: fmt.Errorf("the token may not: %s", g)}
	case g.isForAccount() && (w == nil || !w.isForAccount()):
		return verdict{skipped: fmt.Errorf("the account does not allow it: %s", g)}
	}
	differences := rules.Compare(want, got)
	if wording && w != nil && g != nil && plain(w.Message) != plain(g.Message) {
		differences = append(differences, fmt.Sprintf("says %q, not %q", g.Message, w.Message))
	}
	switch {
	case len(differences) > 0 && w == nil && g != nil:
		return verdict{differences: []string{fmt.Sprintf("it is refused: %s", g)}}
	case len(differences) > 0:
		return verdict{differences: differences}
	case conformance.HasNothing(want, got):
		return verdict{skipped: errors.New("the account has none")}
	}
	return verdict{}
}

var number = regexp.MustCompile(`\d{5,}`)

// plain takes ids out of a message.
func plain(message string) string { return number.ReplaceAllString(message, "N") }
