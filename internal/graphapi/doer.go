package graphapi

import "context"

// Doer makes calls: a Server, or what stands before one and makes, holds back, repeats
// or answers them. A Doer may be used by many goroutines at once.
type Doer interface {
	// Do returns the answer to a call that has been checked. The error is an *Error
	// when the Graph API refused, and else a *Failure.
	//
	// With an error the answer is what came in spite of the error, so that usage headers
	// count and a status is known: all of a refusal, and of a body that is not JSON;
	// status and headers alone where the body did not come whole; nil where nothing came.
	// No one changes an answer, for other callers may have the same.
	Do(ctx context.Context, call Call) (*Answer, error)
}
