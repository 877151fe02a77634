package plan

import (
	"fmt"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// kept is how far back the numbers of an account can be asked for, with some days
// to spare: which day is the last one is left to the Graph API.
//
// Source: Meta's refusal, "Metrics data is available for the last 2 years".
const kept = 2 * 366 * 24 * time.Hour

// span tells what is wrong with the time that metrics are asked for, if anything.
func span(login dialect.Login, values map[string]any) error {
	args, err := pagingArgs(values)
	if err != nil {
		return err
	}
	if err := paging.InOrder(args.Since, args.Until); err != nil {
		return err
	}
	if longest := dialect.Of(login).LongestSpan; longest > 0 && args.Since != nil && args.Until != nil && args.Until.Sub(*args.Since) > longest {
		return problem.Input("until", fmt.Sprintf("more than %d days after since, which the Graph API refuses with %s", longest/(24*time.Hour), login.Title()),
			"Ask for the time in parts, in several fields with aliases.")
	}
	if args.Since != nil && time.Since(*args.Since) > kept {
		return problem.Input("since", "more than two years ago, and the Graph API tells of the last two only", "Begin later.")
	}
	return nil
}
