package present

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// unknownOutcomeHint says what to do where no one knows whether a write was done.
const unknownOutcomeHint = "It is not known whether this was done: look whether it was before you do it again."

// write adds to an error of a mutation what is known of the write. An error that is not of
// a call says that none was made, unless it is this program's own.
func (p Presenter) write(ctx context.Context, shown *gqlerror.Error, err error) {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Object != "Mutation" {
		return
	}
	outcome := graphapi.OutcomeOf(err)
	if _, known := errors.AsType[*graphapi.WriteError](err); !known {
		if _, ours := errors.AsType[problem.Problem](err); ours || invalid(err) {
			outcome = graphapi.OutcomeNotSent
		}
	}
	shown.Extensions["outcome"] = string(outcome)
	if outcome == graphapi.OutcomeUnknown {
		shown.Extensions["retryable"], shown.Extensions["hint"] = false, unknownOutcomeHint
	}
}

// invalid reports whether an error is gqlgen's, of an argument.
func invalid(err error) bool {
	located, ok := errors.AsType[*gqlerror.Error](err)
	return ok && located.Err == nil
}
