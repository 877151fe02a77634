package quota

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/url"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/rueidis"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/badnetwork"
	"github.com/gramql/gramql/internal/graphapi/usage"
	"github.com/gramql/gramql/internal/redis/redistest"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// replica is a Quota that shares what it knows.
func replica(t *testing.T, address, secret string) *Quota {
	t.Helper()
	q := New(usual, time.Now)
	feed, err := NewFeed(q, address, seal.New(seal.Key(secret, "quota")), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(feed.Close)
	return q
}

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("it never came that %s", what)
		}
	}
}

func TestFeed_tellsReplicasWhatOneLearns(t *testing.T) {
	address, secret := redistest.Address(t), t.Name()+time.Now().String()
	first, second, stranger := replica(t, address, secret), replica(t, address, secret), replica(t, address, "another")
	now := time.Now()
	first.Note(Observation{At: now, Viewer: one, Calls: 3, Usage: usage.Report{App: &usage.Share{Calls: 42}}})
	until(t, "the second knows the share", func() bool {
		s, _ := second.Of(one).Standing()
		return s.App != nil && s.App.Calls == 42 && s.Calls.LastHour == 3
	})
	second.Note(Observation{At: now, Viewer: two, Calls: 1, Until: now.Add(time.Hour)})
	until(t, "the first is blocked", func() bool { _, ok := first.Turn(Request{Viewer: two}); return !ok })
	if _, ok := first.Turn(Request{Viewer: one, Nodes: []string{"17"}}); !ok {
		t.Error("another token is blocked")
	}
	later := replica(t, address, secret)
	until(t, "one that starts later is blocked", func() bool { _, ok := later.Turn(Request{Viewer: two}); return !ok })
	until(t, "it knows the calls", func() bool { _, known := later.Of(one).Standing(); return known })
	if s, known := stranger.Of(two).Standing(); known {
		t.Errorf("one with another secret knows %+v", s)
	}
	for name, q := range map[string]*Quota{"the first": first, "the second": second, "the later one": later} {
		if s, _ := q.Of(one).Standing(); s.Calls.LastHour != 3 {
			t.Errorf("%s counts three calls as %d", name, s.Calls.LastHour)
		}
	}
}

func TestFeed_goesOnWhileThereIsNoRedis(t *testing.T) {
	q := replica(t, "redis://127.0.0.1:1", "hush")
	for range 2 * waiting {
		q.Note(Observation{At: time.Now(), Viewer: one, Calls: 1})
	}
	if s, _ := q.Of(one).Standing(); s.Calls.LastHour != 2*waiting {
		t.Errorf("%d calls are known", s.Calls.LastHour)
	}
	if _, err := NewFeed(q, "redis://user:hush@%zz", seal.New(seal.Key("x", "quota")), slog.Default()); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("a malformed address: %v", err)
	}
}

// listening returns a log, and a function that returns how many of its messages begin
// with a text.
func listening() (log *slog.Logger, count func(begin string) int) {
	var mu sync.Mutex
	var messages []string
	log = slog.New(handler(func(r slog.Record) {
		mu.Lock()
		defer mu.Unlock()
		messages = append(messages, r.Message)
	}))
	return log, func(begin string) (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, message := range messages {
			if strings.HasPrefix(message, begin) {
				n++
			}
		}
		return n
	}
}

