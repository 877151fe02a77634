package publication

import (
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// State is where a publication is, in the words that clients see.
type State string

// The states, in the order in which a publication comes through them.
const (
	Scheduled             State = "SCHEDULED"
	Queued                State = "QUEUED"
	Creating              State = "CREATING"
	Processing            State = "PROCESSING"
	WaitingForQuota       State = "WAITING_FOR_QUOTA"
	Publishing            State = "PUBLISHING"
	Published             State = "PUBLISHED"
	Failed                State = "FAILED"
	Cancelled             State = "CANCELLED"
	NeedsReauthentication State = "NEEDS_REAUTHENTICATION"
)

// Final reports whether a publication in the state never changes again.
func (s State) Final() bool { return s == Published || s == Failed || s == Cancelled }

// Cancel ends a publication that has not begun to be published; false when it is too late.
func (p *Publication) Cancel() bool {
	switch {
	case p.State == Cancelled:
		return true
	case p.State.Final(), p.State == Publishing, !p.Posting.IsZero():
		return false
	}
	p.Failure = nil
	p.end(Cancelled)
	return true
}

// Withdraw ends a publication whose account does not allow it any more, unless it has ended.
func (p *Publication) Withdraw() {
	if p.State.Final() {
		return
	}
	why := withdrawn
	if p.State == Publishing || !p.Posting.IsZero() {
		why.Outcome, why.Hint = graphapi.OutcomeUnknown, lookFirst
	}
	p.fail(why)
}

// park stops a publication whose token is dead. What is unknown of it stays so.
func (p *Publication) park() {
	p.State, p.RetryAt, p.Failed = NeedsReauthentication, time.Time{}, 0
}

// ParkWithoutToken stops a publication for which there is no token.
func (p *Publication) ParkWithoutToken() {
	p.park()
	p.Failure = &Failure{
		Code: problem.Unauthenticated, Message: "there is no access token for the account any more",
		Outcome: graphapi.OutcomeNotSent, Hint: advice[graphapi.Unauthenticated].hint,
	}
}

// Resume lets a parked publication go on, since there is a good token again; false for one
// that was not parked.
func (p *Publication) Resume() bool {
	if p.State != NeedsReauthentication {
		return false
	}
	p.State, p.Failure = Queued, nil
	if !p.Posting.IsZero() {
		p.State = Publishing
	}
	return true
}

// publish ends a publication well, with the media that was published.
func (p *Publication) publish(media string) {
	p.MediaID = media
	p.end(Published)
}

// fail ends a publication for a reason.
func (p *Publication) fail(why Failure) {
	p.Failure = &why
	p.end(Failed)
}

func (p *Publication) end(s State) {
	p.State, p.RetryAt, p.Posting = s, time.Time{}, time.Time{}
}
