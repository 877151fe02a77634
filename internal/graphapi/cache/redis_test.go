package cache

import (
	"bytes"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/badnetwork"
	"github.com/gramql/gramql/internal/redis/redistest"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/viewer"
)

// lines is a log that may be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) count(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), text)
}

func openRedis(t *testing.T, address, secret string) (*Redis, *lines) {
	t.Helper()
	log := &lines{}
	r, err := NewRedis(address, seal.New(seal.Key(secret, "seal")), slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if r.patience != usualPatience {
		t.Errorf("Redis may take %v", r.patience)
	}
	r.patience = time.Minute // how busy the machine is must not decide
	t.Cleanup(r.Close)
	return r, log
}

// keep puts an answer and waits until it can be found.
func keep(t *testing.T, s Store, key Key, body string) {
	t.Helper()
	_, generation := s.Get(t.Context(), key)
	s.Put(t.Context(), key, NewAnswer([]byte(body), time.Minute, time.Now()), generation)
	until(t, "the answer is kept", func() bool { a, _ := s.Get(t.Context(), key); return a != nil && string(a.Body) == body })
}

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("it never came that %s", what)
		}
	}
}

// fresh is a key that no other test has, nor this one at another time.
func fresh() Key { return Key{Viewer: viewer.ID(label(Key{}, newGeneration())[24:])} }

func TestRedis_isSharedByReplicasOfOneSecret(t *testing.T) {
	address := redistest.Address(t)
	one, _ := openRedis(t, address, "hush")
	two, _ := openRedis(t, address, "hush")
	stranger, _ := openRedis(t, address, "another")
	key := fresh()
	keep(t, one, key, `{"id":"1"}`)
	a, _ := one.Get(t.Context(), key)
	b, _ := two.Get(t.Context(), key)
	if b == nil || string(b.Body) != `{"id":"1"}` || !a.Old.Equal(b.Old) || !a.Came.Equal(b.Came) {
		t.Errorf("a replica finds %+v", b)
	}
	if c, _ := stranger.Get(t.Context(), key); c != nil {
		t.Error("who does not know the secret can read it")
	}
	if c, _ := two.Get(t.Context(), Key{Viewer: key.Viewer, Hash: [16]byte{1}}); c != nil {
		t.Error("another call finds it")
	}
	two.Drop(t.Context(), key.Viewer)
	if c, _ := one.Get(t.Context(), key); c != nil {
		t.Error("what a replica dropped is found")
	}
}

func TestRedis_holdsNothingReadableAndNothingForEver(t *testing.T) {
	address := redistest.Address(t)
	r, _ := openRedis(t, address, "hush")
	key := fresh()
	keep(t, r, key, `{"caption":"a person's words"}`)
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
	for _, name := range []string{generationName(key.Viewer), answerName(key)} {
		text, err := client.Do(t.Context(), client.B().Get().Key(name).Build()).ToString()
		if err != nil || strings.Contains(text, "words") {
			t.Errorf("%s is %q, %v", name, text, err)
		}
		life, err := client.Do(t.Context(), client.B().Pttl().Key(name).Build()).AsInt64()
		if err != nil || life <= 0 || life > generationLife.Milliseconds() {
			t.Errorf("%s lasts %d ms, %v", name, life, err)
		}
	}
}

func TestRedis_isMissedByNobodyAndUsedAgainWhenItIsBack(t *testing.T) {
	address, err := url.Parse(redistest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	line, err := badnetwork.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	far, log := openRedis(t, line.URL().String(), "hush")
	store := NewLevels(NewMemory(1<<20), far)
	key := fresh()
	keep(t, store, key, "before")
	line.Cut()
	until(t, "Redis is missed", func() bool { _, g := far.Get(t.Context(), key); return g == 0 })
	if a, _ := store.Get(t.Context(), key); a == nil || string(a.Body) != "before" {
		t.Errorf("memory alone finds %v", a)
	}
	keep(t, store, fresh(), "meanwhile")
	if err := line.Mend(); err != nil {
		t.Fatal(err)
	}
	until(t, "Redis is back", func() bool { _, g := far.Get(t.Context(), key); return g != 0 })
	if log.count(silent) != 1 || log.count("Redis answers") != 1 {
		t.Errorf("the log says: %s", log.text.String())
	}
}

func TestLevels_dropWhatAnotherReplicaDropped(t *testing.T) {
	address := redistest.Address(t)
	far, _ := openRedis(t, address, "hush")
	one, two := NewLevels(NewMemory(1<<20), far), NewLevels(NewMemory(1<<20), far)
	key := fresh()
	keep(t, one, key, "of one")
	until(t, "the other finds it", func() bool { a, _ := two.Get(t.Context(), key); return a != nil && string(a.Body) == "of one" })
	one.Drop(t.Context(), key.Viewer)
	other := Key{Viewer: key.Viewer, Hash: [16]byte{1}}
	if a, _ := two.Get(t.Context(), other); a != nil { // not in memory, so it looks
		t.Errorf("found %v", a)
	}
	if a, _ := two.Get(t.Context(), key); a != nil {
		t.Error("what the other dropped is still in memory")
	}
}

// user is the address of a Redis for someone who may do only some things there.
func user(t *testing.T, name string, rules ...string) string {
	t.Helper()
	address := redistest.RealAddress(t)
	options, err := rueidis.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := rueidis.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	set := append([]string{"SETUSER", name, "reset", "on", ">right", "~*"}, rules...)
	if err := client.Do(t.Context(), client.B().Arbitrary("ACL").Args(set...).Build()).Error(); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(name, "right")
	return u.String()
}

func TestRedis_makesNothingFreshByTheClockOfAnotherReplica(t *testing.T) {
	address, secret := redistest.Address(t), t.Name()+time.Now().String()
	for name, off := range map[string]time.Duration{"ahead": 24 * time.Hour, "behind": -24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			wrong, _ := openRedis(t, address, secret)
			right, _ := openRedis(t, address, secret)
			wrong.Now = func() time.Time { return time.Now().Add(off) }
			key := fresh()
			_, generation := wrong.Get(t.Context(), key)
			wrong.Put(t.Context(), key, NewAnswer([]byte("{}"), time.Minute, wrong.Now()), generation)
			var found *Answer
			until(t, "the answer is there", func() bool {
				found, _ = right.Get(t.Context(), key)
				return found != nil
			})
			if age := time.Since(found.Came); age.Abs() > 10*time.Second {
				t.Errorf("it came %v ago", age)
			}
			if left := time.Until(found.Fresh); left > time.Minute || left < 50*time.Second {
				t.Errorf("it is fresh for another %v", left)
			}
		})
	}
}

