package publication

import (
	"slices"
	"strings"
	"time"
)

// unsettled is how long a call that publishes, and of which nothing is known, is given to
// show an effect, before it is made again.
const unsettled = time.Minute

// maxPosts is how many calls that publish are made for one publication.
const maxPosts = 10

// Seen is what the Graph API shows of a call that publishes.
type Seen struct {
	Status Status
	// Unreachable reports that the token is of another login type than the container's, so
	// that nothing is known of the container.
	Unreachable bool
	// Newest are the account's newest media, less those of other publications.
	Newest []Media
}

// Settled takes in what the Graph API shows, after a call that publishes had no answer. The
// call is made again only if it had no effect.
func (p *Publication) Settled(seen Seen, err error, now time.Time) {
	status := seen.Status.Code
	if err != nil {
		p.again(err, now)
		return
	}
	p.Failed = 0
	media, found := p.find(seen.Newest)
	passed := now.Sub(p.Posting)
	switch {
	case found && (status == statusPublished || passed >= unsettled):
		p.publish(media)
	case status == statusPublished:
		p.search(now)
	case passed < unsettled:
		p.RetryAt = now.Add(min(max(passed, firstLook), unsettled-passed))
	case status == statusError:
		p.fail(broken(seen.Status))
	case seen.Unreachable:
		p.fail(unreachable)
	case p.Posts >= maxPosts:
		p.fail(neverSettled)
	default:
		p.undone(status, now)
	}
}

// undone has the call that publishes made again, which had no effect.
func (p *Publication) undone(status string, now time.Time) {
	p.Posting, p.Allowed, p.Looks = time.Time{}, time.Time{}, 0
	c := p.posted()
	c.Status, c.LookAt = status, now
	if status != statusFinished {
		p.State = Processing
	}
}

// maxLooks is how often a media is looked for that was published.
const maxLooks = 10

// search looks for the media again, a little later; a media that never shows is not waited
// for.
func (p *Publication) search(now time.Time) {
	if p.Looks++; p.Looks > maxLooks {
		p.publish("")
		return
	}
	p.RetryAt = now.Add(lookPause(p.Looks - 1))
}

// skew is how far the Graph API's clock may be behind ours.
const skew = 5 * time.Minute

// find returns the media that the publication became, among the account's newest.
func (p *Publication) find(newest []Media) (id string, found bool) {
	for _, m := range slices.Backward(newest) {
		fresh := !m.Time.Before(p.Posting.Add(-skew)) && !slices.Contains(p.Before, m.ID)
		if fresh && strings.TrimSpace(m.Caption) == strings.TrimSpace(p.Content.Caption()) {
			return m.ID, true
		}
	}
	return "", false
}
