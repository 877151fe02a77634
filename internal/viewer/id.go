package viewer

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"net/url"
	"sync"

	"github.com/gramql/gramql/internal/dialect"
)

// ID identifies a viewer in everything that is kept: a keyed hash of the access
// token, for one app and one server.
type ID [16]byte

// MarshalText writes the id in hexadecimal.
func (id ID) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, id[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(id)) {
		return hex.ErrLength
	}
	_, err := hex.Decode(id[:], text)
	return err
}

// Hasher makes ids, and keys of what is kept for their viewers. Without its secret
// no one can find out what a hash was made of, or make an equal one. It may be
// used by many goroutines at once.
type Hasher struct {
	app, server string
	sums        sync.Pool // of *sum
}

// sum is a hash, and the text that it is made of.
type sum struct {
	mac  hash.Hash
	text []byte
}

// NewHasher returns the hasher for an app's calls to one server. Equal secrets make
// equal hashes; an empty one means a new random secret.
func NewHasher(app string, server *url.URL, secret []byte) *Hasher {
	if len(secret) == 0 {
		secret = []byte(rand.Text())
	}
	return &Hasher{
		app:    app,
		server: server.Scheme + "://" + server.Host,
		sums:   sync.Pool{New: func() any { return &sum{mac: hmac.New(sha256.New, secret)} }},
	}
}

// Viewer returns the viewer with an access token.
func (h *Hasher) Viewer(token string, d *dialect.Dialect) Viewer {
	return Viewer{ID: h.ID(token), Token: token, Dialect: d}
}

// ID returns the id of the viewer with an access token.
func (h *Hasher) ID(token string) ID { return ID(h.Sum("viewer", token, h.app, h.server)) }

// Sum returns the hash of texts without zero bytes, of which the first says what
// the others are.
func (h *Hasher) Sum(texts ...string) (id [16]byte) {
	s := h.sums.Get().(*sum)
	defer h.sums.Put(s)
	s.text = s.text[:0]
	for _, text := range texts {
		s.text = append(append(s.text, text...), 0) // so that no other texts read the same
	}
	s.mac.Reset()
	_, _ = s.mac.Write(s.text)
	s.text = s.mac.Sum(s.text[:0])
	copy(id[:], s.text)
	return id
}
