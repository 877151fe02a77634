package cache

import (
	"container/heap"
	"container/list"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gramql/gramql/internal/viewer"
)

// overhead is what an entry costs beyond its value's bytes: key, times, generation,
// its places in the tables, and those of a viewer who has one entry.
const overhead = 512

// idle is after how long without a new entry a viewer gives way to all others. Most
// answers are of no use by then.
const idle = 10 * time.Minute

// shares keeps entries of many viewers in a bounded number of bytes. When there are
// too many bytes, an entry of the viewer who holds most goes: of the entries that this
// viewer has not asked for again, the oldest. So viewers who hold less than their part of
// the bytes lose nothing to others, and one who is alone has all of them.
// It may be used by many goroutines at once.
type shares[V any] struct {
	limit int

	mu      sync.RWMutex
	bytes   int
	entries map[Key]*entry[V]
	viewers map[viewer.ID]*share[V]
	largest largest[V]
	// latest are the viewers in the order of their last new entries.
	latest list.List
}

// share is what one viewer holds.
type share[V any] struct {
	bytes int
	queue list.List // of *entry[V]; the next to go is first
	put   time.Time // of the last new entry
	rank  int       // in largest
	turn  *list.Element
	id    viewer.ID
}

// entry is a value in its viewer's share.
type entry[V any] struct {
	key   Key
	value V
	bytes int
	of    *share[V]
	place *list.Element // in the share's queue
	// used reports that the viewer asked for the entry since its turn to go last came.
	used atomic.Bool
}

// newShares returns an empty table of at most limit bytes.
func newShares[V any](limit uint64) *shares[V] {
	return &shares[V]{
		limit:   int(limit), //nolint:gosec // the setting's bound is far below
		entries: map[Key]*entry[V]{}, viewers: map[viewer.ID]*share[V]{},
	}
}

// get returns the value under a key, and whether there is one.
func (s *shares[V]) get(key Key) (value V, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, ok := s.entries[key]
	if !ok {
		return value, false
	}
	if !e.used.Load() { // a store for each get would have processors wait for each other
		e.used.Store(true)
	}
	return e.value, true
}

// put keeps a value of so many bytes under a key, in place of the one before. A value
// with which alone the viewer would hold most is not kept when bytes are short.
func (s *shares[V]) put(key Key, value V, bytes int, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(s.entries[key])
	if overhead+bytes > s.limit {
		return
	}
	e := &entry[V]{key: key, value: value, bytes: overhead + bytes, of: s.shareOf(key.Viewer, now)}
	s.grow(e.of, e.bytes)
	for s.bytes > s.limit {
		from := s.first(now)
		if from.queue.Len() == 0 { // what is put is all that the viewer would hold
			s.grow(from, -e.bytes)
			return
		}
		s.remove(from.next())
	}
	e.place = e.of.queue.PushBack(e)
	s.entries[key] = e
}

// drop loses what is under a key.
func (s *shares[V]) drop(key Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(s.entries[key])
}

// dropAll loses what a viewer holds.
func (s *shares[V]) dropAll(id viewer.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if share := s.viewers[id]; share != nil {
		for range share.queue.Len() {
			s.remove(share.next())
		}
	}
}

// change puts others in the place of the values that a viewer holds, and loses those that are
// not to stay.
func (s *shares[V]) change(id viewer.ID, other func(V) (value V, stays bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	share := s.viewers[id]
	if share == nil {
		return
	}
	for place := share.queue.Front(); place != nil; {
		e := place.Value.(*entry[V])
		place = place.Next()
		value, stays := other(e.value)
		if e.value = value; !stays {
			s.remove(e)
		}
	}
}

// shareOf returns the share of a viewer who has a new entry.
func (s *shares[V]) shareOf(id viewer.ID, now time.Time) *share[V] {
	of := s.viewers[id]
	if of == nil {
		of = &share[V]{id: id}
		of.turn = s.latest.PushBack(of)
		s.viewers[id] = of
		heap.Push(&s.largest, of)
	}
	of.put = now
	s.latest.MoveToBack(of.turn)
	return of
}

// first returns the share that gives way first.
func (s *shares[V]) first(now time.Time) *share[V] {
	if last := s.latest.Front().Value.(*share[V]); now.Sub(last.put) > idle {
		return last
	}
	return s.largest[0]
}

// next returns the entry of a share that goes first.
func (s *share[V]) next() *entry[V] {
	for {
		e := s.queue.Front().Value.(*entry[V])
		if !e.used.Swap(false) {
			return e
		}
		s.queue.MoveToBack(e.place)
	}
}

// remove loses an entry; none is nil.
func (s *shares[V]) remove(e *entry[V]) {
	if e == nil {
		return
	}
	delete(s.entries, e.key)
	e.of.queue.Remove(e.place)
	s.grow(e.of, -e.bytes)
}

// grow counts a share's bytes, and forgets a share of none.
func (s *shares[V]) grow(of *share[V], bytes int) {
	s.bytes += bytes
	of.bytes += bytes
	if of.bytes > 0 {
		heap.Fix(&s.largest, of.rank)
		return
	}
	heap.Remove(&s.largest, of.rank)
	s.latest.Remove(of.turn)
	delete(s.viewers, of.id)
}

// largest is a heap of shares; the largest is first.
type largest[V any] []*share[V]

func (l largest[V]) Len() int           { return len(l) }
func (l largest[V]) Less(i, j int) bool { return l[i].bytes > l[j].bytes }
func (l largest[V]) Swap(i, j int) {
	l[i], l[j] = l[j], l[i]
	l[i].rank, l[j].rank = i, j
}

func (l *largest[V]) Push(x any) {
	x.(*share[V]).rank = len(*l)
	*l = append(*l, x.(*share[V]))
}

func (l *largest[V]) Pop() any {
	last := len(*l) - 1
	share := (*l)[last]
	(*l)[last] = nil
	*l = (*l)[:last]
	return share
}
