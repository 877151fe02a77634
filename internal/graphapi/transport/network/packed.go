package network

import (
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// packing is how an answer may be packed.
const packing = "gzip"

// unpackers are used again, for each takes 40 KiB.
var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// unpack has a packed answer read as if it had come plain.
func unpack(response *http.Response) {
	if !strings.EqualFold(response.Header.Get("Content-Encoding"), packing) {
		return
	}
	response.Header.Del("Content-Encoding")
	response.Header.Del("Content-Length")
	response.ContentLength, response.Uncompressed = -1, true
	response.Body = &packed{from: response.Body}
}

// packed is the body of a packed answer.
type packed struct {
	from io.ReadCloser
	// unpacker is nil before the first read, and another body's after an error or the end.
	unpacker *gzip.Reader
	err      error
}

// Read reads a part of what was packed.
func (p *packed) Read(into []byte) (n int, err error) {
	if p.err != nil {
		return 0, p.err
	}
	if p.unpacker == nil {
		p.unpacker = unpackers.Get().(*gzip.Reader)
		_ = p.unpacker.Reset(p.from) // an error comes again with Read
	}
	if n, p.err = p.unpacker.Read(into); p.err != nil {
		p.release()
	}
	return n, p.err
}

// Close closes the packed body.
func (p *packed) Close() error {
	if p.err == nil {
		p.err = http.ErrBodyReadAfterClose
		p.release()
	}
	return p.from.Close()
}

func (p *packed) release() {
	if p.unpacker != nil {
		unpackers.Put(p.unpacker)
	}
}
