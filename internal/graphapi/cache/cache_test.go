package cache

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestAnswer_agesFromFreshToExpired(t *testing.T) {
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	const url = `{"media_url":"https://cdn.example/a.jpg?_nc_ht=x&oe=%x"}`
	for name, c := range map[string]struct {
		body string
		want map[time.Duration]Age
	}{
		"without URLs": {`{"id":"1"}`, map[time.Duration]Age{
			0: Fresh, 29 * time.Second: Fresh, 30 * time.Second: Aged, 59 * time.Second: Aged, time.Minute: Old,
			5*time.Minute + 29*time.Second: Old, 5*time.Minute + 30*time.Second: Expired,
		}},
		"with a URL that outlives it": {fmt.Sprintf(url, now.Add(time.Hour).Unix()), map[time.Duration]Age{29 * time.Second: Fresh, 2 * time.Minute: Old}},
		"with one that does not":      {fmt.Sprintf(url, now.Add(40*time.Second).Unix()), map[time.Duration]Age{39 * time.Second: Aged, 40 * time.Second: Expired}},
		"with one that is over soon":  {fmt.Sprintf(url, now.Add(10*time.Second).Unix()), map[time.Duration]Age{9 * time.Second: Fresh, 10 * time.Second: Expired}},
		"with one that is over":       {fmt.Sprintf(url, now.Add(-time.Second).Unix()), map[time.Duration]Age{0: Expired}},
	} {
		a := NewAnswer([]byte(c.body), 30*time.Second, now)
		for after, want := range c.want {
			if got := a.Age(now.Add(after)); got != want {
				t.Errorf("%s, after %v: %d, want %d", name, after, got, want)
			}
		}
	}
	if (*Answer)(nil).Age(now) != Expired {
		t.Error("no answer is of use")
	}
}

func TestExpiry_isThatOfTheFirstURL(t *testing.T) {
	for body, want := range map[string]int64{
		`{"a":"https://c/x?oe=66F0A1B2"}`:                                0x66F0A1B2,
		`{"a":"https:\/\/c\/x?a=1\u0026oe=66f0a1b2\u0026b=2"}`:           0x66f0a1b2,
		`{"a":"https://c/x?oe=66F0A1B3","b":"https://c/y?oe=66F0A1B2&"}`: 0x66F0A1B2,
		`{"caption":"noe=1 foe=2","a":"https://c/x?oh=1"}`:               0,
		`{"a":"https://c/x?oe=zz","b":"https://c/x?oe="}`:                0,
		`{"a":"https://c/x?oe=fffffffffffffffffff"}`:                     0,
		`{"a":"https://c/x?oe=000066F0A1B2"}`:                            0x66F0A1B2,
		`{"a":"https://c/x?oe=0000066F0A1B2"}`:                           0,
		`{"a":"https://c/x?a=1&oe=09afAF&b=2"}`:                          0x09afaf,
		`https://c/x?oe=66F0A1B2`:                                        0x66F0A1B2,
		`oe=1&x=https://c/x?oe=66F0A1B2`:                                 0x66F0A1B2,
		`{"a":"https://c/x?oe=66F0A1B2","b":"https://c/y?oe=66F0A1B3&"}`: 0x66F0A1B2,
	} {
		got, ok := expiry([]byte(body))
		if ok != (want != 0) || ok && got.Unix() != want {
			t.Errorf("%s: %v, %t", body, got, ok)
		}
	}
}

func FuzzExpiry(f *testing.F) {
	f.Add([]byte(`{"a":"https://c/x?oe=66F0A1B2"}`))
	f.Add([]byte(`\u0026oe=&oe=oe=?oe=-1`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if at, ok := expiry(body); ok && at.Unix() < 0 {
			t.Errorf("%s: %v", body, at)
		}
	})
}

