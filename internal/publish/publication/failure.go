package publication

import (
	"errors"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// Failure is why a publication failed, or is parked.
type Failure struct {
	// Code is one of errors[].extensions.code.
	Code    string `json:"code"`
	Message string `json:"message"`
	// Outcome is what is known of the call that failed; empty where none did.
	Outcome graphapi.Outcome `json:"outcome,omitempty"`
	// Hint says what to do next.
	Hint string `json:"hint"`
}

// Failures that the Graph API has no words for.
var (
	expiredTooOften = Failure{
		Code: problem.UpstreamError, Outcome: graphapi.OutcomeRejected,
		Message: "the containers expired before they could be published, again and again",
		Hint:    "Nothing was published. Check that the files can be fetched and are in a format that Instagram takes, and post again.",
	}
	unreachable = Failure{
		Code: problem.UpstreamError, Outcome: graphapi.OutcomeUnknown,
		Message: "the Graph API did not say whether it published, and the access token that did so does not work any more",
		Hint:    lookFirst,
	}
	withdrawn = Failure{
		Code: problem.Unauthenticated, Outcome: graphapi.OutcomeNotSent,
		Message: "the account was disconnected, or its owner has removed the app, before the post was published",
		Hint:    "Nothing was published. Connect the account again, and post again, with another idempotencyKey.",
	}
	neverSettled = Failure{
		Code: problem.UpstreamError, Outcome: graphapi.OutcomeUnknown,
		Message: "the Graph API was asked several times to publish, and never said what came of it",
		Hint:    lookFirst,
	}
)

// lookFirst is the hint of a failure after which no one knows whether the post is published.
const lookFirst = "Look at the account's newest media before you post again: this post may be among them."

// advice is the code and the hint of a failed publication, by the kind of its error.
var advice = map[graphapi.Kind]struct{ code, hint string }{
	graphapi.Unauthenticated: {problem.Unauthenticated, "Log in again, and send the same publishMedia with the new access token: the publication goes on."},
	graphapi.Forbidden:       {problem.Forbidden, "Nothing was published. Log in again and grant the permission to publish, and post again."},
	graphapi.Blocked:         {problem.UpstreamError, "Nothing was published. Meta has blocked the account or the app for now: see what Instagram or the app's dashboard says, and wait."},
	graphapi.NotFound:        {problem.NotFound, "Nothing was published. Check the ids in the content, and post again."},
	graphapi.BadInput:        {problem.BadUserInput, "Nothing was published. Change what the message names, and post again."},
	graphapi.Unsupported:     {problem.Unsupported, "Nothing was published. Leave out what the message names, and post again."},
	graphapi.RateLimited:     {problem.RateLimited, "Nothing was published. Wait, and post again."},
	graphapi.Timeout:         {problem.UpstreamTimeout, "Post again a little later."},
}

// failureOf returns what clients see of an error of the Graph API.
func failureOf(err error) Failure {
	known, ok := advice[graphapi.KindOf(err)]
	if !ok {
		known.code, known.hint = problem.UpstreamError, "Post again a little later."
	}
	f := Failure{Code: known.code, Message: err.Error(), Outcome: graphapi.OutcomeOf(err), Hint: known.hint}
	if refusal, told := errors.AsType[*graphapi.Error](err); told {
		if text := refusal.Told(); text != "" {
			f.Message = text
		}
		if hint := refusal.Hint(); hint != "" && f.Code != problem.Unauthenticated {
			f.Hint = hint
		}
	}
	return f
}

// because returns what clients see of an error that the publication fails for, or is parked
// for. While it is unknown what a call that publishes has done, no other call's error tells.
func (p *Publication) because(err error) *Failure {
	f := failureOf(err)
	if !p.Posting.IsZero() {
		f.Outcome = graphapi.OutcomeUnknown
		if f.Code != problem.Unauthenticated { // a parked publication is settled when it goes on
			f.Hint = lookFirst
		}
	}
	return &f
}

// For how long a call that failed for a passing reason is made again.
const (
	firstPause = 2 * time.Second
	maxPause   = 5 * time.Minute
	// maxRefused is how many calls in a row the Graph API may answer with an error that
	// passes: then about 10 minutes have gone by.
	maxRefused = 8
	// maxUnanswered is how many calls in a row may have no answer: about 2 hours.
	maxUnanswered = 30
)

// pause returns how long to wait after so many calls in a row that failed.
func pause(failed int) time.Duration {
	return min(firstPause<<min(failed-1, 10), maxPause)
}

// Passing reports whether a call that may be made again can succeed then: it was not answered,
// or by an error that blames neither the call nor the token.
func Passing(err error) bool {
	switch kind := graphapi.KindOf(err); {
	case graphapi.Retryable(err), kind == graphapi.Canceled:
		return true
	case kind == graphapi.Failed, kind == graphapi.Timeout, kind == graphapi.Unknown:
		return graphapi.OutcomeOf(err) != graphapi.OutcomeRejected
	}
	return graphapi.OutcomeOf(err) == graphapi.OutcomeNotSent
}

// again takes in a call that failed and that may be made again: the publication waits, is
// parked, or fails.
func (p *Publication) again(err error, now time.Time) {
	kind := graphapi.KindOf(err)
	most := maxUnanswered
	if _, answered := errors.AsType[*graphapi.Error](err); answered {
		most = maxRefused
	}
	switch wait := graphapi.RetryAfter(err); {
	case kind == graphapi.Unauthenticated:
		p.Failure = p.because(err)
		p.park()
	case kind == graphapi.Canceled:
		// The program is going down; the next one goes on.
	case wait > 0:
		p.RetryAt = now.Add(wait)
	case !Passing(err), p.Failed >= most:
		p.fail(*p.because(err))
	default:
		p.Failed++
		p.RetryAt = now.Add(pause(p.Failed))
	}
}
