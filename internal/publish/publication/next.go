package publication

import "time"

// Action is what can be next.
type Action uint8

// The actions.
const (
	Rest   Action = iota // nothing, before Step.At
	Make                 // make containers
	Look                 // read the status of containers
	Ask                  // read whether the account may publish, and its newest media
	Post                 // publish
	Settle               // read what came of a call that publishes, of which nothing is known
)

// Step is what is next for a publication.
type Step struct {
	Action Action
	// Containers are those to make or to look at, by their places.
	Containers []int
	// At is when something is next, for Rest; zero is never.
	At time.Time
}

// Marked reports whether the row must say that the step is about to be done, before it is.
func (s Step) Marked() bool { return s.Action == Make || s.Action == Post }

// How long things last.
//
// Source: Meta, Instagram Platform: Content Publishing; IG Container.
const (
	// lifetime is how long a container can be published: Meta's 24 hours, less what its
	// publishing may take.
	lifetime = 24*time.Hour - 5*time.Minute
	// allowance is how long it is believed that the account may publish.
	allowance = time.Minute
	// maxRemade is how often expired containers are made again.
	maxRemade = 3
)

// Next returns what is next for a publication, and has the row say so.
func (p *Publication) Next(now time.Time) Step {
	step := p.next(now)
	switch step.Action {
	case Rest:
		return step
	case Make:
		for _, i := range step.Containers {
			p.Containers[i].Making = now
		}
		if p.State != Processing {
			p.State = Creating
		}
	case Look:
		p.State = Processing
	case Post:
		p.State, p.Posting = Publishing, now
		p.Posts++
	case Settle:
		p.State = Publishing
	}
	p.RetryAt = time.Time{}
	return step
}

func (p *Publication) next(now time.Time) Step {
	switch {
	case p.State.Final() || p.State == NeedsReauthentication:
		return Step{}
	case p.RetryAt.After(now):
		return Step{At: p.RetryAt}
	case p.PublishAt.After(now):
		return Step{At: p.PublishAt}
	case !p.Posting.IsZero():
		return Step{Action: Settle}
	}
	if p.begin(); !p.renew(now) {
		return Step{}
	}
	last := len(p.Containers) - 1
	if step, due := p.prepare(0, last, now); due {
		return step
	}
	if step, due := p.prepare(last, last+1, now); due {
		return step
	}
	if p.Allowed.IsZero() || now.Sub(p.Allowed) > allowance {
		return Step{Action: Ask}
	}
	return Step{Action: Post}
}

// prepare returns what is next for some of the containers, until they can be published.
func (p *Publication) prepare(from, to int, now time.Time) (Step, bool) {
	var missing, unready []int
	var soonest time.Time
	for i := from; i < to; i++ {
		switch c := &p.Containers[i]; {
		case c.ID == "":
			missing = append(missing, i)
		case c.Status == statusFinished:
		case !c.LookAt.After(now):
			unready = append(unready, i)
		case soonest.IsZero() || c.LookAt.Before(soonest):
			soonest = c.LookAt
		}
	}
	switch {
	case len(missing) > 0:
		return Step{Action: Make, Containers: missing}, true
	case len(unready) > 0:
		return Step{Action: Look, Containers: unready}, true
	}
	return Step{At: soonest}, !soonest.IsZero()
}

// renew forgets the containers that have expired, so that they are made again, and with
// an item the carousel that it is in; false when that was done too often.
func (p *Publication) renew(now time.Time) bool {
	last, ended := len(p.Containers)-1, false
	for i, c := range p.Containers {
		if c.ID != "" && (c.Status == StatusExpired || now.Sub(c.Made) >= lifetime) {
			p.Containers[i], p.Containers[last] = Container{}, Container{}
			ended = true
		}
	}
	if !ended {
		return true
	}
	if p.Remade++; p.Remade > maxRemade {
		p.fail(expiredTooOften)
		return false
	}
	p.State = Creating
	return true
}
