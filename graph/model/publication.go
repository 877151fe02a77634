package model

import "time"

// Publication is a post on its way.
type Publication struct {
	ID                   string
	State                PublicationState
	Progress             float64
	PublishAt, RetryAt   *time.Time
	CreatedAt, UpdatedAt time.Time
	Error                *PublicationError

	// MediaID and ContainerIDs are the Graph API's ids of what was published and of the
	// containers.
	MediaID      string
	ContainerIDs []string
}

// IsNode marks the type as a Node.
func (Publication) IsNode() {}

// GetID returns the global id.
func (p Publication) GetID() string { return p.ID }
