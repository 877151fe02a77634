package graphapi

import (
	"bytes"
	"io"
	"net/http"
	"sync"
)

// MaxAnswer is the most bytes that an answer may have, unpacked.
const MaxAnswer = 8 << 20

// Answer is what the Graph API gave for one call.
type Answer struct {
	Status int
	Header http.Header
	// Body is the JSON as it came. No one writes to it, for a round tripper may
	// keep it.
	Body []byte
	// usage reads the headers once, of an answer that came as a response.
	usage func() Usage
}

// Usage returns how much of the quota is spent, as far as the answer says. It
// is read when asked for first, because that takes as long as all the rest of a
// call.
func (a *Answer) Usage() Usage {
	if a.usage == nil {
		return parseUsage(a.Header)
	}
	return a.usage()
}

// buffers are reused for bodies of unknown length, which would otherwise grow
// by copying.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxKept keeps a rare huge answer from staying in memory.
const maxKept = 1 << 20

// readBody reads an answer of at most MaxAnswer bytes. The limit counts what
// comes out of a packed body, so that a small packed one cannot fill memory.
func readBody(response *http.Response) ([]byte, error) {
	if response.ContentLength > MaxAnswer {
		return nil, ErrTooLarge
	}
	if response.ContentLength > 0 {
		body := make([]byte, response.ContentLength)
		_, err := io.ReadFull(response.Body, body)
		return body, err
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxKept {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	_, err := buffer.ReadFrom(io.LimitReader(response.Body, MaxAnswer+1))
	switch {
	case err != nil:
		return nil, err
	case buffer.Len() > MaxAnswer:
		return nil, ErrTooLarge
	}
	return bytes.Clone(buffer.Bytes()), nil
}
