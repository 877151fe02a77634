package graphapi

import (
	"errors"
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
	switch {
	case e.Unproven():
		return Failed
	case e.Code == codePath && strings.Contains(e.Message, "active access token"):
		return Unauthenticated
	}
	return e.rule().kind
}

// Retryable reports whether the same call may succeed later; a rate limited one
// not before RetryAfter, for calling on prolongs the limit. Meta's own word for that
// is believed.
//
// A status of 500 alone says so too, but not with code 100: then the call
// itself is wrong, as when ids= is refused.
func (e *Error) Retryable() bool {
	failing := e.Status >= http.StatusInternalServerError || e.Status == http.StatusTooManyRequests
	return e.Transient || e.rule().passes || failing && e.Code != codeParameter
}

// Hint returns what to do next about this very error; empty where its kind tells, or
// where that is not known.
func (e *Error) Hint() string {
	switch {
	case e.TooMuch():
		return askForLess
	case e.Unproven():
		return noProof
	}
	return e.rule().hint
}

// Separable reports whether the error can be about a part of what the call asks for, so
// that the rest may be answered without that part. Errors about the token, the app, the
// path, a quota of all calls or a proxy's page are about the whole call. What is blocked,
// or spent for publishing and hashtags, may be needed by one part only.
func (e *Error) Separable() bool {
	switch e.Kind() {
	case Blocked:
		return true
	case RateLimited:
		return e.Code == codePublished || e.Code == codeHashtags
	case Forbidden, NotFound, BadInput, Unsupported:
		return e.Code != codePath || !strings.Contains(e.Message, "path component")
	case Failed:
		return !e.Unproven() && e.Code != codeProof && (e.speaks() || e.Status >= http.StatusInternalServerError)
	}
	return false
}

// speaks reports whether the error says more than its status does, as a page of a proxy
// and a token that is refused before the Graph API sees it do not.
func (e *Error) speaks() bool {
	return e.Code != 0 || e.Status != http.StatusUnauthorized && (e.Type != "" || e.Told() != "")
}

// Beside reports whether the answer may hold something of what was asked for beside the
// error: its status says that all is well.
func (e *Error) Beside() bool { return e.Status >= 200 && e.Status < 300 }

// FindsNothing reports whether a look-up finds no node that the token may see. That is
// an answer, and no reason to complain.
func (e *Error) FindsNothing() bool {
	_, unknown := e.Unknown()
	return unknown || e.Code == codeDiscovery
}

// Known reports whether it is known what the error means. What is not known is not to
// be explained to clients.
func (e *Error) Known() bool {
	_, known := ruleOf(e.Status, e.Code, e.Subcode)
	return known
}

// TooMuch reports whether less is to be asked for at once: then the same call will
// fail again. Meta says so in words only, under more than one code.
//
// Source: Meta, Graph API: Handle Errors, code 1.
func (e *Error) TooMuch() bool {
	const words = "reduce the amount of data"
	return strings.Contains(strings.ToLower(e.Message), words) || strings.Contains(strings.ToLower(e.UserMessage), words)
}

// The codes of the quotas of publishing and of hashtags, of a call that is wrong in itself,
// of a wrong proof, of a business that is not discovered, and of a wrong path or field
// expansion. The subcodes mean that a node is not there, that a
// media is older than the professional account that published it, and that there are
// too few people for demographics.
//
// Source: Meta, Instagram Platform, Error Codes.
const (
	codePublished  = 9
	codeHashtags   = 18
	codeParameter  = 100
	codeProof      = 104
	codeDiscovery  = 110
	codePath       = 2500
	subcodeUnknown = 33
	subcodeTooOld  = 2108006
	subcodeTooFew  = 2874010
	// subcodeNoHashtag is that of code 24, for a hashtag that does not exist or is blocked.
	subcodeNoHashtag = 2207024
)

var (
	lacking = regexp.MustCompile(`nonexisting field \((\w+)\)(?: on node type \((\w+)\))?`)
	unknown = regexp.MustCompile(`Object with ID '([^']+)'`)
)

// BadParameter reports whether the Graph API refuses a parameter, field or edge, and
// no subcode says which or why.
func (e *Error) BadParameter() bool { return e.Code == codeParameter && e.Subcode == 0 }

// OfAnyNode reports whether the field that the error names is refused of any node in its
// place: it does not exist there, or has been withdrawn.
func (e *Error) OfAnyNode() bool {
	_, _, lacks := e.Lacks()
	return lacks || e.Kind() == Unsupported
}

// OfFieldOrParameter reports whether the Graph API refuses a field, an edge or a
// parameter, and neither code nor subcode says which.
func (e *Error) OfFieldOrParameter() bool {
	return e.BadParameter() || e.Code == codePath && e.Kind() == BadInput
}

// IDsRetired reports whether the server has no ?ids= any more. It says so with the
// status of a passing fault, but by a code that does not pass.
//
// Source: Meta, Graph API changelog v26.0.
func (e *Error) IDsRetired() bool {
	return e.Status == http.StatusInternalServerError && e.Code == codeParameter
}

// Lacks returns the field that the call asked for and the type of node that does
// not have it, both by Meta's names; false for an error about anything else. The type
// is empty where the error does not tell. Only the words say so, on all hosts in the
// same way.
func (e *Error) Lacks() (field, node string, ok bool) {
	found := lacking.FindStringSubmatch(e.Message)
	if e.Code != codeParameter && e.Code != 0 || found == nil {
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

// TooFew reports whether demographics are refused because there are too few people to
// tell of.
func (e *Error) TooFew() bool { return e.Subcode == subcodeTooFew }

// NoHashtag reports whether a hashtag that is searched for does not exist, or is blocked.
func (e *Error) NoHashtag() bool { return e.Subcode == subcodeNoHashtag }

// Unproven reports whether the app requires a proof that the call comes from its own
// server, and the call had none or a wrong one. Only the words say so, by the
// parameter's name.
//
// Source: Meta, Graph API: Securing Graph API Requests.
func (e *Error) Unproven() bool {
	return e.Code == codeParameter && strings.Contains(e.Message, "appsecret_proof")
}

// Told returns Meta's message and, if they differ, its words for people: the title, or
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

// HoldsUp reports whether a quota is spent that holds up the token's other calls too.
// Those of publishing, hashtags and messages do not.
//
// Source: Meta, Graph API: Rate Limits, error codes.
func (e *Error) HoldsUp() bool { return e.rule().holds }

// limits reports whether a quota is spent. A status of 429 without a code is not
// Meta's but a proxy's, and passes quickly.
func (e *Error) limits() bool { return e.Kind() == RateLimited && e.Code != 0 }

func (e *Error) rule() rule {
	r, _ := ruleOf(e.Status, e.Code, e.Subcode)
	return r
}
