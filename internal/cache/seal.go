package cache

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Secret returns a key for one purpose, derived from a secret that replicas have
// in common. Nobody can work out the secret, or the key for another purpose,
// from it.
func Secret(common, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, []byte(common), nil, "gramql "+purpose, 32)
	if err != nil {
		panic("cache: " + err.Error()) // of a length that HKDF does not have
	}
	return key
}

// seal makes answers unreadable outside of this program: each is a person's data.
type seal struct{ aead cipher.AEAD }

func newSeal(key []byte) seal {
	block, err := aes.NewCipher(key)
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return seal{aead}
		}
	}
	panic("cache: " + err.Error()) // of a key that is not 32 bytes long
}

// times is how many bytes an answer's times take before its body.
const times = 4 * 8

// close returns an answer sealed: it opens under the same key and in the same
// generation only.
func (s seal) close(key Key, generation Generation, a *Answer) []byte {
	plain := make([]byte, 0, times+len(a.Body))
	for _, t := range []time.Time{a.Came, a.Fresh, a.Aged, a.Old} {
		plain = binary.BigEndian.AppendUint64(plain, uint64(t.UnixNano()))
	}
	return s.aead.Seal(nil, nil, append(plain, a.Body...), label(key, generation)) //nolint:gosec // it makes a nonce of its own
}

// open returns the answer that was sealed; nil for anything else.
func (s seal) open(key Key, generation Generation, sealed []byte) *Answer {
	plain, err := s.aead.Open(nil, nil, sealed, label(key, generation))
	if err != nil || len(plain) < times {
		return nil
	}
	a := &Answer{Body: plain[times:]}
	for i, t := range []*time.Time{&a.Came, &a.Fresh, &a.Aged, &a.Old} {
		*t = time.Unix(0, int64(binary.BigEndian.Uint64(plain[8*i:]))) //nolint:gosec // written from an int64
	}
	return a
}

// label is what a sealed answer is bound to.
func label(key Key, generation Generation) []byte {
	return binary.BigEndian.AppendUint64(append(key.Owner[:], key.Call[:]...), uint64(generation))
}
