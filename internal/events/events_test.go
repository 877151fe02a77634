package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// table is the events of a test.
type table struct {
	mu      sync.Mutex
	newest  map[string]int64
	broken  bool
	asked   []string
	trimmed []time.Time
}

func (t *table) Newest(_ context.Context, topics []string) (map[string]int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.broken {
		return nil, errors.New("broken")
	}
	t.asked = append(t.asked, strings.Join(topics, " "))
	found := maps.Clone(t.newest)
	maps.DeleteFunc(found, func(topic string, _ int64) bool {
		for _, wanted := range topics {
			if topic == wanted {
				return false
			}
		}
		return true
	})
	return found, nil
}

func (t *table) Trim(_ context.Context, before time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.trimmed = append(t.trimmed, before)
	return nil
}

// happens writes an event, and says so to no one.
func (t *table) happens(topic string, id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.newest[topic] = id
}

// breaks has the table answer nothing from now on, or again.
func (t *table) breaks(broken bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.broken = broken
}

// forgets has the table forget what it was asked so far.
func (t *table) forgets() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked = nil
}

// heard is what a waiter was told.
type heard struct{ id int64 }

// onBus runs a test with a bus, in a bubble.
func onBus(t *testing.T, test func(t *testing.T, b *Bus, events *table)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		events := &table{newest: map[string]int64{}}
		b := NewBus(events, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { b.Run(ctx); close(ended) }()
		test(t, b, events)
		stop()
		<-ended
	})
}

// wait has somebody wait.
func wait(t *testing.T, b *Bus, topic string, after int64) *heard {
	h := &heard{}
	go func() { h.id, _ = b.Wait(t.Context(), topic, after) }()
	synctest.Wait()
	return h
}

func TestWait_returnsTheNewestEventAfterAnID(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		events.happens("a", 3)
		if got := wait(t, b, "a", 2); got.id != 3 {
			t.Errorf("told %d of what there was", got.id)
		}
		later := wait(t, b, "a", 3)
		if later.id != 0 {
			t.Errorf("told %d too soon", later.id)
		}
		events.happens("a", 4)
		events.happens("a", 5)
		b.Wake("a")
		synctest.Wait()
		if later.id != 5 {
			t.Errorf("told %d, want the newest", later.id)
		}
	})
}

func TestWait_isForItsOwnTopic(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		a, other, same := wait(t, b, "a", 0), wait(t, b, "b", 0), wait(t, b, "a", 0)
		events.happens("a", 1)
		b.Wake("a")
		synctest.Wait()
		if a.id != 1 || same.id != 1 || other.id != 0 {
			t.Errorf("told %d, %d and %d", a.id, same.id, other.id)
		}
		events.happens("b", 2)
		b.Wake("b")
		synctest.Wait()
		if other.id != 2 {
			t.Errorf("told %d", other.id)
		}
	})
}

func TestWait_isToldWithinSecondsWhenASignalWasLost(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		a := wait(t, b, "a", 0)
		events.happens("a", 1)
		time.Sleep(poll)
		synctest.Wait()
		if a.id != 1 {
			t.Errorf("told %d", a.id)
		}
	})
}

func TestWait_isToldWhenTheStoreAnswersAgain(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		events.breaks(true)
		events.happens("a", 1)
		a := wait(t, b, "a", 0)
		events.breaks(false)
		time.Sleep(poll)
		synctest.Wait()
		if a.id != 1 {
			t.Errorf("told %d", a.id)
		}
	})
}

func TestWait_endsWithItsContext(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, _ *table) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if id, err := b.Wait(ctx, "a", 0); id != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("%d, %v", id, err)
		}
		if len(b.waiting) != 0 {
			t.Errorf("%v still wait", b.waiting)
		}
	})
}

func TestBus_asksNothingForTopicsThatNoOneWaitsFor(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		b.Wake("a")
		b.Wake("")
		time.Sleep(10 * poll)
		synctest.Wait()
		if len(events.asked) != 0 || len(b.woken) != 0 {
			t.Errorf("asked for %q, keeps %v", events.asked, b.woken)
		}
	})
}

func TestBus_asksForManyTopicsInParts(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		for i := range most + 1 {
			wait(t, b, fmt.Sprint(i), 0)
		}
		events.forgets()
		time.Sleep(poll)
		synctest.Wait()
		if len(events.asked) != 2 || len(strings.Fields(events.asked[0])) != most || len(strings.Fields(events.asked[1])) != 1 {
			t.Errorf("%d times", len(events.asked))
		}
	})
}

func TestBus_forgetsWhatIsOlderThanADay(t *testing.T) {
	onBus(t, func(t *testing.T, _ *Bus, events *table) {
		time.Sleep(3*trimEvery + time.Minute)
		synctest.Wait()
		if len(events.trimmed) != 3 || time.Since(events.trimmed[2]) != kept+time.Minute {
			t.Errorf("%v", events.trimmed)
		}
	})
}

func TestBus_newestIsNothingForATopicWithoutEvents(t *testing.T) {
	onBus(t, func(t *testing.T, b *Bus, events *table) {
		events.happens("a", 7)
		for topic, want := range map[string]int64{"a": 7, "b": 0} {
			if id, err := b.Newest(t.Context(), topic); id != want || err != nil {
				t.Errorf("%s: %d, %v", topic, id, err)
			}
		}
	})
}

// a signal that says one thing.
type said string

func (said) Send(string) {}

// echo is a signal that says to this process what the process says.
type echo struct{ *Outbox }

func (e echo) Receive(ctx context.Context, wake func(string)) {
	for {
		topic, err := e.Next(ctx)
		if err != nil {
			return
		}
		wake(topic)
	}
}

func TestBus_carriesTopicsOfWhichNothingIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events := &table{newest: map[string]int64{"a": 1}}
		b := NewBus(events, slog.New(slog.DiscardHandler), echo{NewOutbox()}, echo{NewOutbox()})
		var mu sync.Mutex
		var heard []string
		b.OnSignal(func(topic string) { mu.Lock(); defer mu.Unlock(); heard = append(heard, topic) })
		ctx, stop := context.WithCancel(t.Context())
		go b.Run(ctx)
		b.Say("a")
		b.Say("")
		b.Wake("b") // which no one says
		time.Sleep(10 * poll)
		synctest.Wait()
		if slices.Sort(heard); !slices.Equal(heard, []string{"", "", "a", "a"}) {
			t.Errorf("heard %q, want what was said, of each signal", heard)
		}
		stop()
	})
}

func (s said) Receive(ctx context.Context, wake func(string)) {
	time.Sleep(time.Second)
	wake(string(s))
	<-ctx.Done()
}

func TestBus_hearsSignals(t *testing.T) {
	for _, signal := range []said{"a", ""} {
		synctest.Test(t, func(t *testing.T) {
			events := &table{newest: map[string]int64{}}
			b := NewBus(events, slog.New(slog.DiscardHandler), said("other"), signal)
			ctx, stop := context.WithCancel(t.Context())
			go b.Run(ctx)
			a := wait(t, b, "a", 0)
			events.happens("a", 1)
			time.Sleep(time.Second)
			synctest.Wait()
			if a.id != 1 {
				t.Errorf("%q: told %d", signal, a.id)
			}
			stop()
		})
	}
}