func TestKeys_tellApartAllThatDiffers(t *testing.T) {
	const secret, token = "hush", "IGAAhush"
	server, elsewhere := &url.URL{Scheme: "https", Host: "a.example"}, &url.URL{Scheme: "https", Host: "b.example"}
	hasher := viewer.NewHasher("app", server, []byte(secret))
	const root = "/v25.0"
	base := graphapi.Call{Path: "/me", Fields: "id"}
	key := func(h *viewer.Hasher, token, root string, call graphapi.Call) Key {
		return CallKey(h, h.ID(token), root, &call)
	}
	batch := func(paths ...string) (b graphapi.Call) {
		for _, path := range paths {
			b.Path, b.Batch = "/", append(b.Batch, graphapi.Call{Path: path})
		}
		return b
	}
	seen := map[Key]string{}
	for name, k := range map[string]Key{
		"the call":           key(hasher, token, root, base),
		"another token":      key(hasher, token+"2", root, base),
		"another app":        key(viewer.NewHasher("app2", server, []byte(secret)), token, root, base),
		"another secret":     key(viewer.NewHasher("app", server, []byte("hush2")), token, root, base),
		"a random secret":    key(viewer.NewHasher("app", server, nil), token, root, base),
		"another random":     key(viewer.NewHasher("app", server, nil), token, root, base),
		"another host":       key(viewer.NewHasher("app", elsewhere, []byte(secret)), token, root, base),
		"another version":    key(hasher, token, "/v26.0", base),
		"another path":       key(hasher, token, root, graphapi.Call{Path: "/1", Fields: "id"}),
		"other fields":       key(hasher, token, root, graphapi.Call{Path: "/me", Fields: "id,name"}),
		"ids":                key(hasher, token, root, graphapi.Call{Path: "/", Fields: "id", IDs: []string{"1", "2"}}),
		"a parameter":        key(hasher, token, root, graphapi.Call{Path: "/me", Fields: "id", Params: url.Values{"after": {"1"}}}),
		"a batch":            key(hasher, token, root, batch("/1", "/2")),
		"another batch":      key(hasher, token, root, batch("/2", "/1")),
		"a shifted boundary": key(viewer.NewHasher("", server, []byte(secret)), token+"\x00app", root, base),
	} {
		if other, ok := seen[k]; ok {
			t.Errorf("%s has the key of %s", name, other)
		}
		seen[k] = name
		if text := fmt.Sprintf("%s%s", k.Viewer, k.Hash); strings.Contains(text, "hush") {
			t.Errorf("%s: the key holds a secret", name)
		}
	}
	if key(hasher, token, root, base) != key(viewer.NewHasher("app", server, []byte(secret)), token, root, base) {
		t.Error("the same call has two keys")
	}
}

func TestMemory_keepsEachOwnersAnswersUntilTheyAreDropped(t *testing.T) {
	m := NewMemory(1 << 20)
	ctx := t.Context()
	one, two := Key{Viewer: viewer.ID{1}}, Key{Viewer: viewer.ID{2}}
	for _, key := range []Key{one, two} {
		_, generation := m.Get(ctx, key)
		m.Put(ctx, key, NewAnswer([]byte{key.Viewer[0]}, time.Minute, time.Now()), generation)
		if got, _ := m.Get(ctx, key); got == nil || got.Body[0] != key.Viewer[0] {
			t.Fatalf("found %v", got)
		}
	}
	_, before := m.Get(ctx, one)
	m.Drop(ctx, one.Viewer)
	if got, _ := m.Get(ctx, one); got != nil {
		t.Error("found what was dropped")
	}
	m.Put(ctx, one, NewAnswer(nil, time.Minute, time.Now()), before)
	if got, _ := m.Get(ctx, one); got != nil {
		t.Error("found what was asked for before the drop")
	}
	if got, _ := m.Get(ctx, two); got == nil {
		t.Error("another owner's answer was dropped too")
	}
}

func TestMemory_forgetsAllButWhatLastsAndCameBeforeATime(t *testing.T) {
	m := NewMemory(1 << 20)
	ctx := t.Context()
	since := time.Now()
	put := func(owner, n byte, a *Answer) (generation Generation) {
		key := Key{viewer.ID{owner}, [16]byte{n}}
		_, generation = m.Get(ctx, key)
		m.Put(ctx, key, a, generation)
		return generation
	}
	age := func(owner, n byte) Age {
		got, _ := m.Get(ctx, Key{viewer.ID{owner}, [16]byte{n}})
		return got.Age(since)
	}
	before := func() *Answer { return NewAnswer([]byte("{}"), time.Hour, since.Add(-time.Second)) }
	for owner := byte(1); owner < 3; owner++ {
		put(owner, 1, before().Lasting())
		put(owner, 2, NewAnswer(nil, time.Hour, since).Lasting())
		put(owner, 3, before())
	}
	onItsWay := put(3, 1, before())
	m.ForgetSince(since)
	m.Put(ctx, Key{viewer.ID{3}, [16]byte{1}}, before().Lasting(), onItsWay)
	for owner := byte(1); owner < 3; owner++ {
		if age(owner, 1) != Past || age(owner, 2) != Expired || age(owner, 3) != Expired {
			t.Errorf("of %d: %d, %d and %d", owner, age(owner, 1), age(owner, 2), age(owner, 3))
		}
	}
	if age(3, 1) != Expired {
		t.Error("what was on its way is kept")
	}
	if put(3, 1, before()); age(3, 1) != Fresh {
		t.Error("what comes after that is not kept")
	}
	if m.ForgetSince(time.Time{}); age(1, 1) != Expired {
		t.Error("something came since ever")
	}
}

