package httpx

import (
	"container/list"
	"sync"

	"github.com/gramql/gramql/internal/viewer"
)

// Memory bounds the bytes that all requests together, or all answers, hold while
// their clients send or read them. When there are too many, something is cut of
// whoever holds most: a client that is slow, or has stopped, must not keep the others
// out. A nil Memory is without a bound.
type Memory struct {
	most int

	mu   sync.Mutex
	held int
	// ofStrangers is how many of the bytes are held by owners who are strangers.
	ofStrangers int
	// holds are those on their way; the oldest is first.
	holds list.List
}

// NewMemory returns a bound in bytes.
func NewMemory(most int) *Memory { return &Memory{most: most} }

// owner is whose bytes are held.
type owner struct {
	// address is the client's, and viewer is whose access token the request brings; zero
	// for none.
	address string
	viewer  viewer.ID
	// stranger reports that the token was not seen to work.
	stranger bool
}

// forStrangers divides the memory: one part of it is for strangers, whoever else
// holds anything.
const forStrangers = 8

// hold is what one request or answer holds.
type hold struct {
	memory *Memory
	owner  owner
	bytes  int
	cut    func()
	place  *list.Element // nil once the hold is released or cut
}

// hold begins to hold nothing. To cut is to end what is under way; it is called once
// at the most, never after release, and must not wait.
func (m *Memory) hold(of owner, cut func()) *hold {
	h := &hold{memory: m, owner: of, cut: cut}
	if m == nil {
		return h
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	h.place = m.holds.PushBack(h)
	return h
}

// grow holds more bytes, and cuts as many holds as it takes to make room for them.
func (h *hold) grow(bytes int) {
	m := h.memory
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if h.place == nil {
		return
	}
	h.add(bytes)
	for m.held > m.most {
		most := m.heaviest()
		most.cut()
		most.end()
	}
}

// become changes how many bytes are held, and how they are cut from now on; false when
// they have been cut already.
func (h *hold) become(bytes int, cut func()) bool {
	m := h.memory
	if m == nil {
		return true
	}
	m.mu.Lock()
	uncut := h.place != nil
	h.cut = cut
	more := bytes - h.bytes
	m.mu.Unlock()
	h.grow(more)
	return uncut
}

// add counts bytes.
func (h *hold) add(bytes int) {
	h.bytes += bytes
	h.memory.held += bytes
	if h.owner.stranger {
		h.memory.ofStrangers += bytes
	}
}

// heaviest returns the largest hold of the viewer who holds most, of those at the
// address that does: of strangers once they hold more than their part. Some bytes
// must be held.
func (m *Memory) heaviest() *hold {
	strangers := m.ofStrangers > m.most/forStrangers
	addresses, viewers := map[string]int{}, map[owner]int{}
	for e := m.holds.Front(); e != nil; e = e.Next() {
		if h := e.Value.(*hold); h.owner.stranger == strangers {
			addresses[h.owner.address] += h.bytes
			viewers[h.owner] += h.bytes
		}
	}
	var heaviest *hold
	for e := m.holds.Front(); e != nil; e = e.Next() {
		h := e.Value.(*hold)
		if h.owner.stranger != strangers {
			continue
		}
		if heaviest == nil || heavier(h, heaviest, addresses, viewers) {
			heaviest = h
		}
	}
	return heaviest
}

// heavier reports whether one hold goes before another when room is made.
func heavier(one, other *hold, addresses map[string]int, viewers map[owner]int) bool {
	switch a, b := addresses[one.owner.address], addresses[other.owner.address]; {
	case a != b:
		return a > b
	case viewers[one.owner] != viewers[other.owner]:
		return viewers[one.owner] > viewers[other.owner]
	}
	return one.bytes > other.bytes
}

// release holds nothing any more.
func (h *hold) release() {
	m := h.memory
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	h.end()
}

func (h *hold) end() {
	if h.place == nil {
		return
	}
	h.memory.holds.Remove(h.place)
	h.add(-h.bytes)
	h.place = nil
}
