package cache

import (
	"encoding/binary"
	"time"

	"github.com/gramql/gramql/internal/seal"
)

// times is how many bytes an answer's times take before its body.
const times = 4 * 8

// sealed returns an answer, which is a person's data, as text that opens under the same
// key and in the same generation only.
func sealed(s seal.Seal, key Key, generation Generation, a *Answer) []byte {
	plain := make([]byte, 0, times+len(a.Body))
	for _, t := range []time.Time{a.Came, a.Fresh, a.Aged, a.Old} {
		plain = binary.BigEndian.AppendUint64(plain, uint64(t.UnixNano()))
	}
	return s.Close(append(plain, a.Body...), label(key, generation))
}

// opened returns the answer that was sealed; nil for anything else.
func opened(s seal.Seal, key Key, generation Generation, sealed []byte) *Answer {
	plain, ok := s.Open(sealed, label(key, generation))
	if !ok || len(plain) < times {
		return nil
	}
	a := &Answer{Body: plain[times:]}
	for i, t := range []*time.Time{&a.Came, &a.Fresh, &a.Aged, &a.Old} {
		*t = time.Unix(0, int64(binary.BigEndian.Uint64(plain[8*i:]))) //nolint:gosec // written from an int64
	}
	a.Past = a.Old
	return a
}

// label is what a sealed answer is bound to.
func label(key Key, generation Generation) []byte {
	return binary.BigEndian.AppendUint64(append(key.Viewer[:], key.Hash[:]...), uint64(generation))
}
