package httpx

import (
	"container/list"
	"io"
	"net/http"
	"sync"
	"time"
)

// Memory bounds the bytes that all requests together, or all answers, hold while
// their clients send or read them. When there are too many, those that have been on
// their way for longest are cut: a client that is slow, or has stopped, must not
// keep the others out. A nil Memory is without a bound.
type Memory struct {
	most int

	mu   sync.Mutex
	held int
	// holds are those on their way; the oldest is first.
	holds list.List
}

// NewMemory returns a bound in bytes.
func NewMemory(most int) *Memory { return &Memory{most: most} }

// hold is what one request or answer holds.
type hold struct {
	memory *Memory
	bytes  int
	cut    func()
	place  *list.Element // nil once the hold is released or cut
}

// hold begins to hold nothing. To cut is to end the connection's reading or
// writing; it is called once at the most, and never after release.
func (m *Memory) hold(cut func()) *hold {
	h := &hold{memory: m, cut: cut}
	if m == nil {
		return h
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	h.place = m.holds.PushBack(h)
	return h
}

// grow holds more bytes, and cuts the oldest holds as long as all together are too
// many.
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
	h.bytes += bytes
	m.held += bytes
	for m.held > m.most {
		oldest := m.holds.Front().Value.(*hold)
		oldest.cut()
		oldest.end()
	}
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
	h.memory.held -= h.bytes
	h.place, h.bytes = nil, 0
}

// past is a deadline that ends what is under way.
var past = time.Unix(1, 0)

// counted reads a body into memory.
type counted struct {
	io.Reader
	hold *hold
}

func (c counted) Read(into []byte) (int, error) {
	n, err := c.Reader.Read(into)
	c.hold.grow(n)
	return n, err
}

// incoming counts a request's body while it comes; done must follow.
func (m *Memory) incoming(w http.ResponseWriter, body io.Reader) (_ io.Reader, done func()) {
	h := m.hold(func() { _ = http.NewResponseController(w).SetReadDeadline(past) })
	return counted{body, h}, h.release
}

// How long a client may take to read an answer: slowest is in bytes a second.
const writeTime, slowest = 30 * time.Second, 16 << 10

// small is the size of answers, in bytes, that a connection's own buffers hold for a
// client that does not read.
const small = 8 << 10

// send writes an answer's body, in the time that a client may take to read it.
func (m *Memory) send(w http.ResponseWriter, body []byte) {
	if len(body) <= small {
		_, _ = w.Write(body) // an error means that the client has gone
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(writeTime + time.Duration(len(body)/slowest)*time.Second)) // else the server's own holds
	h := m.hold(func() { _ = control.SetWriteDeadline(past) })
	defer h.release()
	h.grow(len(body))
	_, _ = w.Write(body) // see above
}