func TestRedis_thatIsFullIsStillRead(t *testing.T) {
	address, refuse := redistest.Refusing(t)
	r, log := openRedis(t, address, "hush")
	key := fresh()
	keep(t, r, key, "before")
	refuse("SET")
	for range 3 {
		if a, generation := r.Get(t.Context(), key); a == nil || string(a.Body) != "before" || generation == 0 {
			t.Errorf("found %v in generation %d", a, generation)
		}
	}
	if a, generation := r.Get(t.Context(), fresh()); a != nil || generation != 0 {
		t.Errorf("of a viewer without a generation it finds %v in generation %d", a, generation)
	}
	refuse()
	keep(t, r, fresh(), "after")
	until(t, "the end of the refusal is told", func() bool { return log.count("Redis keeps answers") == 1 })
	if log.count("Redis refuses; what it has is still found") != 1 || log.count(silent) != 0 {
		t.Errorf("the log says: %s", log.text.String())
	}
}

// One who may only read is refused as by a Redis that is full.
func TestRedis_thatKeepsNoMoreIsStillRead(t *testing.T) {
	writer, _ := openRedis(t, redistest.RealAddress(t), "hush")
	key := fresh()
	keep(t, writer, key, "before")
	reader, log := openRedis(t, user(t, "reader", "+@read", "+@connection"), "hush")
	for range 5 {
		if a, generation := reader.Get(t.Context(), key); a == nil || string(a.Body) != "before" || generation == 0 {
			t.Errorf("found %v in generation %d", a, generation)
		}
		reader.Put(t.Context(), fresh(), NewAnswer([]byte("x"), time.Minute, time.Now()), 1)
	}
	until(t, "the reason is told", func() bool { return log.count("NOPERM") > 0 })
	if log.count("NOPERM") != 1 || log.count(silent) != 0 {
		t.Errorf("the log says: %s", log.text.String())
	}
	if a, _ := reader.Get(t.Context(), fresh()); a != nil {
		t.Errorf("found %v", a)
	}
}

func TestRedis_thatTakesNoPasswordSaysSoOnce(t *testing.T) {
	address := strings.Replace(user(t, "someone", "+@all"), ":right@", ":hush-wrong@", 1)
	far, log := openRedis(t, address, "hush")
	store := NewLevels(NewMemory(1<<20), far)
	keep(t, store, fresh(), "x")
	if log.count("WRONGPASS") != 1 || log.count(silent) != 0 || log.count("hush-wrong") != 0 {
		t.Errorf("the log says: %s", log.text.String())
	}
}

func TestRedis_thatRefusesTheConnectionSaysSoOnce(t *testing.T) {
	far, log := openRedis(t, redistest.Locked(t), "hush")
	store := NewLevels(NewMemory(1<<20), far)
	keep(t, store, fresh(), "x")
	if log.count("Redis refuses the connection") != 1 || log.count("WRONGPASS") != 1 || log.count(silent) != 0 || log.count("hush-wrong") != 0 {
		t.Errorf("the log says: %s", log.text.String())
	}
}

