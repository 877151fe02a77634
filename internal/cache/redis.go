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
	// within is how long Redis may take. A Redis that takes longer is of no use to
	// a cache.
	within = 50 * time.Millisecond
	// generationLife is how long a generation lasts: its answers are then asked for
	// anew. No answer lives for longer.
	generationLife = 24 * time.Hour
)

// Redis keeps answers in Redis or Valkey, sealed, and each with its end. While
// that does not answer, nothing is found and nothing is kept: no call waits for
// it.
type Redis struct {
	options rueidis.ClientOption
	seal    seal.Seal
	log     *slog.Logger
	// client is nil while Redis is away.
	client atomic.Pointer[rueidis.Client]
	// work is what goes on beside the calls, until closed; none begins behind that.
	work   sync.WaitGroup
	mu     sync.Mutex
	closed chan struct{}
}

// NewRedis returns the store at an address such as redis://user:password@host:6379/0,
// which seals with a key of 32 bytes. The error never holds the address.
func NewRedis(address string, key []byte, log *slog.Logger) (*Redis, error) {
	options, err := redis.Options(address)
	if err != nil {
		return nil, err
	}
	r := &Redis{options: options, seal: seal.New(key), log: log, closed: make(chan struct{})}
	if !r.connect() {
		r.log.Warn(away)
		r.beside(r.reconnect)
	}
	return r, nil
}

var _ Store = (*Redis)(nil)

const away = "Redis does not answer; answers are kept in memory alone until it does"

func (r *Redis) connect() bool {
	client, err := rueidis.NewClient(r.options)
	if err == nil {
		r.client.Store(&client)
	}
	return err == nil
}

// reconnect tries until Redis is back.
func (r *Redis) reconnect() {
	for {
		select {
		case <-r.closed:
			return
		case <-time.After(redis.Again):
		}
		if r.connect() {
			r.log.Info("Redis answers")
			return
		}
	}
}

// failed leaves Redis alone until it is back; the first to fail sees to that.
func (r *Redis) failed(client *rueidis.Client) {
	if !r.client.CompareAndSwap(client, nil) {
		return
	}
	r.log.Warn(away)
	r.beside((*client).Close)
	r.beside(r.reconnect)
}

// do makes commands in one round trip, however soon the caller leaves. It returns
// nil when Redis fails.
func (r *Redis) do(ctx context.Context, commands func(rueidis.Builder) rueidis.Commands) []rueidis.RedisResult {
	client := r.client.Load()
	if client == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer stop()
	results := (*client).DoMulti(ctx, commands((*client).B())...)
	for _, result := range results {
		if err := result.Error(); err != nil && !rueidis.IsRedisNil(err) {
			r.failed(client)
			return nil
		}
	}
	return results
}

// Get finds an answer, and the viewer's generation, which it begins when there is
// none; 0 when Redis does not answer.
func (r *Redis) Get(ctx context.Context, key Key) (*Answer, Generation) {
	results := r.do(ctx, func(b rueidis.Builder) rueidis.Commands {
		return rueidis.Commands{
			b.Set().Key(generationName(key.Viewer)).Value(strconv.FormatUint(uint64(newGeneration()), 10)).Nx().Ex(generationLife).Build(),
			b.Get().Key(generationName(key.Viewer)).Build(),
			b.Get().Key(answerName(key)).Build(),
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
	return opened(r.seal, key, Generation(generation), closed), Generation(generation)
}

// Put keeps an answer while others go on.
func (r *Redis) Put(ctx context.Context, key Key, answer *Answer, generation Generation) {
	life := time.Until(answer.Old)
	if life < time.Millisecond {
		return
	}
	r.beside(func() {
		closed := sealed(r.seal, key, generation, answer)
		r.do(ctx, func(b rueidis.Builder) rueidis.Commands {
			return rueidis.Commands{b.Set().Key(answerName(key)).Value(rueidis.BinaryString(closed)).Px(life).Build()}
		})
	})
}

// Drop ends the viewer's generation. When Redis does not answer, the answers in it
// last until their own end.
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

// ofOwner and answerName are the names of things in Redis.
func generationName(id viewer.ID) string { return "gramql:" + hex.EncodeToString(id[:]) }
func answerName(key Key) string {
	return generationName(key.Viewer) + ":" + hex.EncodeToString(key.Hash[:])
}
