// Package refused is the errors of single fields, edges and metrics that the Graph API
// refused, while it answered the rest.
package refused

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
)

// AbsentError is the refusal of a field or edge that was asked for without a parameter,
// so that nothing can be wrong but the field: the Graph API does not have it there, with
// this login type or version.
type AbsentError struct{ refusal *graphapi.Error }

// Absent returns the refusal of a field or edge without parameters: an *AbsentError where
// the Graph API says that the field or a parameter is wrong, or else the error itself.
func Absent(err error) error {
	if pending, ok := err.(*Pending); ok { //nolint:errorlint // what is within another error is told with it
		return absentPending{pending}
	}
	refused, ok := errors.AsType[*graphapi.Error](err)
	if !ok || !refused.OfFieldOrParameter() {
		return err
	}
	return &AbsentError{refused}
}

// Error returns the Graph API's words.
func (e *AbsentError) Error() string { return e.refusal.Error() }

// Unwrap returns the Graph API's error.
func (e *AbsentError) Unwrap() error { return e.refusal }

// Kind returns graphapi.Unsupported.
func (*AbsentError) Kind() graphapi.Kind { return graphapi.Unsupported }
