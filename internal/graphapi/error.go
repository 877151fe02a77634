package graphapi

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
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

// Error returns a text for logs: the codes, and Meta's message.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Code == 0 {
		fmt.Fprintf(&b, "the Graph API answered with HTTP status %d", e.Status)
	} else {
		fmt.Fprintf(&b, "Graph API error %d", e.Code)
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
	if e.Unproven() {
		return Failed
	}
	return e.meaning().kind
}

// Retryable reports whether the same call may succeed later; a rate limited one
// not before RetryAfter, for calling on prolongs the limit.
//
// A status of 500 alone says so too, but not with code 100: then the call
// itself is wrong, as when ids= is refused.
func (e *Error) Retryable() bool {
	failing := e.Status >= http.StatusInternalServerError || e.Status == http.StatusTooManyRequests
	return e.Transient || e.meaning().transient || failing && e.Code != codeParameter
}

// TooMuch reports whether less is to be asked for at once: then the same call will
// fail again. Meta says so in words only.
//
// Source: Meta, Graph API: Handle Errors, code 1.
func (e *Error) TooMuch() bool {
	const words = "reduce the amount of data"
	return e.Code == 1 && (strings.Contains(e.Message, words) || strings.Contains(e.UserMessage, words))
}

// codeParameter is the code of a call that is wrong in itself. The subcodes mean
// that a node is not there, and that a media is older than the professional
// account that published it.
//
// Source: Meta, Instagram Platform, Error Codes.
const (
	codeParameter  = 100
	subcodeUnknown = 33
	subcodeTooOld  = 2108006
)

var (
	lacking = regexp.MustCompile(`nonexisting field \((\w+)\) on node type \((\w+)\)`)
	unknown = regexp.MustCompile(`Object with ID '([^']+)'`)
)

// BadParameter reports whether the Graph API refuses a parameter, field or edge, and
// no subcode says which or why.
func (e *Error) BadParameter() bool { return e.Code == codeParameter && e.Subcode == 0 }

// IDsRetired reports whether the server has no ?ids= any more. It says so with the
// status of a passing fault, but by a code that does not pass.
//
// Source: Meta, Graph API changelog v26.0.
func (e *Error) IDsRetired() bool {
	return e.Status == http.StatusInternalServerError && e.Code == codeParameter
}

// Lacks returns the field that the call asked for and the type of node that does
// not have it, both by Meta's names; false for an error about anything else. Only
// the words say so, on all hosts in the same way.
func (e *Error) Lacks() (field, node string, ok bool) {
	found := lacking.FindStringSubmatch(e.Message)
	if e.Code != codeParameter || found == nil {
		return "", "", false
	}
	return found[1], found[2], true
}

// Unknown reports whether a node that the call names is not there, or not for this
// token. The id is empty where the error does not say which.
func (e *Error) Unknown() (id string, ok bool) {
	if e.Code != codeParameter || e.Subcode != subcodeUnknown {
		return "", false
	}
	if found := unknown.FindStringSubmatch(e.Message); found != nil {
		id = found[1]
	}
	return id, true
}

// TooOld reports whether insights are refused because the media is from before its
// account became a professional one.
func (e *Error) TooOld() bool { return e.Code == codeParameter && e.Subcode == subcodeTooOld }

// Unproven reports whether the app requires a proof that the call comes from its own
// server, and the call had none or a wrong one. Only the words say so, by the
// parameter's name.
//
// Source: Meta, Graph API: Securing Graph API Requests.
func (e *Error) Unproven() bool {
	return e.Code == codeParameter && strings.Contains(e.Message, "appsecret_proof")
}

// Told returns Meta's message, with the title meant for people if it differs.
func (e *Error) Told() string {
	if e.UserTitle == "" || e.UserTitle == e.Message {
		return e.Message
	}
	return strings.TrimPrefix(e.Message+": "+e.UserTitle, ": ")
}

// Quota returns whose quota is spent; NoQuota for any other error.
func (e *Error) Quota() Quota { return quotas[e.Code] }

// limits reports whether a quota is spent. A status of 429 without a code is not
// Meta's but a proxy's, and passes quickly.
func (e *Error) limits() bool { return e.Kind() == RateLimited && e.Code != 0 }

func (e *Error) meaning() meaning { return meaningOf(e.Status, code{e.Code, e.Subcode}) }
