package httpx

import (
	"io"
	"net/http"
	"time"
)

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
func (m *Memory) incoming(of owner, w http.ResponseWriter, body io.Reader) (_ io.Reader, done func()) {
	h := m.hold(of, func() { _ = http.NewResponseController(w).SetReadDeadline(past) })
	return counted{body, h}, h.release
}
