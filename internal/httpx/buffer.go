package httpx

import (
	"bytes"
	"sync"
)

// maxKept is the largest buffer, in bytes, that waits for the next request: a
// rare large one should not stay in memory.
const maxKept = 64 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

func giveBack(buffer *bytes.Buffer) {
	if buffer.Cap() > maxKept {
		return
	}
	buffer.Reset()
	buffers.Put(buffer)
}
