package quota

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/redis"
	"github.com/gramql/gramql/internal/seal"
)

// The Redis streams that carry observations, and how many each keeps: a replica that
// starts later has to find spent quotas for longer than others.
const (
	usageStream, usageKept = "gramql:quota:usage", "1000"
	spentStream, spentKept = "gramql:quota:spent", "10000"
)

// waiting is the most observations that wait to be sent. Any more are lost to the
// replicas.
const waiting = 1000

// Feed carries observations between the replicas of this program. While Redis does
// not answer, each replica knows only what its own calls showed.
type Feed struct {
	quota   *Quota
	options rueidis.ClientOption
	seal    seal.Seal
	// away is why there is no connection, refusal why nothing is sent on one.
	away, refusal redis.Reason
	// from is this replica's name in the messages that it sends.
	from string
	out  chan Observation
	end  context.CancelFunc
	work sync.WaitGroup
}

// NewFeed starts to carry a quota's observations to and from the Redis at an
// address, under a seal, until Close. The error never holds the address.
func NewFeed(q *Quota, address string, s seal.Seal, log *slog.Logger) (*Feed, error) {
	options, err := redis.Options(address)
	if err != nil {
		return nil, err
	}
	ctx, end := context.WithCancel(context.Background())
	f := &Feed{quota: q, options: options, seal: s, from: rand.Text(), out: make(chan Observation, waiting), end: end}
	f.away.Log, f.refusal.Log = log, log
	q.publish = f.send
	f.work.Go(func() { f.run(ctx) })
	return f, nil
}

// Close ends the connection. It comes after the last call.
func (f *Feed) Close() {
	f.end()
	f.work.Wait()
}

func (f *Feed) send(o Observation) {
	select {
	case f.out <- o:
	default:
	}
}

// run connects, and does so again whenever the connection is lost.
func (f *Feed) run(ctx context.Context) {
	start := position{usageStream: "0", spentStream: "0"}
	for ctx.Err() == nil {
		err := f.connected(ctx, start)
		if ctx.Err() != nil {
			return
		}
		f.away.Is("Redis is unavailable: quota usage is not shared between replicas", err)
		select {
		case <-ctx.Done():
		case <-time.After(redis.Wait(err)):
		}
	}
}

// connected writes and reads until either fails.
func (f *Feed) connected(ctx context.Context, p position) error {
	client, err := rueidis.NewClient(f.options)
	if err != nil {
		return err
	}
	defer client.Close()
	f.away.Over("quota usage is shared between replicas")
	ctx, stop := context.WithCancelCause(ctx)
	var both sync.WaitGroup
	both.Go(func() { stop(f.write(ctx, client)) })
	both.Go(func() { stop(f.read(ctx, client, p)) })
	both.Wait()
	return context.Cause(ctx)
}

// message is one entry of a stream.
type message struct {
	From string
	// Age is how old the observation was when it was sent: a replica knows the age even
	// if its clock is wrong.
	Age         time.Duration
	Observation Observation
}

// at returns the observation with its times by this program's clock, for a message
// that was sent at a time by that clock.
func (m message) at(sent time.Time) Observation {
	o := m.Observation
	made := sent.Add(-max(0, m.Age))
	if !o.Until.IsZero() {
		o.Until = made.Add(o.Until.Sub(o.At))
	}
	o.At = made
	return o
}

// label is what a sealed message is bound to.
var label = []byte("quota")

func (f *Feed) write(ctx context.Context, client rueidis.Client) error {
	for {
		var o Observation
		select {
		case <-ctx.Done():
			return ctx.Err()
		case o = <-f.out:
		}
		stream, kept := usageStream, usageKept
		if !o.Until.IsZero() {
			stream, kept = spentStream, spentKept
		}
		text, err := json.Marshal(message{f.from, f.quota.now().Sub(o.At), o})
		if err != nil {
			return err
		}
		err = client.Do(ctx, client.B().Xadd().Key(stream).Maxlen().Almost().Threshold(kept).Id("*").
			FieldValue().FieldValue("n", rueidis.BinaryString(f.seal.Close(text, label))).Build()).Error()
		switch {
		case redis.Refused(err): // it is full, perhaps; what others sent can still be read
			f.refusal.Is("Redis refuses: quota usage is not shared with other replicas", err)
		case err != nil:
			return err
		default:
			f.refusal.Over("quota usage is shared with other replicas")
		}
	}
}

// position is how far each stream has been read.
type position map[string]string

func (f *Feed) read(ctx context.Context, client rueidis.Client, p position) error {
	ahead, err := f.redisAhead(ctx, client)
	if err != nil {
		return err
	}
	for {
		streams, err := client.Do(ctx, client.B().Xread().Count(1000).Block(1000).Streams().
			Key(usageStream, spentStream).Id(p[usageStream], p[spentStream]).Build()).AsXRead()
		if rueidis.IsRedisNil(err) {
			continue
		}
		if err != nil {
			return err
		}
		for stream, entries := range streams {
			for _, entry := range entries {
				p[stream] = entry.ID
				f.take(entry.FieldValues["n"], sentAt(entry.ID).Add(-ahead))
			}
		}
	}
}

// redisAhead returns by how much Redis's clock is ahead of this program's.
func (f *Feed) redisAhead(ctx context.Context, client rueidis.Client) (time.Duration, error) {
	parts, err := client.Do(ctx, client.B().Time().Build()).AsIntSlice() // seconds and microseconds
	if err != nil || len(parts) != 2 {
		return 0, err
	}
	return time.Unix(parts[0], parts[1]*int64(time.Microsecond)).Sub(f.quota.now()), nil
}

// sentAt returns when an entry of a stream was sent, by Redis's clock: the entry's id
// begins with the time in milliseconds.
func sentAt(id string) time.Time {
	millis, _, _ := strings.Cut(id, "-")
	at, _ := strconv.ParseInt(millis, 10, 64)
	return time.UnixMilli(at)
}

// take learns from another replica's message that was sent at a time, and ignores
// what does not open.
func (f *Feed) take(sealed string, sent time.Time) {
	text, ok := f.seal.Open([]byte(sealed), label)
	if !ok {
		return
	}
	var m message
	if json.Unmarshal(text, &m) == nil && m.From != f.from {
		f.quota.learn(m.at(sent))
	}
}