func TestMemory_findsNothingExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMemory(1 << 20)
		key := Key{Viewer: viewer.ID{1}}
		_, generation := m.Get(t.Context(), key)
		m.Put(t.Context(), key, NewAnswer(nil, time.Minute, time.Now()), generation)
		time.Sleep(6*time.Minute - time.Nanosecond)
		if got, _ := m.Get(t.Context(), key); got == nil {
			t.Error("an old answer is lost")
		}
		time.Sleep(time.Nanosecond)
		if got, _ := m.Get(t.Context(), key); got != nil {
			t.Error("a dead answer is found")
		}
	})
}

func TestMemory_isBoundedByBytes(t *testing.T) {
	const size, body = 1 << 20, 10 << 10
	m := NewMemory(size)
	for i := range 1000 {
		key := Key{Viewer: viewer.ID{1}, Hash: [16]byte{byte(i), byte(i >> 8)}}
		_, generation := m.Get(t.Context(), key)
		m.Put(t.Context(), key, NewAnswer(make([]byte, body), time.Minute, time.Now()), generation)
	}
	if got := m.answers.bytes; got > size || got < size/2 {
		t.Errorf("%d bytes are kept of %d", got, size)
	}
}

func TestAnswer_isOfTheTimeWhenItCame(t *testing.T) {
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	for lifetime, aged := range map[time.Duration]time.Duration{30 * time.Second: time.Minute, time.Minute: 2 * time.Minute, time.Hour: time.Hour + time.Minute} {
		got := *NewAnswer([]byte(`{"id":"1"}`), lifetime, now)
		want := Answer{Body: []byte(`{"id":"1"}`), Came: now, Fresh: now.Add(lifetime), Aged: now.Add(aged), Old: now.Add(lifetime + old), Past: now.Add(lifetime + old)}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("with a lifetime of %v: %+v\nwant %+v", lifetime, got, want)
		}
	}
}

func TestAnswer_ofAWrongClockIsMovedToTheRightTime(t *testing.T) {
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	const left = 6 * time.Minute // of a lifetime of one minute
	for off, moved := range map[time.Duration]bool{
		0: false, wrong - 1: false, wrong: true, -wrong + 1: false, -wrong: true, time.Hour: true, -time.Hour: true,
	} {
		a := NewAnswer([]byte("x"), time.Minute, now.Add(off))
		got := a.endingIn(left, now)
		came := now.Add(off)
		if moved {
			came = now
		}
		want := NewAnswer([]byte("x"), time.Minute, came)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("by a clock that is %v off: %+v\nwant %+v", off, got, want)
		}
	}
	end := now.Add(10 * time.Second)
	body := fmt.Appendf(nil, `{"media_url":"https://cdn.example/a.jpg?oe=%x"}`, end.Unix())
	a := NewAnswer(body, time.Minute, now.Add(-time.Hour))
	if a = a.endingIn(left, now); !a.Fresh.Equal(end) || !a.Old.Equal(end) {
		t.Errorf("it outlives its URL: %+v", a)
	}
}

func TestMemory_holdsNothingThatIsOver(t *testing.T) {
	m := NewMemory(1 << 20)
	now := time.Now()
	m.Now = func() time.Time { return now }
	key := Key{Viewer: viewer.ID{1}}
	put := func() {
		_, generation := m.Get(t.Context(), key)
		m.Put(t.Context(), key, NewAnswer([]byte("x"), time.Minute, now), generation)
		if m.answers.bytes == 0 {
			t.Fatal("it holds nothing")
		}
	}
	put()
	if m.Drop(t.Context(), key.Viewer); m.answers.bytes != 0 {
		t.Errorf("what was dropped takes %d bytes", m.answers.bytes)
	}
	put()
	now = now.Add(time.Hour)
	if m.Get(t.Context(), key); m.answers.bytes != 0 {
		t.Errorf("what has expired takes %d bytes", m.answers.bytes)
	}
}

func TestMemory_knowsABoundedNumberOfViewers(t *testing.T) {
	m := NewMemory(1 << 20)
	for n := range maxViewers + 1000 {
		m.Get(t.Context(), Key{Viewer: viewer.ID{byte(n), byte(n >> 8), byte(n >> 16)}})
	}
	m.generations.CleanUp()
	if n := m.generations.EstimatedSize(); n > maxViewers {
		t.Errorf("it knows %d viewers", n)
	}
}
