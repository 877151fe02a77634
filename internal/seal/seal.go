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

// Seal closes and opens texts under one key, with AES-256-GCM.
type Seal struct{ aead cipher.AEAD }

// New returns the seal of a key of 32 bytes.
func New(key []byte) Seal {
	block, err := aes.NewCipher(key)
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return Seal{aead}
		}
	}
	panic("seal: " + err.Error()) // of a key that is not 32 bytes long
}

// Close returns a text sealed. It opens with the same label only.
func (s Seal) Close(plain, label []byte) []byte {
	return s.aead.Seal(nil, nil, plain, label) //nolint:gosec // it makes a nonce of its own
}

// Open returns the text that was sealed; false for anything else.
func (s Seal) Open(sealed, label []byte) ([]byte, bool) {
	plain, err := s.aead.Open(nil, nil, sealed, label)
	return plain, err == nil
}
