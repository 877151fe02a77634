package plan

import (
	"errors"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
)

// AbsentError is the refusal of a field or edge that was asked for without a parameter,
// so that nothing can be wrong but the field: the Graph API does not have it there, with
// this login type or version.
type AbsentError struct{ refusal *graphapi.Error }

// Refusal returns the error of an edge that was refused, or, for nil, of a plain field. How
// many items are wanted is no parameter that could be wrong.
func (e *Edge) Refusal(err error) error {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || !refusal.OfFieldOrParameter() || e != nil && len(fields.WithoutLimit(e.Params)) > 0 {
		return err
	}
	return &AbsentError{refusal}
}

// Error returns the Graph API's words.
func (e *AbsentError) Error() string { return e.refusal.Error() }

// Unwrap returns the Graph API's error.
func (e *AbsentError) Unwrap() error { return e.refusal }

// Kind returns graphapi.Unsupported.
func (*AbsentError) Kind() graphapi.Kind { return graphapi.Unsupported }