func TestFeed_readsOnWhereRedisTakesNothing(t *testing.T) {
	address, refuse := redistest.Refusing(t)
	log, messages := listening()
	full := New(usual, time.Now)
	feed, err := NewFeed(full, address, seal.New(seal.Key("hush", "quota")), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(feed.Close)
	other := replica(t, address, "hush")
	note := func(q *Quota, id viewer.ID) { q.Note(Observation{At: time.Now(), Viewer: id, Calls: 1}) }
	knows := func(q *Quota, id viewer.ID) func() bool {
		return func() bool { _, known := q.Of(id).Standing(); return known }
	}
	note(other, one)
	until(t, "the feed is read", knows(full, one))
	refuse("XADD")
	for range 3 {
		note(full, two)
	}
	until(t, "the refusal is told", func() bool { return messages("Redis refuses") == 1 })
	refuse()
	note(other, viewer.ID{3})
	until(t, "what others send is read on", knows(full, viewer.ID{3}))
	note(full, viewer.ID{4})
	until(t, "others hear of it again", knows(other, viewer.ID{4}))
	until(t, "the end of the refusal is told", func() bool { return messages("quota usage is shared with other replicas") == 1 })
	if messages("Redis refuses") != 1 || messages("Redis is unavailable") != 0 {
		t.Error("a Redis that is full is complained of more than once, or as if it were away")
	}
}

func TestFeed_comparesItsClockWithThatOfRedis(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	q := New(usual, func() time.Time { return now })
	for _, ahead := range []time.Duration{0, 250 * time.Millisecond, time.Hour, -time.Hour} {
		options, err := rueidis.ParseURL(redistest.At(t, now.Add(ahead)))
		if err != nil {
			t.Fatal(err)
		}
		options.DisableCache = true
		client, err := rueidis.NewClient(options)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := (&Feed{quota: q}).redisAhead(t.Context(), client); err != nil || got != ahead {
			t.Errorf("a clock that is %v ahead is taken for %v ahead: %v", ahead, got, err)
		}
		client.Close()
	}
}

func TestFeed_keepsBlocksInAStreamOfTheirOwn(t *testing.T) {
	address := redistest.Address(t)
	options, err := rueidis.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	options.DisableCache = true
	client, err := rueidis.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	length := func(stream string) int64 {
		n, err := client.Do(t.Context(), client.B().Xlen().Key(stream).Build()).AsInt64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	spent, used := length(spentStream), length(usageStream)
	q := replica(t, address, t.Name())
	q.Note(Observation{At: time.Now(), Viewer: one, Until: time.Now().Add(time.Hour)})
	until(t, "the block is kept", func() bool { return length(spentStream) > spent })
	q.Note(Observation{At: time.Now(), Viewer: one, Calls: 1})
	until(t, "the call is kept", func() bool { return length(usageStream) > used })
}

func TestFeed_saysWhyThereIsNoRedis(t *testing.T) {
	timeless, refuseTime := redistest.Refusing(t)
	unread, refuseReads := redistest.Refusing(t)
	refuseTime("TIME")
	refuseReads("XREAD")
	for name, x := range map[string]struct{ address, reason string }{
		"nobody listens":          {"redis://127.0.0.1:1", "connection refused"},
		"its clock is refused":    {timeless, "OOM"},
		"its streams are refused": {unread, "OOM"},
	} {
		reasons := make(chan string, 1000)
		log := slog.New(handler(func(r slog.Record) {
			r.Attrs(func(a slog.Attr) bool {
				reasons <- a.Value.String()
				return true
			})
		}))
		feed, err := NewFeed(New(usual, time.Now), x.address, seal.New(seal.Key("hush", "quota")), log)
		if err != nil {
			t.Fatal(err)
		}
		if reason := <-reasons; !strings.Contains(reason, x.reason) {
			t.Errorf("%s: it says %s", name, reason)
		}
		feed.Close()
	}
}

func TestFeed_isUsedAgainWhenRedisIsBack(t *testing.T) {
	address, err := url.Parse(redistest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	line, err := badnetwork.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	log, messages := listening()
	secret := t.Name() + time.Now().String()
	q := New(usual, time.Now)
	feed, err := NewFeed(q, line.URL().String(), seal.New(seal.Key(secret, "quota")), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(feed.Close)
	other := replica(t, address.String(), secret)
	line.Cut()
	until(t, "Redis is missed", func() bool { return messages("Redis is unavailable") == 1 })
	other.Note(Observation{At: time.Now(), Viewer: two, Calls: 1})
	if err := line.Mend(); err != nil {
		t.Fatal(err)
	}
	until(t, "it knows what came meanwhile", func() bool { _, known := q.Of(two).Standing(); return known })
	if messages("quota usage is shared between replicas") != 1 || messages("Redis is unavailable") != 1 {
		t.Error("the end of the outage is not told once")
	}
}

// Who closes a feed may take its log away.
func TestFeed_isDoneWhenItIsClosed(t *testing.T) {
	begun, done := make(chan bool, 1), atomic.Bool{}
	log := slog.New(handler(func(slog.Record) {
		begun <- true
		for range 100_000 {
			runtime.Gosched()
		}
		done.Store(true)
	}))
	feed, err := NewFeed(New(usual, time.Now), "redis://127.0.0.1:1", seal.New(seal.Key("hush", "quota")), log)
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	if feed.Close(); !done.Load() {
		t.Error("it goes on behind the close")
	}
}

func TestMessage_isTakenByTheClockOfWhoTakesIt(t *testing.T) {
	wrong, sent := time.Now().Add(1000*time.Hour), time.Now()
	m := message{Age: time.Minute, Observation: Observation{At: wrong, Until: wrong.Add(time.Hour)}}
	got := m.at(sent)
	if !got.At.Equal(sent.Add(-time.Minute)) {
		t.Errorf("a minute old when it was sent, it is taken as %v old", sent.Sub(got.At))
	}
	if !got.Until.Equal(sent.Add(59 * time.Minute)) {
		t.Errorf("a block of an hour has %v left", got.Until.Sub(sent))
	}
	m.Observation.Until = time.Time{}
	if got := m.at(sent); !got.Until.IsZero() {
		t.Errorf("no block is taken as one until %v", got.Until)
	}
}

func TestFeed_takesNoHarmFromAReplicaWhoseClockIsWrong(t *testing.T) {
	address, secret := redistest.Address(t), t.Name()+time.Now().String()
	right := replica(t, address, secret)
	for name, off := range map[string]time.Duration{"ahead": 100 * time.Hour, "behind": -100 * time.Hour} {
		wrong := New(usual, func() time.Time { return time.Now().Add(off) })
		feed, err := NewFeed(wrong, address, seal.New(seal.Key(secret, "quota")), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(feed.Close)
		blocked := viewer.ID{byte(len(name))}
		now := wrong.now()
		wrong.Note(Observation{At: now, Viewer: blocked, Calls: 1, Usage: usage.Report{App: &usage.Share{Calls: 90}}, Until: now.Add(time.Hour)})
		until(t, name+": the block is known", func() bool { _, ok := right.Turn(Request{Viewer: blocked}); return !ok })
		if wait, _ := right.Turn(Request{Viewer: blocked}); wait > time.Hour+time.Second || wait < 59*time.Minute {
			t.Errorf("%s: a block of an hour has %v left", name, wait)
		}
		theirs := viewer.ID{100, byte(len(name))}
		right.Note(Observation{At: time.Now(), Viewer: theirs, Until: time.Now().Add(time.Hour)})
		until(t, name+": a block of the others is known", func() bool { _, ok := wrong.Turn(Request{Viewer: theirs}); return !ok })
		if wait, _ := wrong.Turn(Request{Viewer: theirs}); wait > time.Hour+time.Second || wait < 59*time.Minute {
			t.Errorf("%s: of the others' block of an hour it has %v left", name, wait)
		}
		right.Note(Observation{At: time.Now(), Viewer: blocked, Calls: 1, Usage: usage.Report{App: &usage.Share{Calls: 10}}})
		if s, _ := right.Of(blocked).Standing(); s.App.Calls != 10 || s.Calls.LastHour != 2 {
			t.Errorf("%s: its own later observation is lost: %+v", name, s)
		}
	}
}

func TestMessage_arrivesAsItWasSent(t *testing.T) {
	sent := message{"me", time.Second, Observation{
		At: time.Date(2026, 11, 21, 12, 0, 0, 1, time.UTC), Viewer: one, Calls: 2, Hashtag: 1 << 63, Until: time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC),
		Usage: usage.Report{App: &usage.Share{Calls: 1, Time: 2, CPUTime: 3}, Accounts: []usage.Account{{ID: "17", Type: "instagram", Share: usage.Share{Calls: 4}, Regain: time.Minute}}},
	}}
	text, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	var got message
	if err := json.Unmarshal(text, &got); err != nil || !reflect.DeepEqual(got, sent) {
		t.Errorf("arrived as %+v, %v", got, err)
	}
}

func TestFeed_takesWhatAnotherReplicaSealed(t *testing.T) {
	ours, others := seal.New(seal.Key("hush", "quota")), seal.New(seal.Key("other", "quota"))
	text := func(from string) []byte {
		text, err := json.Marshal(message{From: from, Observation: Observation{At: time.Now(), Viewer: one, Calls: 3}})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, c := range map[string]struct {
		sealed []byte
		calls  int
	}{
		"of another replica":              {ours.Close(text("another"), label), 3},
		"its own":                         {ours.Close(text("this"), label), 0},
		"what is no observation":          {ours.Close([]byte(`{"From":1}`), label), 0},
		"what is sealed with another key": {others.Close(text("another"), label), 0},
		"what is sealed for another end":  {ours.Close(text("another"), []byte("cache")), 0},
		"what is not sealed":              {text("another"), 0},
	} {
		q := New(usual, time.Now)
		(&Feed{quota: q, seal: ours, from: "this"}).take(string(c.sealed), time.Now())
		if s, known := q.Of(one).Standing(); s.Calls.LastHour != c.calls || known != (c.calls > 0) {
			t.Errorf("%s: it counts %d calls, and knows the token: %v", name, s.Calls.LastHour, known)
		}
	}
}

func TestFeed_saysOnceThatThereIsNoRedis(t *testing.T) {
	var said atomic.Int32
	log := slog.New(handler(func(r slog.Record) {
		if r.Level == slog.LevelWarn && strings.Contains(r.Message, "Redis is unavailable") {
			said.Add(1)
		}
	}))
	feed, err := NewFeed(New(usual, time.Now), "redis://127.0.0.1:1", seal.New(seal.Key("hush", "quota")), log)
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	until(t, "it is said", func() bool { return said.Load() == 1 })
}

// handler is a log that is read as it is written.
type handler func(slog.Record)

func (h handler) Enabled(context.Context, slog.Level) bool { return true }

func (h handler) Handle(_ context.Context, r slog.Record) error {
	h(r)
	return nil
}

func (h handler) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h handler) WithGroup(string) slog.Handler { return h }

func TestSentAt_isTheTimeThatAnEntryBeginsWith(t *testing.T) {
	for id, want := range map[string]int64{"1795262400123-7": 1795262400123, "1795262400123": 1795262400123, "": 0, "x-1": 0} {
		if got := sentAt(id); got.UnixMilli() != want {
			t.Errorf("%q was sent at %d", id, got.UnixMilli())
		}
	}
}

// FuzzTake takes whatever comes sealed with the right key, as another version of
// the program might send it.
func FuzzTake(f *testing.F) {
	f.Add(`{"From":"x","Observation":{"Viewer":"01","Calls":-1,"Usage":{"Accounts":[{"ID":"1","Regain":9e18}]},"At":"0001-01-01T00:00:00Z"}}`)
	f.Add(`{"Observation":null}`)
	s := seal.New(seal.Key("hush", "quota"))
	f.Fuzz(func(_ *testing.T, text string) {
		w := newWorld()
		feed := &Feed{quota: w.Quota, seal: s}
		feed.take(string(s.Close([]byte(text), label)), time.Now())
		feed.take(text, time.Now())
		w.Of(one).Standing()
		w.Turn(Request{Viewer: one})
	})
}
