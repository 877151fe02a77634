package entity

import (
	"errors"
	"io"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/problem"
)

// DecodeError says that an answer as a whole does not have the documented form. It
// holds nothing of the answer.
type DecodeError struct{ cause error }

// Error says what came instead, by its JSON type.
func (e *DecodeError) Error() string {
	if odd, ok := errors.AsType[*reader.Misfit](e.cause); ok {
		return "the Graph API's answer is " + odd.Error()
	}
	return "the Graph API's answer does not have the documented form"
}

// Code returns problem.UpstreamError.
func (*DecodeError) Code() string { return problem.UpstreamError }

// Hint says how to get an answer.
func (e *DecodeError) Hint() string {
	if e.Retryable() {
		return "The answer was cut off: ask again."
	}
	return "The Graph API differs here from its documentation: leave out what is selected here, and report the error if it stays."
}

// Unwrap returns the reader's error.
func (e *DecodeError) Unwrap() error { return e.cause }

// Retryable reports whether the answer only ended too early: then the next one may
// be complete.
func (e *DecodeError) Retryable() bool { return errors.Is(e.cause, io.ErrUnexpectedEOF) }
