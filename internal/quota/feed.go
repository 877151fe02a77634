package quota

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/redis"
	"github.com/gramql/gramql/internal/seal"
)

// The streams of Redis that news travel by, and how many each keeps: what is spent
// is to be found for longer by a replica that starts later.
const (
	newsStream, newsKept   = "gramql:quota:news", "1000"
	spentStream, spentKept = "gramql:quota:spent", "10000"
)

// waiting bounds the news that wait to be sent. More are lost to the replicas,
// rather than held.
const waiting = 1000

// Feed carries news of quotas between the replicas of this program. While Redis
// does not answer, each knows what it sees itself.
type Feed struct {
	quota   *Quota
	options rueidis.ClientOption
	seal    seal.Seal
	log     *slog.Logger
	// from tells a replica's own news from others'.
	from string
	out  chan News
	end  context.CancelFunc
	work sync.WaitGroup
}

// Share has a quota's news carried to and from a Redis, sealed with a key of 32
// bytes, until Close. The error never holds the address.
func Share(q *Quota, address string, key []byte, log *slog.Logger) (*Feed, error) {
	options, err := redis.Options(address)
	if err != nil {
		return nil, err
	}
	ctx, end := context.WithCancel(context.Background())
	f := &Feed{quota: q, options: options, seal: seal.New(key), log: log, from: rand.Text(), out: make(chan News, waiting), end: end}
	q.share = f.send
	f.work.Go(func() { f.run(ctx) })
	return f, nil
}

// Close ends the connection. It comes after the last call.
func (f *Feed) Close() {
	f.end()
	f.work.Wait()
}

func (f *Feed) send(n News) {
	select {
	case f.out <- n:
	default:
	}
}

// run connects, and again after a while whenever the connection is lost.
func (f *Feed) run(ctx context.Context) {
	begin := position{newsStream: "0", spentStream: "0"}
	for told := false; ctx.Err() == nil; {
		err := f.connected(ctx, begin)
		if ctx.Err() != nil {
			return
		}
		if !told {
			f.log.Warn("Redis does not carry news of quotas; each replica knows its own until it does", "error", err)
			told = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(redis.Again):
		}
	}
}

// connected writes and reads until one of both fails.
func (f *Feed) connected(ctx context.Context, p position) error {
	client, err := rueidis.NewClient(f.options)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, stop := context.WithCancelCause(ctx)
	var both sync.WaitGroup
	both.Go(func() { stop(f.write(ctx, client)) })
	both.Go(func() { stop(f.read(ctx, client, p)) })
	both.Wait()
	return context.Cause(ctx)
}

// message is what travels.
type message struct {
	From string
	News News
}

// label is what a sealed message is bound to.
var label = []byte("quota")

func (f *Feed) write(ctx context.Context, client rueidis.Client) error {
	for {
		var n News
		select {
		case <-ctx.Done():
			return ctx.Err()
		case n = <-f.out:
		}
		stream, kept := newsStream, newsKept
		if !n.Until.IsZero() {
			stream, kept = spentStream, spentKept
		}
		text, err := json.Marshal(message{f.from, n})
		if err != nil {
			return err
		}
		err = client.Do(ctx, client.B().Xadd().Key(stream).Maxlen().Almost().Threshold(kept).Id("*").
			FieldValue().FieldValue("n", rueidis.BinaryString(f.seal.Close(text, label))).Build()).Error()
		if err != nil {
			return err
		}
	}
}

// position is how far each stream has been read.
type position map[string]string

func (f *Feed) read(ctx context.Context, client rueidis.Client, p position) error {
	for {
		streams, err := client.Do(ctx, client.B().Xread().Count(1000).Block(1000).Streams().
			Key(newsStream, spentStream).Id(p[newsStream], p[spentStream]).Build()).AsXRead()
		if rueidis.IsRedisNil(err) {
			continue
		}
		if err != nil {
			return err
		}
		for stream, entries := range streams {
			for _, entry := range entries {
				p[stream] = entry.ID
				f.take(entry.FieldValues["n"])
			}
		}
	}
}

// take learns from a replica's message. What does not open is none.
func (f *Feed) take(sealed string) {
	text, ok := f.seal.Open([]byte(sealed), label)
	if !ok {
		return
	}
	var m message
	if json.Unmarshal(text, &m) == nil && m.From != f.from {
		f.quota.learn(m.News)
	}
}
