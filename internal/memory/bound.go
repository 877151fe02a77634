// Package memory bounds the bytes that requests, or answers, hold while their clients
// send or read them. When all together hold too many, one of whoever holds most is cut:
// a client that is slow, or has stopped, must not keep the others out.
//
// bound.go counts the bytes of each Hold; heaviest.go picks the hold that makes room.
package memory

import (
	"container/list"
	"sync"

	"github.com/gramql/gramql/internal/viewer"
)

// Bound bounds the bytes that all its holds have together. It may be used by many
// goroutines at once. A nil Bound is none.
type Bound struct {
	most int

	mu   sync.Mutex
	held int
	// ofStrangers is how many of the held bytes are of owners who are strangers.
	ofStrangers int
	// holds are those that are neither released nor cut; the oldest is first.
	holds list.List
}

// NewBound returns a bound of that many bytes.
func NewBound(most int) *Bound { return &Bound{most: most} }

// Most returns how many bytes the bound is. The bound must not be nil.
func (b *Bound) Most() int { return b.most }

// Owner is whose bytes a hold has.
type Owner struct {
	// Address is the client's, and Viewer is whose access token the request brings; zero
	// for none.
	Address string
	Viewer  viewer.ID
	// Stranger reports that the token was not seen to work.
	Stranger bool
}

// Hold is the bytes of one request or answer.
type Hold struct {
	bound *Bound
	owner Owner
	bytes int
	cut   func()
	place *list.Element // nil once the hold is released or cut
}

// Hold returns a hold of no bytes yet; Release must follow. The function cut ends the
// request or answer when its bytes have to make room. It is called once at the most,
// never after Release, and must not wait.
func (b *Bound) Hold(of Owner, cut func()) *Hold {
	h := &Hold{bound: b, owner: of, cut: cut}
	if b == nil {
		return h
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	h.place = b.holds.PushBack(h)
	return h
}

// Grow adds bytes to a hold, and cuts as many holds as it takes to make room for them:
// maybe this one. Bytes of a hold that is cut or released are not counted.
func (h *Hold) Grow(bytes int) {
	b := h.bound
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if h.place == nil {
		return
	}
	h.count(bytes)
	for b.held > b.most {
		heaviest := b.heaviest()
		heaviest.cut()
		heaviest.end()
	}
}

// Become changes how many bytes a hold has, and what cuts it from now on. It returns
// false for a hold that was cut already.
func (h *Hold) Become(bytes int, cut func()) bool {
	b := h.bound
	if b == nil {
		return true
	}
	b.mu.Lock()
	uncut := h.place != nil
	h.cut = cut
	more := bytes - h.bytes
	b.mu.Unlock()
	h.Grow(more)
	return uncut
}

// Release gives all bytes of a hold back.
func (h *Hold) Release() {
	b := h.bound
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	h.end()
}

// count adds bytes to a hold and to the sums of its bound.
func (h *Hold) count(bytes int) {
	h.bytes += bytes
	h.bound.held += bytes
	if h.owner.Stranger {
		h.bound.ofStrangers += bytes
	}
}

// end takes a hold out of its bound, unless it was cut or released before.
func (h *Hold) end() {
	if h.place == nil {
		return
	}
	h.bound.holds.Remove(h.place)
	h.count(-h.bytes)
	h.place = nil
}
