package graphapi

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Kind is what an error means to the caller.
type Kind uint8

// The kinds. The zero value is that of an error which no call gave.
const (
	Unknown         Kind = iota
	Unauthenticated      // the token is missing, expired, revoked or malformed
	Forbidden            // the token is good, but lacks a permission
	Blocked              // the account or the app is blocked for now, whatever the token may do
	NotFound             // the node does not exist, or not for this token
	BadInput             // the call asks for what there is not
	Unsupported          // the Graph API has the field elsewhere, or has withdrawn it
	RateLimited          // too much was asked; wait
	Failed               // the Graph API failed
	Timeout              // the Graph API took longer than allowed
	Canceled             // the caller went away
)

var kinds = [...]string{
	Unknown:         "INTERNAL",
	Unauthenticated: "UNAUTHENTICATED",
	Forbidden:       "FORBIDDEN",
	Blocked:         "BLOCKED",
	NotFound:        "NOT_FOUND",
	BadInput:        "BAD_USER_INPUT",
	Unsupported:     "UNSUPPORTED",
	RateLimited:     "RATE_LIMITED",
	Failed:          "UPSTREAM_ERROR",
	Timeout:         "UPSTREAM_TIMEOUT",
	Canceled:        "CANCELED",
}

// String returns the kind in the words of the codes that clients see, with two more
// for what they see as UPSTREAM_ERROR: BLOCKED and CANCELED.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return kinds[Unknown]
}

// KindOf returns the kind of an error that Do or Batch gave, wrapped or not,
// and of a context's error; Unknown for nil and for any other.
func KindOf(err error) Kind {
	if err == nil {
		return Unknown
	}
	var known interface{ Kind() Kind }
	switch {
	case errors.As(err, &known):
		return known.Kind()
	case errors.Is(err, context.Canceled):
		return Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	}
	return Unknown
}

// Retryable reports whether the call that gave the error may succeed later
// without a change; a rate limited one not before its RetryAfter.
func Retryable(err error) bool {
	var known interface{ Retryable() bool }
	return err != nil && errors.As(err, &known) && known.Retryable()
}

// RetryAfter returns how long to wait before the call that gave the error is
// made again; 0 when no one said.
func RetryAfter(err error) time.Duration {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.RetryAfter
	}
	if failure, ok := errors.AsType[*Failure](err); ok {
		return failure.wait
	}
	return 0
}

// RetryableNow reports whether the same call may be made again at once: what went
// wrong may have passed, and another try neither extends a limit nor meets an answer
// that is too large again.
//
// Source: Meta, Graph API: Handle Errors and Rate Limits.
func RetryableNow(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok && (refusal.TooMuch() || refusal.spendsQuota()) {
		return false
	}
	return Retryable(err)
}

// Outage reports whether the server failed, whatever the call asked for: the server was
// not reached, did not answer in time, broke off, or says that it is broken.
func Outage(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.Kind() == Failed && refusal.Status >= http.StatusInternalServerError && !refusal.TooMuch()
	}
	return Retryable(err) && (KindOf(err) == Failed || KindOf(err) == Timeout)
}
