package events

import (
	"context"
	"log/slog"
	"time"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/redis"
)

// channel is where replicas say in Redis which topics have news.
const channel = "gramql:events"

// Redis is the signal of replicas that share a Redis. While it does not answer, they find
// news by asking the database from time to time.
type Redis struct {
	*Outbox
	options rueidis.ClientOption
	away    redis.Reason
}

// NewRedis returns the signal through the Redis at an address. The error never holds the
// address.
func NewRedis(address string, log *slog.Logger) (*Redis, error) {
	options, err := redis.Options(address)
	if err != nil {
		return nil, err
	}
	r := &Redis{Outbox: NewOutbox(), options: options}
	r.away.Log = log
	return r, nil
}

// Receive sends and receives until the context ends.
func (r *Redis) Receive(ctx context.Context, wake func(topic string)) {
	for ctx.Err() == nil {
		err := r.connected(ctx, wake)
		if ctx.Err() != nil {
			return
		}
		r.away.Is("Redis is unavailable: what changes on other replicas is told some seconds later", err)
		select {
		case <-ctx.Done():
		case <-time.After(redis.Wait(err)):
		}
	}
}

// connected sends and receives until either fails.
func (r *Redis) connected(ctx context.Context, wake func(topic string)) error {
	client, err := rueidis.NewClient(r.options)
	if err != nil {
		return err
	}
	defer client.Close()
	r.away.Over("what changes on other replicas is told at once")
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	// What was said before this replica listens may be missed.
	subscribed := rueidis.WithOnSubscriptionHook(ctx, func(rueidis.PubSubSubscription) { wake("") })
	listener, release := client.Dedicate() // for who listens on a connection says nothing there
	defer release()
	go func() {
		stop(listener.Receive(subscribed, client.B().Subscribe().Channel(channel).Build(), func(m rueidis.PubSubMessage) { wake(m.Message) }))
	}()
	for {
		topic, err := r.Next(ctx)
		if err != nil {
			return context.Cause(ctx)
		}
		if err := client.Do(ctx, client.B().Publish().Channel(channel).Message(topic).Build()).Error(); err != nil {
			r.Lost()
			return err
		}
	}
}
