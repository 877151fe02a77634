package graphapi

import (
	"errors"
	"net/http"
)

// Outcome is what is known of a write that failed: whether the Graph API did what was
// asked.
type Outcome string

// The outcomes, in the words that clients see.
const (
	// OutcomeNotSent means that nothing of the call left this process.
	OutcomeNotSent Outcome = "NOT_SENT"
	// OutcomeRejected means that the Graph API refused, and did nothing.
	OutcomeRejected Outcome = "REJECTED"
	// OutcomeUnknown means that the Graph API may have done what was asked: it did not
	// answer, or not to the end, or says that it failed.
	OutcomeUnknown Outcome = "UNKNOWN"
)

// WriteError is an error of a write, with an outcome that the error alone does not tell.
type WriteError struct {
	Err     error
	Outcome Outcome
}

// Error returns the text of the error.
func (e *WriteError) Error() string { return e.Err.Error() }

// Unwrap returns the error.
func (e *WriteError) Unwrap() error { return e.Err }

// OutcomeOf returns the outcome of a write that gave an error; empty for nil. Where
// nothing proves that nothing was done, the outcome is unknown.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return ""
	}
	if known, ok := errors.AsType[*WriteError](err); ok {
		return known.Outcome
	}
	if failure, ok := errors.AsType[*Failure](err); ok && failure.unsent {
		return OutcomeNotSent
	}
	if refusal, ok := errors.AsType[*Error](err); ok && refusal.Rejects() {
		return OutcomeRejected
	}
	return OutcomeUnknown
}

// Rejects reports whether the error proves that the Graph API did nothing of what was
// asked: Meta refuses in words of its own. A server's fault proves nothing, and neither do
// the codes that Meta gives its own faults, whatever the subcode blames, nor a page of
// someone on the way.
//
// Source: Meta, Graph API: Handle Errors; Meta, Instagram Platform: Error Codes.
func (e *Error) Rejects() bool {
	refused := e.Status >= http.StatusBadRequest && e.Status < http.StatusInternalServerError
	said := e.Code != 0 || e.Type != "" || e.Told() != ""
	own := e.Code == codeServers || e.Code == codeUnknown || e.Code == codeService
	return refused && said && !own
}
