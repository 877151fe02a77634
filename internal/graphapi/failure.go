package graphapi

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/redact"
)

// Failure is a call that has no answer of the Graph API: it was not made, it
// was cut short, or what came is not what the Graph API says. The failures are
// the variables below; errors.Is distinguishes them.
type Failure struct {
	kind      Kind
	retryable bool
	text      string
	wait      time.Duration
	// unsent reports that nothing of the call has left.
	unsent bool
	// same is the variable that this failure is an instance of.
	same  *Failure
	cause error
}

// What can keep a call from having an answer.
var (
	ErrNoAnswer  = &Failure{kind: Failed, retryable: true, text: "the Graph API could not be reached or broke off its answer"}
	ErrTimeout   = &Failure{kind: Timeout, retryable: true, text: "the Graph API took longer than allowed"}
	ErrCanceled  = &Failure{kind: Canceled, text: "the call was canceled"}
	ErrCut       = &Failure{kind: Failed, retryable: true, text: "the Graph API's answer ends before its end"}
	ErrTooLarge  = &Failure{kind: Failed, text: "the Graph API's answer is over 8 MiB; ask for fewer fields or a smaller page"}
	ErrNull      = &Failure{kind: Failed, text: "the Graph API's answer is null"}
	ErrNotJSON   = &Failure{kind: Failed, text: "the Graph API's answer is not the JSON that it should be"}
	ErrRedirect  = &Failure{kind: Failed, text: "the Graph API answered with a redirect, which is never followed; check the setting -graph"}
	ErrPath      = &Failure{kind: BadInput, unsent: true, text: "ids and names of edges are letters, digits and underscores"}
	ErrBatchSize = &Failure{kind: BadInput, unsent: true, text: "a batch has 1 to 50 calls, each of them a GET"}
	// ErrUnfinished is the error of a batch item that the server left out for
	// want of time; asking for that item again may bring it.
	ErrUnfinished = &Failure{kind: Failed, retryable: true, text: "the Graph API did not finish this part of the batch"}
	// ErrDown is returned by the transport, with RetryAfter, for a call that it
	// does not make because those before it all failed.
	ErrDown = &Failure{kind: Failed, retryable: true, unsent: true, text: "the Graph API is down; this call was skipped"}
	// ErrThrottled is returned by the transport, with RetryAfter, for a call that
	// it does not make because a quota is spent.
	ErrThrottled = &Failure{kind: RateLimited, retryable: true, unsent: true, text: "the quota at the Graph API is spent; this call was not made"}
	// ErrNoToken is returned by the transport when a call has no viewer.
	ErrNoToken = &Failure{kind: Unauthenticated, unsent: true, text: "the call needs an access token"}
	// ErrNotConnected is returned by the transport when a call is in the name of a person,
	// and of no account that they have connected.
	ErrNotConnected = &Failure{kind: Unauthenticated, unsent: true, text: "no account is connected, or not the one that X-GramQL-Account names"}
	// ErrAccountLost is returned by the transport when a call is in the name of an account that
	// is not connected any more, and of no other that could be taken for it.
	ErrAccountLost = &Failure{kind: Unauthenticated, unsent: true, text: "the account in whose name this API key asks is not connected any more"}
	// ErrForeignHost is returned by the transport for a call to another server
	// than the one that the token is meant for.
	ErrForeignHost = &Failure{kind: Failed, unsent: true, text: "the call leads to another host than the Graph API's; its token was not sent"}
	// ErrDenied is the answer to a write that says that nothing was done, and ErrNothing one
	// that does not say what was created.
	ErrDenied        = &Failure{kind: Failed, text: "the Graph API says that it did not do this"}
	ErrNothing       = &Failure{kind: Failed, text: "the Graph API does not say what it has created"}
	ErrTokenInParams = &Failure{kind: BadInput, unsent: true, text: "an access token does not belong into a call's parameters"}
)

// Unreadable returns the failure of an answer that was cut off or, of a call alone, is no JSON
// as a refusal without a code: the answer may come so each time because of a part of what the
// call asks for. Any other error is returned as it is.
func Unreadable(err error, alone bool) error {
	switch {
	case errors.Is(err, ErrCut):
		return &Error{Status: http.StatusBadGateway, Message: ErrCut.text, Transient: true}
	case alone && errors.Is(err, ErrNotJSON):
		return &Error{Status: http.StatusOK, Message: ErrNotJSON.text}
	}
	return err
}

// Error says what happened and what to do, without the cause, which may name
// addresses.
func (f *Failure) Error() string { return f.text }

// Kind returns what the failure means to the caller.
func (f *Failure) Kind() Kind { return f.kind }

// Retryable reports whether the same call may succeed a little later.
func (f *Failure) Retryable() bool { return f.retryable }

// Is makes errors.Is find the variable that a failure with a cause came from.
func (f *Failure) Is(target error) bool { return f.same != nil && target == error(f.same) }

// Unwrap returns the cause, which is nil mostly.
func (f *Failure) Unwrap() error { return f.cause }

// LogValue adds the cause, for the operator's eyes.
func (f *Failure) LogValue() slog.Value {
	if f.cause == nil {
		return slog.StringValue(f.text)
	}
	return slog.StringValue(f.text + ": " + redact.Secrets(f.cause.Error()))
}

func (f *Failure) because(cause error) *Failure {
	return &Failure{kind: f.kind, retryable: f.retryable, unsent: f.unsent, text: f.text, same: f, cause: cause}
}

// After returns the failure with the time to wait before the call is made again.
func (f *Failure) After(wait time.Duration) *Failure {
	return &Failure{kind: f.kind, retryable: f.retryable, unsent: f.unsent, text: f.text, same: f, wait: wait}
}

// NotSent returns the failure of a call that was not made, because of an error before its
// turn came, such as the end of its context.
func NotSent(ctx context.Context, err error) error {
	failed := noAnswer(ctx, err)
	if failed.unsent {
		return failed
	}
	unsent := *failed
	unsent.unsent, unsent.same = true, cmp.Or(failed.same, failed)
	return &unsent
}

// NoAnswer returns the failure that an error of the round tripper, or of reading an
// answer, is. A round tripper whose error has a method Unsent says with true that nothing
// of the call has left.
func NoAnswer(ctx context.Context, err error) error {
	if known, ok := errors.AsType[interface {
		error
		Unsent() bool
	}](err); ok && known.Unsent() {
		return NotSent(ctx, err)
	}
	return noAnswer(ctx, err)
}

func noAnswer(ctx context.Context, err error) *Failure {
	var wait net.Error
	switch failure := (*Failure)(nil); {
	case errors.As(err, &failure):
		return failure
	case errors.Is(ctx.Err(), context.Canceled), errors.Is(err, context.Canceled):
		return ErrCanceled.because(err)
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.As(err, &wait) && wait.Timeout():
		return ErrTimeout.because(err)
	}
	return ErrNoAnswer.because(err)
}
