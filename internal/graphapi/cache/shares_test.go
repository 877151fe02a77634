package cache

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

var start = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// keyOf returns the key of a viewer's nth entry.
func keyOf(id byte, n int) (key Key) {
	key.Viewer = viewer.ID{id}
	binary.LittleEndian.PutUint64(key.Hash[:], uint64(n))
	return key
}

func has[V any](s *shares[V], key Key) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.entries[key] != nil
}

func TestShares_ofOneViewerSurviveAllThatAnotherAsks(t *testing.T) {
	const size = 16 << 10
	s := newShares[int](1 << 20)
	for n := range 3 {
		s.put(keyOf(1, n), n, size, start)
	}
	for n := range 10_000 {
		s.put(keyOf(2, n), n, size, start)
		s.get(keyOf(2, n))
	}
	for n := range 3 {
		if got, ok := s.get(keyOf(1, n)); !ok || got != n {
			t.Errorf("entry %d is lost", n)
		}
	}
}

func TestShares_ofAViewerWhoIsAloneAreAllBytes(t *testing.T) {
	const limit = 64 << 10
	s := newShares[int](limit)
	for n := range 64 {
		s.put(keyOf(1, n), n, 1<<10-overhead, start)
	}
	if s.bytes != limit || !has(s, keyOf(1, 0)) {
		t.Errorf("%d bytes are kept of %d", s.bytes, limit)
	}
}

func TestShares_makeRoomForNewViewersUpToEqualParts(t *testing.T) {
	s := newShares[int](64 << 10)
	for n := range 64 {
		s.put(keyOf(1, n), n, 1<<10-overhead, start)
	}
	for id := byte(2); id <= 4; id++ {
		for n := range 64 {
			s.put(keyOf(id, n), n, 1<<10-overhead, start)
		}
	}
	for id := byte(1); id <= 4; id++ {
		if got := s.viewers[viewer.ID{id}].bytes; got != 16<<10 {
			t.Errorf("viewer %d holds %d bytes of a quarter of %d", id, got, 64<<10)
		}
	}
}

func TestShares_loseTheOldestThatIsNotAskedForAgain(t *testing.T) {
	s := newShares[int](4 << 10)
	put := func(n int) { s.put(keyOf(1, n), n, 1<<10-overhead, start) }
	for n := range 4 {
		put(n)
	}
	s.get(keyOf(1, 0))
	put(4)
	if !has(s, keyOf(1, 0)) || has(s, keyOf(1, 1)) {
		t.Error("what was asked for again went before what was not")
	}
	for n := range 5 {
		s.get(keyOf(1, n))
	}
	put(5)
	if !has(s, keyOf(1, 5)) {
		t.Error("what is new was not kept beside what is in use")
	}
}

func TestShares_ofViewersWhoAreGoneGoFirst(t *testing.T) {
	s := newShares[int](4 << 10)
	s.put(keyOf(1, 0), 0, 1<<10-overhead, start)
	for n := range 3 {
		s.put(keyOf(2, n), n, 1<<10-overhead, start.Add(idle))
	}
	s.put(keyOf(2, 3), 3, 1<<10-overhead, start.Add(idle))
	if !has(s, keyOf(1, 0)) || has(s, keyOf(2, 0)) {
		t.Error("a viewer who was here lost an entry")
	}
	s.put(keyOf(2, 4), 4, 1<<10-overhead, start.Add(idle+1))
	if has(s, keyOf(1, 0)) || !has(s, keyOf(2, 1)) {
		t.Error("a viewer who is gone kept an entry from one who is here")
	}
}

func TestShares_keepNothingThatIsTooLarge(t *testing.T) {
	s := newShares[int](4 << 10)
	s.put(keyOf(1, 0), 0, 1<<10, start)
	s.put(keyOf(2, 0), 0, 1<<10, start)
	s.put(keyOf(1, 1), 1, 4<<10, start)
	if !has(s, keyOf(1, 0)) || !has(s, keyOf(2, 0)) {
		t.Error("what cannot be kept took what is")
	}
	s.put(keyOf(1, 0), 0, 4<<10, start)
	if has(s, keyOf(1, 0)) {
		t.Error("a value is found after a newer one came")
	}
}

func TestShares_keepAValueThatTakesAllBytes(t *testing.T) {
	s := newShares[int](4 << 10)
	for bytes, kept := range map[int]bool{4<<10 - overhead: true, 4<<10 - overhead + 1: false} {
		s.put(keyOf(1, bytes), 0, bytes, start)
		if has(s, keyOf(1, bytes)) != kept {
			t.Errorf("%d bytes and what they cost are kept of %d: %t", bytes, 4<<10, !kept)
		}
		checkBytes(t, s)
	}
}

