package cache

import (
	"context"
	"encoding/hex"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/redis"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/viewer"
)

const (
	// usualPatience is how long Redis may take. A Redis that takes longer is of no use
	// to a cache.
	usualPatience = 50 * time.Millisecond
	// generationLife is how long a generation lasts: its answers are then asked for
	// anew. No answer lives for longer.
	generationLife = 24 * time.Hour
)

// Redis keeps answers in Redis or Valkey, sealed, and each with its end. While Redis
// does not answer, nothing is found and nothing is kept: no call waits for Redis.
type Redis struct {
	// Now is the clock; NewRedis sets time.Now.
	Now func() time.Time

	options rueidis.ClientOption
	seal    seal.Seal
	// patience is how long the commands of one round trip may take.
	patience time.Duration
	// away is why there is no connection, refusal why a command is refused on one.
	away, refusal redis.Reason
	// client is nil while Redis is away.
	client atomic.Pointer[rueidis.Client]
	// work is what goes on beside the calls; once closed is closed, no more begins.
	work   sync.WaitGroup
	mu     sync.Mutex
	closed chan struct{}
}

// NewRedis returns the store at an address such as redis://user:password@host:6379/0,
// under a seal. The error never holds the address.
func NewRedis(address string, s seal.Seal, log *slog.Logger) (*Redis, error) {
	options, err := redis.Options(address)
	if err != nil {
		return nil, err
	}
	r := &Redis{Now: time.Now, options: options, seal: s, patience: usualPatience, closed: make(chan struct{})}
	r.away.Log, r.refusal.Log = log, log
	if err := r.connect(); err != nil {
		r.beside(func() { r.reconnect(err) })
	}
	return r, nil
}

var _ Store = (*Redis)(nil)

// connect makes the connection, or logs why there is none, once for each reason.
func (r *Redis) connect() error {
	client, err := rueidis.NewClient(r.options)
	switch {
	case err == nil:
		r.client.Store(&client)
		r.away.Over("Redis answers")
	case redis.Refused(err):
		r.away.Is("Redis refuses the connection; answers are kept in memory alone", err)
	default:
		r.away.Is(silent, err)
	}
	return err
}

const silent = "Redis does not answer; answers are kept in memory alone until it does"

// reconnect tries until Redis is back, after an error.
func (r *Redis) reconnect(err error) {
	for err != nil {
		select {
		case <-r.closed:
			return
		case <-time.After(redis.Wait(err)):
		}
		err = r.connect()
	}
}

// failed drops a client that failed, and has Redis connected again. Of several calls
// that fail with the same client, the first does.
func (r *Redis) failed(client *rueidis.Client, err error) {
	if !r.client.CompareAndSwap(client, nil) {
		return
	}
	r.away.Is(silent, err)
	r.beside((*client).Close)
	r.beside(func() { r.reconnect(err) })
}

// do makes commands in one round trip, however soon the caller leaves; the result is nil
// when Redis does not answer. A command that Redis refuses, such as to keep more when
// Redis is full, is no reason not to ask Redis for what it has.
func (r *Redis) do(ctx context.Context, commands func(rueidis.Builder) rueidis.Commands) []rueidis.RedisResult {
	client := r.client.Load()
	if client == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), r.patience)
	defer stop()
	results := (*client).DoMulti(ctx, commands((*client).B())...)
	for _, result := range results {
		switch err := result.Error(); {
		case err == nil || rueidis.IsRedisNil(err):
		case redis.Refused(err):
			r.refusal.Is("Redis refuses; what it has is still found", err)
		default:
			r.failed(client, err)
			return nil
		}
	}
	return results
}

// Get finds an answer, and the viewer's generation, which begins when there is none yet;
// the generation is 0 when Redis does not answer.
func (r *Redis) Get(ctx context.Context, key Key) (*Answer, Generation) {
	results := r.do(ctx, func(b rueidis.Builder) rueidis.Commands {
		return rueidis.Commands{
			b.Set().Key(generationName(key.Viewer)).Value(strconv.FormatUint(uint64(newGeneration()), 10)).Nx().Ex(generationLife).Build(),
			b.Get().Key(generationName(key.Viewer)).Build(),
			b.Get().Key(answerName(key)).Build(),
			b.Pttl().Key(answerName(key)).Build(),
		}
	})
	if results == nil {
		return nil, 0
	}
	generation, err := results[1].AsUint64()
	if err != nil {
		return nil, 0
	}
	closed, err := results[2].AsBytes()
	if err != nil {
		return nil, Generation(generation)
	}
	// How long the answer has left is Redis's word: the clock of the replica that put
	// the answer may be wrong.
	left, err := results[3].AsInt64()
	answer := opened(r.seal, key, Generation(generation), closed)
	if err != nil || left <= 0 || answer == nil {
		return nil, Generation(generation)
	}
	return answer.endingIn(time.Duration(left)*time.Millisecond, r.Now()), Generation(generation)
}

// Put keeps an answer. The caller does not wait for Redis.
func (r *Redis) Put(ctx context.Context, key Key, answer *Answer, generation Generation) {
	life := answer.Old.Sub(r.Now())
	if life < time.Millisecond {
		return
	}
	r.beside(func() {
		closed := sealed(r.seal, key, generation, answer)
		results := r.do(ctx, func(b rueidis.Builder) rueidis.Commands {
			return rueidis.Commands{b.Set().Key(answerName(key)).Value(rueidis.BinaryString(closed)).Px(life).Build()}
		})
		if results != nil && results[0].Error() == nil {
			r.refusal.Over("Redis keeps answers")
		}
	})
}

// Drop ends the viewer's generation. When Redis does not answer, the answers of the
// generation last until their own end.
func (r *Redis) Drop(ctx context.Context, id viewer.ID) {
	r.do(ctx, func(b rueidis.Builder) rueidis.Commands {
		return rueidis.Commands{b.Del().Key(generationName(id)).Build()}
	})
}

// beside does something that no one waits for but Close.
func (r *Redis) beside(do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-r.closed:
	default:
		r.work.Go(do)
	}
}

// Close ends the connection. It comes after the last call.
func (r *Redis) Close() {
	r.mu.Lock()
	close(r.closed)
	r.mu.Unlock()
	r.work.Wait()
	if client := r.client.Swap(nil); client != nil {
		(*client).Close()
	}
}

// generationName is what Redis keeps a viewer's generation under.
func generationName(id viewer.ID) string { return "gramql:" + hex.EncodeToString(id[:]) }

// answerName is what Redis keeps an answer under.
func answerName(key Key) string {
	return generationName(key.Viewer) + ":" + hex.EncodeToString(key.Hash[:])
}
