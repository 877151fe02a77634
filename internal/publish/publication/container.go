package publication

import (
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
)

// Parameters returns those of the call that makes a container.
func (p *Publication) Parameters(i int) url.Values {
	all := p.Content.Containers()
	if last := len(all) - 1; i == last && last > 0 {
		var items []string
		for _, c := range p.Containers[:last] {
			items = append(items, c.ID)
		}
		content.SetChildren(all[i], items)
	}
	return all[i]
}

// Result is what came of a call about one container.
type Result struct {
	// Container is the container's place.
	Container int
	// ID is that of a container that was made.
	ID string
	// Status is what was read of a container.
	Status Status
	Err    error
}

// Status is what the Graph API says of a container.
type Status struct {
	// Code is the status_code, and Text the status in words.
	Code, Text string
}

// Created takes in what came of calls that make containers. Nothing is posted by such a
// call: one without an answer is made again.
func (p *Publication) Created(results []Result, now time.Time) {
	for _, r := range results {
		if r.Err == nil && p.Containers[r.Container].ID == "" { // else another's is in use
			p.Containers[r.Container] = Container{ID: r.ID, Made: now, LookAt: now}
		}
	}
	p.take(results, now)
}

// The pauses between looks at a container. Images are mostly ready at once, videos after
// some seconds or minutes.
//
// Source: Meta, Instagram Platform: Content Publishing, which asks for one look a minute.
const (
	firstLook = time.Second
	maxLook   = time.Minute
	// manyLooks is after how many looks the pauses are slowLook.
	manyLooks = 12
	slowLook  = 5 * time.Minute
)

// Looked takes in what was read of containers.
func (p *Publication) Looked(results []Result, now time.Time) {
	for _, r := range results {
		c := &p.Containers[r.Container]
		switch {
		case r.Err != nil:
		case r.Status.Code == statusError:
			p.fail(broken(r.Status))
			return
		case r.Status.Code == statusPublished:
			p.Posting = c.Made // by someone else: the media is found all the same
		default:
			c.Status, c.LookAt = r.Status.Code, now.Add(lookPause(c.Looks))
			c.Looks++
		}
	}
	p.take(results, now)
}

// lookPause returns how long to wait after so many looks.
func lookPause(looks int) time.Duration {
	if looks >= manyLooks {
		return slowLook
	}
	return min(firstLook<<min(looks, 10), maxLook)
}

// take takes in the errors of calls that may be made again, as one: that which does not
// pass, if there is one.
func (p *Publication) take(results []Result, now time.Time) {
	var worst error
	for _, r := range results {
		if r.Err != nil && (worst == nil || Passing(worst) && !Passing(r.Err)) {
			worst = r.Err
		}
	}
	if worst == nil {
		p.Failed = 0
		return
	}
	p.again(worst, now)
}

// broken returns the failure of a container that the Graph API could not make ready.
func broken(status Status) Failure {
	text := status.Text
	if text == "" {
		text = "the Graph API could not process the media, and does not say why"
	}
	return Failure{
		Code: problem.UpstreamError, Message: text, Outcome: graphapi.OutcomeRejected,
		Hint: "Nothing was published. Use a file in a format that Instagram takes, which anyone can fetch, and post again.",
	}
}