func TestRedis_keepsWhatIsOfUseForAMillisecond(t *testing.T) {
	r, _ := openRedis(t, redistest.Address(t), "hush")
	now := time.Now()
	r.Now = func() time.Time { return now }
	for life, kept := range map[time.Duration]bool{0: false, time.Millisecond - 1: false, time.Millisecond: true, time.Second: true} {
		key := fresh()
		_, generation := r.Get(t.Context(), key)
		r.Put(t.Context(), key, &Answer{Body: []byte("x"), Came: now, Fresh: now, Aged: now, Old: now.Add(life)}, generation)
		r.work.Wait()
		client := *r.client.Load()
		found, err := client.Do(t.Context(), client.B().Exists().Key(answerName(key)).Build()).AsBool()
		if err != nil || life != time.Millisecond && found != kept { // a real Redis has lost it by now
			t.Errorf("what is of use for %v is kept: %t, %v", life, found, err)
		}
	}
}

func TestRedis_findsNothingThatNoReplicaPut(t *testing.T) {
	r, _ := openRedis(t, redistest.Address(t), "hush")
	client := *r.client.Load()
	key := fresh()
	_, generation := r.Get(t.Context(), key)
	good := rueidis.BinaryString(sealed(r.seal, key, generation, NewAnswer([]byte("x"), time.Minute, time.Now())))
	set := func(value string) rueidis.Completed {
		return client.B().Set().Key(answerName(key)).Value(value).Ex(time.Minute).Build()
	}
	for name, x := range map[string]struct {
		command rueidis.Completed
		found   bool
	}{
		"a sealed answer with an end": {set(good), true},
		"one without an end":          {client.B().Set().Key(answerName(key)).Value(good).Build(), false},
		"what is not sealed":          {set("x"), false},
		"nothing":                     {client.B().Del().Key(answerName(key)).Build(), false},
	} {
		if err := client.Do(t.Context(), x.command).Error(); err != nil {
			t.Fatal(err)
		}
		if a, g := r.Get(t.Context(), key); (a != nil) != x.found || g != generation {
			t.Errorf("%s: found %v in generation %d", name, a, g)
		}
	}
	if err := client.Do(t.Context(), client.B().Set().Key(generationName(key.Viewer)).Value("none").Build()).Error(); err != nil {
		t.Fatal(err)
	}
	if a, g := r.Get(t.Context(), key); a != nil || g != 0 {
		t.Errorf("in a generation that is none: found %v in %d", a, g)
	}
}

func TestRedis_thatIsNotThereCostsNothing(t *testing.T) {
	deaf, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = deaf.Close() }()
	for name, address := range map[string]string{"nobody listens": "127.0.0.1:1", "nobody answers": deaf.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			far, log := openRedis(t, "redis://user:hush@"+address, "hush")
			store := NewLevels(NewMemory(1<<20), far)
			asked := time.Now()
			for range 100 {
				keep(t, store, fresh(), "x")
			}
			if took := time.Since(asked); took > time.Duration(100)*usualPatience {
				t.Errorf("100 answers took %v", took)
			}
			if log.count(silent) != 1 || log.count("hush") != 0 {
				t.Errorf("the log says: %s", log.text.String())
			}
		})
	}
	if _, err := NewRedis("redis://user:hush@%zz", seal.New(seal.Key("x", "seal")), slog.Default()); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("a malformed address: %v", err)
	}
}

func TestSealed_opensForItsKeyAndGenerationOnly(t *testing.T) {
	s := seal.New(seal.Key("hush", "seal"))
	key := fresh()
	a := NewAnswer([]byte(`{"id":"1"}`), time.Minute, time.Now())
	closed := sealed(s, key, 7, a)
	if got := opened(s, key, 7, closed); got == nil || string(got.Body) != string(a.Body) || !got.Fresh.Equal(a.Fresh) || !got.Old.Equal(a.Old) {
		t.Errorf("opened %+v", got)
	}
	for _, body := range []string{"", strings.Repeat("x", 1000)} {
		a := NewAnswer([]byte(body), time.Minute, time.Now())
		if got := opened(s, key, 7, sealed(s, key, 7, a)); got == nil || string(got.Body) != body || !got.Came.Equal(a.Came) || !got.Aged.Equal(a.Aged) {
			t.Errorf("of %d bytes, opened %+v", len(body), got)
		}
	}
	if got := opened(s, key, 7, s.Close([]byte("too short"), label(key, 7))); got != nil {
		t.Errorf("what is too short is opened as %+v", got)
	}
	if bytes.Contains(closed, []byte("id")) {
		t.Error("it can be read")
	}
	bent := bytes.Clone(closed)
	bent[len(bent)/2] ^= 1
	for name, got := range map[string]*Answer{
		"another generation": opened(s, key, 8, closed),
		"another call":       opened(s, fresh(), 7, closed),
		"a changed one":      opened(s, key, 7, bent),
		"a cut one":          opened(s, key, 7, closed[:20]),
		"nothing":            opened(s, key, 7, nil),
	} {
		if got != nil {
			t.Errorf("%s opens it", name)
		}
	}
}

func FuzzOpened(f *testing.F) {
	s, key := seal.New(seal.Key("hush", "seal")), Key{}
	f.Add(sealed(s, key, 1, NewAnswer([]byte("{}"), time.Minute, time.Now())))
	f.Add([]byte("x"))
	f.Fuzz(func(_ *testing.T, closed []byte) { opened(s, key, 1, closed) })
}
