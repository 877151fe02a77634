// Package publication is a post on its way, as a state machine: what is next for it, and
// what becomes of it by what comes of that. It makes no calls and keeps nothing.
//
//	publication.go  the row
//	state.go        the states
//	next.go         what is next
//	container.go    what comes of calls about containers
//	quota.go        what comes of asking whether the account may publish
//	post.go         what comes of the call that publishes
//	settle.go       what came of such a call without an answer
//	maker.go        whose token the containers were made with
//	failure.go      what an error means for a publication
//	progress.go     how far a publication is
package publication

import (
	"strings"
	"time"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
)

// Publication is a post on its way. Times are zero where there is none.
type Publication struct {
	// ID is made of digits.
	ID string
	// Version counts how often the row was written.
	Version int64
	// Account is the Graph API's id of the account that posts: the same with every login
	// type.
	Account string
	// Login is the login type of the token that posts.
	Login dialect.Login
	// Key is the client's idempotency key, empty for none, and Fingerprint tells the input
	// that came with it.
	Key, Fingerprint string

	Content content.Content
	// PublishAt is when the post is to be published; zero for as soon as possible.
	PublishAt            time.Time
	CreatedAt, UpdatedAt time.Time

	State State
	// Progress is from 0 to 1, and never falls.
	Progress float64
	// EndedAt is when the state became final.
	EndedAt time.Time
	// RetryAt is before when nothing is done.
	RetryAt time.Time
	// MediaID is the Graph API's id of what was published; it can remain empty where the
	// Graph API does not show it.
	MediaID string
	Failure *Failure

	Work
}

// Work is how far a publication is: what only the worker knows.
type Work struct {
	// Lent reports that who posts has connected no account: the token was lent.
	Lent bool `json:"lent,omitempty"`
	// MadeBy is the login type of the token that the containers were made with, where it is
	// not Login.
	MadeBy dialect.Login `json:"madeBy,omitempty"`
	// Containers are those that the content takes, in the order of content.Containers; none
	// before the work begins.
	Containers []Container `json:"containers,omitempty"`
	// Remade counts how often the containers were made again.
	Remade int `json:"remade,omitempty"`
	// Failed counts the calls in a row that failed for a passing reason.
	Failed int `json:"failed,omitempty"`

	// Allowed is when the Graph API said that the account may publish.
	Allowed time.Time `json:"allowed,omitzero"`
	// Before are the newest media of the account before the publishing.
	Before []string `json:"before,omitempty"`
	// Posting is when the call that publishes was about to be made; zero when nothing is
	// unknown of one.
	Posting time.Time `json:"posting,omitzero"`
	// Posts counts the calls that publish.
	Posts int `json:"posts,omitempty"`
	// Looks counts the looks for the media that was published.
	Looks int `json:"looks,omitempty"`
}

// Container is one container of a publication.
type Container struct {
	// ID is the Graph API's; empty before the container is made.
	ID string `json:"id,omitempty"`
	// Making is when the call that makes the container was about to be made.
	Making time.Time `json:"making,omitzero"`
	Made   time.Time `json:"made,omitzero"`
	// Status is the status_code that was read last.
	Status string `json:"status,omitempty"`
	// Looks counts how often the status was read, and LookAt is when it is read next.
	Looks  int       `json:"looks,omitempty"`
	LookAt time.Time `json:"lookAt,omitzero"`
}

// The values of a container's status_code.
//
// Source: Meta, IG Container.
const (
	statusInProgress = "IN_PROGRESS"
	statusFinished   = "FINISHED"
	statusPublished  = "PUBLISHED"
	statusError      = "ERROR"
	StatusExpired    = "EXPIRED" // not published within 24 hours
)

// posted returns the container that is published: a carousel's own, or the only one.
func (p *Publication) posted() *Container { return &p.Containers[len(p.Containers)-1] }

// Container returns the id of the container that is published.
func (p *Publication) Container() string { return p.posted().ID }

// ContainerIDs returns the Graph API's ids of the containers that were made.
func (p *Publication) ContainerIDs() (ids []string) {
	for _, c := range p.Containers {
		if c.ID != "" {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// begin plans the containers that the content takes.
func (p *Publication) begin() {
	if len(p.Containers) == 0 {
		p.Containers = make([]Container, len(p.Content.Containers()))
	}
}

// View is what clients see of a publication.
type View struct {
	state      State
	progress   float64
	retryAt    time.Time
	media      string
	failure    Failure
	containers string
}

// View returns what clients see of the publication, to be compared with what they saw.
func (p *Publication) View() View {
	v := View{state: p.State, progress: p.Progress, retryAt: p.RetryAt, media: p.MediaID, containers: strings.Join(p.ContainerIDs(), ",")}
	if p.Failure != nil {
		v.failure = *p.Failure
	}
	return v
}
