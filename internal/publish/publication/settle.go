package publication

import (
	"slices"
	"strings"
	"time"
)

// unsettled is how long a call that publishes, and of which nothing is known, is given to
// show an effect, before it is made again.
const unsettled = time.Minute

// mistaken is how long the container may go on to say that it is not published while there is
// a media that looks like the post: then the media is someone else's, and the call is made
// again. A container publishes once at most.
const mistaken = 3 * time.Minute

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
	// Rivals are the account's publications of which it was not known either, before Newest was
	// read, what they have become.
	Rivals []*Publication
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
	media, found := p.find(seen)
	passed := now.Sub(p.Posting)
	switch {
	case found && (status == statusPublished || passed >= unsettled && status != statusFinished):
		p.publish(media)
	case status == statusPublished:
		p.search(now)
	case passed < unsettled:
		p.RetryAt = now.Add(min(max(passed, firstLook), unsettled-passed))
	case found && passed < mistaken:
		p.RetryAt = now.Add(min(passed, mistaken-passed))
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

// find returns the media that the publication became, among the account's newest. Of several
// posts that look alike each became a media of its own, in the order in which they were about
// to be published: until all have a media, none of them is told from the others.
func (p *Publication) find(seen Seen) (id string, found bool) {
	before, rivals := 0, 0
	for _, r := range seen.Rivals {
		if r.ID == p.ID || r.Posting.IsZero() || !p.alike(r) {
			continue
		}
		rivals++
		if r.Posting.Before(p.Posting) || r.Posting.Equal(p.Posting) && r.ID < p.ID {
			before++
		}
	}
	var own []string
	for _, m := range slices.Backward(seen.Newest) {
		if p.fits(m) {
			own = append(own, m.ID)
		}
	}
	if len(own) <= rivals {
		return "", false
	}
	return own[before], true
}

// alike reports whether the media of another publication would look like that of this one.
func (p *Publication) alike(other *Publication) bool {
	return p.kind() == other.kind() && trimmedCaption(p) == trimmedCaption(other)
}

func trimmedCaption(p *Publication) string { return strings.TrimSpace(p.Content.Caption()) }

// fits reports whether a media can be what the publication became: it is new, and what the
// Graph API says of it is so of the content.
func (p *Publication) fits(m Media) bool {
	want := p.kind()
	switch {
	case m.Time.Before(p.Posting.Add(-skew)), slices.Contains(p.Before, m.ID):
		return false
	case m.Type != "" && m.Type != want.mediaType, m.Children != 0 && m.Children != want.children:
		return false
	}
	return strings.TrimSpace(m.Caption) == trimmedCaption(p)
}

// kind is what the media of a content is, beside its caption: its media_type, and how many
// children it has.
type kind struct {
	mediaType string
	children  int
}

// The values of a media's media_type.
//
// Source: Meta, IG Media.
const (
	typeImage    = "IMAGE"
	typeVideo    = "VIDEO"
	typeCarousel = "CAROUSEL_ALBUM"
)

func (p *Publication) kind() kind {
	switch c := p.Content; {
	case c.Carousel != nil:
		return kind{typeCarousel, len(c.Carousel.Items)}
	case c.Reel != nil, c.Story != nil && c.Story.VideoURL != nil:
		return kind{mediaType: typeVideo}
	}
	return kind{mediaType: typeImage}
}
