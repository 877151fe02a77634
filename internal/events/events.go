// Package events tells those who wait that something has changed, in whichever process it
// did.
//
// What happened is a row of the event table, written in the transaction that changed the
// state. A signal only says that a topic has news, and may be lost: whoever waits is told
// by the rows.
//
//	events.go  who waits for which topic, and what is newest of it
//	outbox.go  what signals have to send
//	redis.go   signals through Redis
package events

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Store are the events. Those of one topic have ids that grow in the order in which they
// are committed; others' may appear out of order.
type Store interface {
	// Newest returns the id of each topic's newest event; topics without one are left out.
	Newest(ctx context.Context, topics []string) (map[string]int64, error)
	// Trim forgets events that are older than a time, but for the newest of each topic.
	Trim(ctx context.Context, before time.Time) error
}

// Signal carries between processes which topics have news.
type Signal interface {
	// Send says to all processes that a topic has news. It does not wait.
	Send(topic string)
	// Receive calls wake for each topic that has news, and for "" when some may have been
	// missed, until the context ends.
	Receive(ctx context.Context, wake func(topic string))
}

const (
	// poll is how often those who wait are looked after in case a signal was lost.
	poll = 3 * time.Second
	// most is how many topics are looked up at once.
	most = 500
	// trimEvery is how often old events are forgotten, and kept how old they become.
	trimEvery, kept = time.Hour, 24 * time.Hour
)

// Bus knows who waits for which topic. It may be used by many goroutines at once.
type Bus struct {
	store   Store
	signals []Signal
	log     *slog.Logger
	heard   []func(topic string)

	mu      sync.Mutex
	waiting map[string]map[*waiter]struct{}
	// woken are topics that have news and are not looked up yet; all is every topic.
	woken map[string]struct{}
	all   bool
	// news is filled when something is woken.
	news chan struct{}
}

// waiter waits for an event of a topic.
type waiter struct {
	after int64
	came  chan int64 // of one
}

// NewBus returns a bus over a store. Run does its work.
func NewBus(store Store, log *slog.Logger, signals ...Signal) *Bus {
	return &Bus{
		store: store, signals: signals, log: log,
		waiting: map[string]map[*waiter]struct{}{}, woken: map[string]struct{}{}, news: make(chan struct{}, 1),
	}
}

// OnSignal has a function called for each topic that any process says to have news, and
// for "" when some may have been missed. It is called before Run.
func (b *Bus) OnSignal(heard func(topic string)) { b.heard = append(b.heard, heard) }

// Say says to all processes that a topic has news of which no event is kept.
func (b *Bus) Say(topic string) {
	for _, s := range b.signals {
		s.Send(topic)
	}
}

// Newest returns the id of a topic's newest event; 0 for none.
func (b *Bus) Newest(ctx context.Context, topic string) (int64, error) {
	newest, err := b.store.Newest(ctx, []string{topic})
	return newest[topic], err
}

// Wait waits until a topic has an event after an id, and returns the id of the newest. The
// error is the context's.
func (b *Bus) Wait(ctx context.Context, topic string, after int64) (int64, error) {
	w := &waiter{after: after, came: make(chan int64, 1)}
	b.add(topic, w)
	defer b.remove(topic, w)
	b.Wake(topic) // for what came before this
	select {
	case id := <-w.came:
		return id, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (b *Bus) add(topic string, w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting[topic] == nil {
		b.waiting[topic] = map[*waiter]struct{}{}
	}
	b.waiting[topic][w] = struct{}{}
}

func (b *Bus) remove(topic string, w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.waiting[topic], w)
	if len(b.waiting[topic]) == 0 {
		delete(b.waiting, topic)
	}
}

// Wake says that a topic may have news; any topic, if it is "".
func (b *Bus) Wake(topic string) {
	b.mu.Lock()
	if topic == "" {
		b.all = true
	} else if b.waiting[topic] != nil {
		b.woken[topic] = struct{}{}
	}
	b.mu.Unlock()
	select {
	case b.news <- struct{}{}:
	default: // the work that is due finds this topic, too
	}
}

// Run tells those who wait what came, until the context ends.
func (b *Bus) Run(ctx context.Context) {
	var receiving sync.WaitGroup
	defer receiving.Wait()
	for _, s := range b.signals {
		receiving.Go(func() { s.Receive(ctx, b.hear) })
	}
	polls, trims := time.NewTicker(poll), time.NewTicker(trimEvery)
	defer polls.Stop()
	defer trims.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-trims.C:
			if err := b.store.Trim(ctx, time.Now().Add(-kept)); err != nil && ctx.Err() == nil {
				b.log.Warn("old events are kept", "error", err)
			}
			continue
		case <-polls.C:
			b.Wake("")
		case <-b.news:
		}
		b.tell(ctx)
	}
}

// hear takes in what a signal says.
func (b *Bus) hear(topic string) {
	for _, heard := range b.heard {
		heard(topic)
	}
	b.Wake(topic)
}

// tell looks up the topics that were woken, and tells those who wait for them. Topics that
// cannot be looked up are when all are again.
func (b *Bus) tell(ctx context.Context) {
	topics := b.due()
	for len(topics) > 0 {
		some := topics[:min(most, len(topics))]
		topics = topics[len(some):]
		newest, err := b.store.Newest(ctx, some)
		if err != nil {
			if ctx.Err() == nil {
				b.log.Warn("events cannot be read: what changed is told later", "error", err)
			}
			return
		}
		b.mu.Lock()
		for topic, id := range newest {
			for w := range b.waiting[topic] {
				w.tell(id)
			}
		}
		b.mu.Unlock()
	}
}

// due returns the topics to look up: those that were woken and that somebody waits for.
func (b *Bus) due() (topics []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for topic := range b.waiting {
		if _, woken := b.woken[topic]; woken || b.all {
			topics = append(topics, topic)
		}
	}
	b.all = false
	clear(b.woken)
	return topics
}

// tell gives a waiter the id of an event, if that is what it waits for.
func (w *waiter) tell(id int64) {
	if id <= w.after {
		return
	}
	select {
	case w.came <- id:
	default: // it was told before
	}
}
