package entity

import (
	"errors"
	"fmt"
	"io"

	"github.com/gramql/gramql/internal/problem"
)

// DecodeError says that an answer does not have the documented form. It holds
// nothing of the answer.
type DecodeError struct {
	// Node and Field are where: the name of a GraphQL type, and a Graph API field.
	Node, Field string
	cause       error
}

// Error names the place.
func (e *DecodeError) Error() string {
	if e.Node == "" {
		return "the Graph API's answer does not have the documented form"
	}
	return fmt.Sprintf("the Graph API's answer has an unexpected value in %s of a %s", e.Field, e.Node)
}

// Code returns problem.UpstreamError.
func (*DecodeError) Code() string { return problem.UpstreamError }

// Hint says how to get the rest of the answer.
func (*DecodeError) Hint() string {
	return "The Graph API may differ here from its documentation: leave the field out."
}

// Unwrap returns the reader's error.
func (e *DecodeError) Unwrap() error { return e.cause }

// Retryable reports whether the answer only ended too early: then the next one may
// be complete.
func (e *DecodeError) Retryable() bool { return errors.Is(e.cause, io.ErrUnexpectedEOF) }
