package publication

import (
	"errors"
	"slices"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
)

// Subcodes of the refusals of the call that publishes.
//
// Source: Meta, Instagram Platform: Error Codes.
const (
	subcodeNotReady = 2207027 // the container is not FINISHED
	subcodeQuota    = 2207042 // the account has published as much as it may
	subcodeGone     = 2207008 // the container is missing, has expired, or was published
	subcodeUnknown  = 2207006 // there is no such container
)

// Posted takes in what came of the call that publishes. Where nothing is known, the row
// goes on to say that the call was about to be made.
func (p *Publication) Posted(media string, err error, now time.Time) {
	if err == nil {
		p.publish(media)
		return
	}
	outcome := graphapi.OutcomeOf(err)
	if outcome == graphapi.OutcomeUnknown || is(err, subcodeGone, subcodeUnknown) {
		return // what is known of the container settles it
	}
	p.Posting = time.Time{}
	if outcome == graphapi.OutcomeNotSent {
		p.Posts--
	}
	switch {
	case is(err, subcodeQuota):
		p.waitForQuota(now.Add(quotaPause))
	case is(err, subcodeNotReady):
		p.unready(now)
	default:
		p.again(err, now)
	}
}

// unready has the container looked at again before it is published.
func (p *Publication) unready(now time.Time) {
	c := p.posted()
	c.Status, c.LookAt = statusInProgress, now.Add(lookPause(c.Looks))
	p.State = Processing
}

// is reports whether an error is a refusal with one of some subcodes.
func is(err error, subcodes ...int) bool {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	return ok && slices.Contains(subcodes, refusal.Subcode)
}
