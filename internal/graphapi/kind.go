package graphapi

import (
	"context"
	"errors"
	"net/http"
)

// Kind is what an error means to whoever made the call.
type Kind uint8

// The kinds. The zero value is that of an error which no call gave.
const (
	Unknown         Kind = iota
	Unauthenticated      // the token is missing, expired, revoked or malformed
	Forbidden            // the token is good, but may not do this
	NotFound             // the node does not exist, or not for this token
	BadInput             // the call asks for what there is not
	RateLimited          // too much was asked; wait
	Failed               // the Graph API failed
	Timeout              // the Graph API took longer than allowed
	Canceled             // the caller went away
)

var kinds = [...]string{
	Unknown: "Unknown", Unauthenticated: "Unauthenticated", Forbidden: "Forbidden", NotFound: "NotFound",
	BadInput: "BadInput", RateLimited: "RateLimited", Failed: "Failed", Timeout: "Timeout", Canceled: "Canceled",
}

// String returns the kind's name.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return kinds[Unknown]
}

// KindOf returns the kind of an error that Do or Batch gave, wrapped or not,
// and of a context's error; Unknown for nil and for any other.
func KindOf(err error) Kind {
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

// Retryable tells whether the call that gave the error may succeed later
// without a change; a rate limited one not before its RetryAfter.
func Retryable(err error) bool {
	var known interface{ Retryable() bool }
	return errors.As(err, &known) && known.Retryable()
}

// reason is a code with its subcode; 0 stands for any subcode.
type reason struct{ code, subcode int }

// reasons is what Meta's error codes mean. A row with a subcode goes before
// the row of its code.
//
// Source: Meta, Graph API: Handle Errors; Instagram Platform: Error Codes.
var reasons = map[reason]Kind{
	{1, 2207057}:  BadInput,        // thumb_offset beyond the video
	{3, 0}:        Forbidden,       // the app lacks a capability
	{4, 0}:        RateLimited,     // of the app
	{4, 2207051}:  Forbidden,       // publishing blocked as spam
	{9, 0}:        RateLimited,     // publishing quota of 24 hours
	{10, 0}:       Forbidden,       // permission missing or removed
	{17, 0}:       RateLimited,     // of the user
	{18, 0}:       RateLimited,     // 30 hashtags in 7 days
	{24, 0}:       NotFound,        // media, container or hashtag
	{25, 0}:       Forbidden,       // account restricted
	{32, 0}:       RateLimited,     // of the Page
	{100, 0}:      BadInput,        // parameter, field or metric
	{100, 33}:     NotFound,        // unknown object, or not for this token
	{102, 0}:      Unauthenticated, // session
	{110, 0}:      NotFound,        // business_discovery: no professional account
	{190, 0}:      Unauthenticated, // token expired, revoked or malformed
	{341, 0}:      RateLimited,     // of the app
	{352, 0}:      BadInput,        // video format
	{368, 0}:      Forbidden,       // blocked for a breach of policy
	{400, 0}:      BadInput,        // the OAuth end points' own code
	{506, 0}:      BadInput,        // duplicate post
	{613, 0}:      RateLimited,     // custom throttle
	{803, 0}:      NotFound,        // unknown alias
	{2500, 0}:     BadInput,        // syntax of path or fields; a missing token never gets here
	{9004, 0}:     BadInput,        // media URL cannot be fetched
	{9005, 0}:     BadInput,        // video content was not found
	{9007, 0}:     BadInput,        // container not finished
	{9009, 0}:     NotFound,        // account unavailable
	{36000, 0}:    BadInput,        // image over 8 MiB
	{36001, 0}:    BadInput,        // image format
	{36003, 0}:    BadInput,        // image aspect ratio
	{36004, 0}:    BadInput,        // caption too long
	{80001, 0}:    RateLimited,     // of the Page, by business use case
	{80002, 0}:    RateLimited,     // of the Instagram account, by business use case
	{80006, 0}:    RateLimited,     // of messaging, by business use case
	{-1, 2207073}: BadInput,        // this type of media cannot be deleted
	{-2, 2207020}: NotFound,        // the container's media has expired
	{429, 0}:      RateLimited,     // the OAuth end points' own code
	{36002, 0}:    BadInput,
}

// transient are the reasons that pass by themselves.
var transient = map[reason]bool{
	{1, 0}:        true,
	{1, 99}:       true,
	{2, 0}:        true,
	{-1, 2207001}: true,
	{-1, 2207032}: true,
	{-2, 2207003}: true,
}

// kindOf decides by the codes alone, for Meta changes and translates messages.
// The status speaks only where there is no code, as on an error page of a proxy.
func kindOf(status, code, subcode int) Kind {
	if kind, ok := reasons[reason{code, subcode}]; ok {
		return kind
	}
	if kind, ok := reasons[reason{code, 0}]; ok {
		return kind
	}
	switch {
	case code >= 200 && code < 300:
		return Forbidden
	case code == 0 && status == http.StatusTooManyRequests:
		return RateLimited
	}
	return Failed
}
