package form

import (
	"bytes"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// WorthPacking is the least size of an answer that is packed, in bytes: a smaller one
// fits into one packet of the network anyway.
const WorthPacking = 1 << 10

// gzipLevel packs nearly as small as the slower levels do, in two thirds of their
// time. See docs/performance.md.
const gzipLevel = 3

var (
	gzipWriters = sync.Pool{New: func() any {
		w, err := gzip.NewWriterLevel(io.Discard, gzipLevel)
		if err != nil {
			panic("form: " + err.Error()) // of a level that gzip does not have
		}
		return w
	}}
	gzipReaders sync.Pool // of *gzip.Reader

	// zstdWriter may be used by many goroutines at once. Answers are smaller than
	// its window, mostly.
	zstdWriter = sync.OnceValue(func() *zstd.Encoder { return newZstdWriter() })
	// zstdWriters are for answers in parts, each used by one goroutine at once.
	zstdWriters = sync.Pool{New: func() any { return newZstdWriter(zstd.WithEncoderConcurrency(1)) }}
)

func newZstdWriter(more ...zstd.EOption) *zstd.Encoder {
	w, err := zstd.NewWriter(nil, append(more, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))...)
	if err != nil {
		panic("form: " + err.Error()) // of options that zstd does not have
	}
	return w
}

// Pack writes a text, in its parts, into a buffer, packed.
func Pack(into *bytes.Buffer, c Coding, parts ...[]byte) {
	switch {
	case c == Zstd && len(parts) == 1:
		into.Grow(len(parts[0]) / 4) // as small as it becomes, mostly
		into.Write(zstdWriter().EncodeAll(parts[0], into.AvailableBuffer()))
	case c == Zstd:
		w := zstdWriters.Get().(*zstd.Encoder)
		defer zstdWriters.Put(w)
		w.Reset(into)
		writeParts(w, parts)
	default:
		w := gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(w)
		w.Reset(into)
		writeParts(w, parts)
	}
}

// writeParts writes a text in its parts, and ends it. A writer that packs into a buffer
// takes everything.
func writeParts(w io.WriteCloser, parts [][]byte) {
	for _, part := range parts {
		_, _ = w.Write(part)
	}
	_ = w.Close()
}

// Unpack writes the text that a gzip packs into a buffer, up to most bytes of the text.
// An error means that the packed bytes are no gzip.
func Unpack(into, packed *bytes.Buffer, most int64) error {
	r, pooled := gzipReaders.Get().(*gzip.Reader)
	var err error
	if pooled {
		err = r.Reset(packed)
	} else {
		r, err = gzip.NewReader(packed)
	}
	if r != nil {
		defer gzipReaders.Put(r)
	}
	if err == nil {
		_, err = into.ReadFrom(io.LimitReader(r, most))
	}
	return err
}
