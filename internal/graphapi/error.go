package graphapi

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/graphapi/envelope"
	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/graphapi/wording"
)

// Error is a refusal in the Graph API's own words. Its texts are cut to a
// sensible length and free of anything that looks like a token.
//
// Source: Meta, Graph API: Handle Errors.
type Error struct {
	// Status is the HTTP status; 200 is possible.
	Status int
	// Code and Subcode say what is wrong. Code is 0 when the answer held no
	// error that could be read.
	Code, Subcode int
	Type, Message string
	// UserTitle and UserMessage are Meta's words for the person at the screen.
	UserTitle, UserMessage string
	// TraceID is what Meta's support asks for.
	TraceID string
	// Transient is Meta's own word that the error passes by itself.
	Transient bool
	// RetryAfter is how long to wait before the next call; 0 when the answer
	// does not say.
	RetryAfter time.Duration
}

// errorOf returns an error with what an answer says of it, without a status.
func errorOf(said envelope.Contents) *Error {
	return &Error{
		Code: said.Code, Subcode: said.Subcode, Type: said.Type, Message: said.Message,
		UserTitle: said.UserTitle, UserMessage: said.UserMessage, TraceID: said.TraceID, Transient: said.Transient,
	}
}

// Error returns a text for logs: the codes, and Meta's message.
func (e *Error) Error() string {
	var b strings.Builder
	switch {
	case e.Code != 0:
		fmt.Fprintf(&b, "Graph API error %d", e.Code)
	case e.Beside():
		b.WriteString("Graph API error without a code")
	default:
		fmt.Fprintf(&b, "the Graph API answered with HTTP status %d", e.Status)
	}
	if e.Subcode != 0 {
		fmt.Fprintf(&b, "/%d", e.Subcode)
	}
	if e.Type != "" {
		fmt.Fprintf(&b, " %s", e.Type)
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, " (trace %s)", e.TraceID)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	return b.String()
}

// Kind returns what the error means to the caller.
func (e *Error) Kind() Kind {
	switch {
	case e.Unproven():
		return Failed
	case e.Code == codePath && wording.NeedsToken(e.Message):
		return Unauthenticated
	}
	return e.rule().kind
}

// Retryable reports whether the same call may succeed later; a rate limited call not
// before RetryAfter, for calling on prolongs the limit. Meta is believed where it says
// that the error is transient.
//
// A server's fault (status 500 and above) passes too, but not with code 100: then the
// call itself is wrong, as when ids= is refused.
func (e *Error) Retryable() bool {
	failing := e.Status >= http.StatusInternalServerError || e.Status == http.StatusTooManyRequests
	return e.Transient || e.rule().passes || failing && e.Code != codeParameter
}

// Hint returns what to do next about this very error; empty where the error's kind tells
// what to do, or where no remedy is known.
func (e *Error) Hint() string {
	switch {
	case e.TooMuch():
		return askForLess
	case e.Unproven():
		return noProof
	case wording.NeedsParameter(e.Message):
		return nameIt
	}
	return e.rule().hint
}

// OfWrites reports whether the error is about what a write gives, so that nothing is known of what
// it means to a read.
func (e *Error) OfWrites() bool { return e.rule().ofWrites }

// Told returns Meta's message and, if they differ, Meta's words for people: the title, or
// else the text.
func (e *Error) Told() string {
	people := e.UserTitle
	if people == "" || e.Message == "" && e.UserMessage != "" {
		people = e.UserMessage
	}
	if people == "" || strings.Contains(e.Message, people) {
		return e.Message
	}
	return strings.TrimPrefix(e.Message+": "+people, ": ")
}

// Alike reports whether two errors say the same, whatever their traces.
func Alike(a, b error) bool {
	refusal, ok := errors.AsType[*Error](a)
	other, both := errors.AsType[*Error](b)
	if !ok || !both {
		return a.Error() == b.Error()
	}
	return refusal.Code == other.Code && refusal.Subcode == other.Subcode && refusal.Message == other.Message
}

// retryAfter returns the wait that an error asks for: by the headers of the answer, or
// else by its code, where a quota is spent whose window is known.
func retryAfter(header http.Header, e *Error) time.Duration {
	if asked := usage.RetryAfter(header); asked > 0 {
		return asked
	}
	if e.Kind() != RateLimited {
		return 0
	}
	regain := time.Duration(0)
	if e.rule().wait <= limited { // else the usage headers are not about the quota that is spent
		regain = usage.Read(header).Regain()
	}
	return cmp.Or(regain, e.rule().wait)
}

// rule returns what is known of the error by its code.
func (e *Error) rule() rule {
	r, _ := ruleOf(e.Status, e.Code, e.Subcode)
	return r
}
