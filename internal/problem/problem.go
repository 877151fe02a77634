// Package problem is the part of an error that clients see: a code, a message and
// a hint. An error without these is no one's business but the operator's.
package problem

import (
	"fmt"
)

// The codes of errors[].extensions.code that are this program's own.
const (
	Unauthenticated   = "UNAUTHENTICATED"
	Forbidden         = "FORBIDDEN"
	NotFound          = "NOT_FOUND"
	BadUserInput      = "BAD_USER_INPUT"
	Unsupported       = "UNSUPPORTED"
	RateLimited       = "RATE_LIMITED"
	UpstreamError     = "UPSTREAM_ERROR"
	UpstreamTimeout   = "UPSTREAM_TIMEOUT"
	OperationTooLarge = "OPERATION_TOO_LARGE"
	Conflict          = "CONFLICT"
	Internal          = "INTERNAL"
)

// Codes of documents that are named instead of sent. They are Apollo's, which its
// clients act on.
const (
	PersistedQueryNotFound     = "PERSISTED_QUERY_NOT_FOUND"
	PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"
	PersistedQueryNotInList    = "PERSISTED_QUERY_NOT_IN_LIST"
)

// Problem is an error that may be shown to clients: its text holds nothing that
// they did not send or ask for.
type Problem interface {
	error
	// Code returns the code in errors[].extensions.code.
	Code() string
	// Hint returns what to do next; empty when there is nothing to say.
	Hint() string
}

// Passing is a problem that the same operation need not have again, or that one which
// asks for less does not have.
type Passing struct{ Problem }

// Retryable returns true.
func (Passing) Retryable() bool { return true }

// Error is a problem in fixed words.
type Error struct{ code, message, hint string }

// New returns a problem.
func New(code, message, hint string) *Error { return &Error{code, message, hint} }

// TooLarge returns the problem of an operation that is over the limit that a setting
// of the server sets, such as "-max-depth".
func TooLarge(setting, format string, args ...any) *Error {
	return New(OperationTooLarge, fmt.Sprintf(format, args...),
		"Ask for less at once, or in several operations; the server's setting "+setting+" is the limit.")
}

// Error returns the message.
func (e *Error) Error() string { return e.message }

// Code returns the code.
func (e *Error) Code() string { return e.code }

// Hint returns what to do next.
func (e *Error) Hint() string { return e.hint }

// ErrOtherAccount is the problem of a write as an account that is not the token's.
var ErrOtherAccount = New(NotFound, "input.accountId is of no account of the access token",
	"Give the id, graphId or userId of one of accounts, or leave it out.")

// InputError is the problem of an argument's value.
type InputError struct {
	// Argument is the argument's name.
	Argument     string
	reason, hint string
}

// Input returns the problem of an argument: what is wrong with its value, and what
// to do instead.
func Input(argument, reason, hint string) *InputError { return &InputError{argument, reason, hint} }

// OutOfRange returns the problem of a number that is too small or too large for an argument.
// Whoever wants more than the most does what beyond says.
func OutOfRange(argument string, n, least, most int, beyond string) *InputError {
	if n < least {
		beyond = fmt.Sprintf("Give a number from %d to %d.", least, most)
	}
	return Input(argument, fmt.Sprintf("%d is not between %d and %d", n, least, most), beyond)
}

// Error returns the argument's name and the reason.
func (e *InputError) Error() string { return e.Argument + ": " + e.reason }

// Code returns BadUserInput.
func (*InputError) Code() string { return BadUserInput }

// Hint returns what to do instead.
func (e *InputError) Hint() string { return e.hint }
