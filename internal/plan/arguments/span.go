package arguments

import (
	"fmt"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
)

// kept is how long the Graph API keeps the metrics of an account, and a few days
// more: the exact limit is left to the Graph API.
//
// Source: Meta's refusal, "Metrics data is available for the last 2 years".
const kept = 2 * 366 * 24 * time.Hour

// span returns an error if metrics cannot be read for the given time; now is when
// the operation started.
func span(d *dialect.Dialect, now time.Time, values map[string]any) error {
	args, err := pagingArgs(values)
	if err != nil {
		return err
	}
	if err := paging.InOrder(args.Since, args.Until); err != nil {
		return err
	}
	if longest := d.LongestSpan; longest > 0 && args.Since != nil && args.Until != nil && args.Until.Sub(*args.Since) > longest {
		return problem.Input("until", fmt.Sprintf("more than %d days after since, which the Graph API refuses with %s", longest/(24*time.Hour), d.Login.Title()),
			"Ask for the time in parts, in several fields with aliases.")
	}
	if args.Since != nil && now.Sub(*args.Since) > kept {
		return problem.Input("since", "more than two years ago, and the Graph API keeps metrics for two years", "Begin later.")
	}
	return nil
}
