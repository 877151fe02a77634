package events

import (
	"context"
	"sync/atomic"
)

// queued is the most topics that wait to be sent.
const queued = 1000

// Outbox are topics that wait to be sent by a signal. It may be used by many goroutines at
// once.
type Outbox struct {
	topics chan string
	lost   atomic.Bool
}

// NewOutbox returns an empty outbox.
func NewOutbox() *Outbox { return &Outbox{topics: make(chan string, queued)} }

// Send has a topic sent. It does not wait: where too many do, those who receive are told ""
// in the place of the topic.
func (o *Outbox) Send(topic string) {
	select {
	case o.topics <- topic:
	default:
		o.Lost()
	}
}

// Lost notes that a topic could not be sent: "" is to be sent in its place.
func (o *Outbox) Lost() { o.lost.Store(true) }

// Next waits for the next topic to send. The error is the context's.
func (o *Outbox) Next(ctx context.Context) (topic string, err error) {
	if o.lost.Swap(false) {
		return "", nil
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case topic = <-o.topics:
		return topic, nil
	}
}
