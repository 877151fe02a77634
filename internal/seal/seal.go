// Package seal makes what leaves this program's memory unreadable to all but its
// replicas.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
)

// Key returns a key for one purpose, derived from a secret that replicas have in
// common. No one can work out the secret, or the key for another purpose, from it.
func Key(common, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, []byte(common), nil, "gramql "+purpose, 32)
	if err != nil {
		panic("seal: " + err.Error()) // of a length that HKDF does not have
	}
	return key
}

type aead = cipher.AEAD

// Seal closes texts under one key, and opens them under that and others, with
// AES-256-GCM. What is closed begins with its key's id. It may be used by many
// goroutines at once.
type Seal struct{ keys func() *keys }

// keys are the keys of a seal.
type keys struct {
	first string
	by    map[string]aead
}

// New returns the seal of one key of 32 bytes, without an id.
func New(key []byte) Seal {
	one := &keys{by: map[string]aead{"": newAEAD(key)}}
	return Seal{func() *keys { return one }}
}

func newAEAD(key []byte) aead {
	block, err := aes.NewCipher(key)
	if err == nil {
		var a aead
		if a, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return a
		}
	}
	panic("seal: " + err.Error()) // of a key that is not 32 bytes long
}

// Close returns a text sealed. It opens with the same label only.
func (s Seal) Close(plain, label []byte) []byte {
	k := s.keys()
	head := append([]byte{byte(len(k.first))}, k.first...) //nolint:gosec // an id has 32 letters at most
	return k.by[k.first].Seal(head, nil, plain, label)     //nolint:gosec // it makes a nonce of its own
}

// Open returns the text that was sealed; false for anything else.
func (s Seal) Open(sealed, label []byte) ([]byte, bool) {
	if len(sealed) == 0 || len(sealed) < 1+int(sealed[0]) {
		return nil, false
	}
	head := 1 + int(sealed[0])
	key, known := s.keys().by[string(sealed[1:head])]
	if !known {
		return nil, false
	}
	plain, err := key.Open(nil, nil, sealed[head:], label)
	return plain, err == nil
}