func TestShares_giveWayInTheOrderOfTheLastNewEntries(t *testing.T) {
	s := newShares[int](4 << 10)
	put := func(id byte, n int, after time.Duration) { s.put(keyOf(id, n), n, 1<<10-overhead, start.Add(after)) }
	put(1, 0, 0)
	put(2, 0, time.Second)
	put(1, 1, idle)
	put(3, 0, idle)
	put(3, 1, idle+2*time.Second)
	if has(s, keyOf(2, 0)) || !has(s, keyOf(1, 0)) || !has(s, keyOf(1, 1)) {
		t.Error("a viewer whose last entry is new gave way to one who is here, before one who is gone")
	}
}

func TestShares_dropOneViewersEntriesAlone(t *testing.T) {
	s := newShares[int](64 << 10)
	for id := byte(1); id <= 2; id++ {
		for n := range 3 {
			s.put(keyOf(id, n), n, 100, start)
			s.get(keyOf(id, n))
		}
	}
	s.dropAll(viewer.ID{1})
	s.dropAll(viewer.ID{3})
	if len(s.entries) != 3 || len(s.viewers) != 1 || !has(s, keyOf(2, 0)) {
		t.Errorf("%d entries of %d viewers are left", len(s.entries), len(s.viewers))
	}
}

// Whatever happens, no more bytes are kept than may be, all are counted, and who
// holds no more than an equal part loses nothing to others.
func TestShares_keepTheirPromisesInAnyOrder(t *testing.T) {
	const limit, viewers, each = 64 << 10, 8, 40
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := newShares[int](limit)
		for range 4000 {
			id := byte(r.IntN(viewers))
			key := keyOf(id, r.IntN(each))
			before := map[viewer.ID]int{}
			for id, share := range s.viewers {
				before[id] = share.bytes
			}
			switch r.IntN(20) {
			case 0:
				s.dropAll(key.Viewer)
			case 1:
				s.drop(key)
			case 2, 3, 4, 5:
				s.get(key)
			default:
				s.put(key, 0, r.IntN(1<<r.IntN(17)), start)
			}
			for id, bytes := range before {
				left := 0
				if share := s.viewers[id]; share != nil {
					left = share.bytes
				}
				if id != key.Viewer && left < bytes && bytes <= limit/viewers {
					t.Fatalf("seed %d: a viewer of %d bytes is left %d", seed, bytes, left)
				}
			}
			checkBytes(t, s)
		}
	}
}

// checkBytes checks that all tables say the same.
func checkBytes[V any](t *testing.T, s *shares[V]) {
	t.Helper()
	total, queued := 0, 0
	of := map[*share[V]]int{}
	for _, e := range s.entries {
		total += e.bytes
		of[e.of] += e.bytes
	}
	for _, share := range s.viewers {
		queued += share.queue.Len()
		if share.bytes != of[share] || share.bytes == 0 || share.bytes > s.largest[0].bytes {
			t.Fatalf("a share of %d bytes has entries of %d; the largest is %d", share.bytes, of[share], s.largest[0].bytes)
		}
	}
	if total != s.bytes || total > s.limit || queued != len(s.entries) ||
		len(s.viewers) != len(s.largest) || len(s.viewers) != s.latest.Len() {
		t.Fatalf("%d bytes are counted as %d of %d; %d entries, %d of them queued; %d viewers, %d by size, %d by time",
			total, s.bytes, s.limit, len(s.entries), queued, len(s.viewers), len(s.largest), s.latest.Len())
	}
}

func TestShares_servesManyAtOnce(t *testing.T) {
	s := newShares[int](64 << 10)
	var all sync.WaitGroup
	for id := range byte(4) {
		all.Go(func() {
			for n := range 2000 {
				s.put(keyOf(id, n%50), n, 1<<10, start)
				s.get(keyOf(id+1, n%50))
				if n%500 == 0 {
					s.dropAll(viewer.ID{id})
				}
			}
		})
	}
	all.Wait()
	checkBytes(t, s)
}

func BenchmarkShares_get(b *testing.B) {
	s := newShares[int](64 << 20)
	for n := range 10_000 {
		s.put(keyOf(byte(n), n), n, 1<<10, start)
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for n := 0; pb.Next(); n++ {
			s.get(keyOf(byte(n%10_000), n%10_000))
		}
	})
}
