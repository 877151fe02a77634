package cache

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"io"
	"net/http"
	"net/url"
	"sync"
)

// Owner is a viewer's access token as a keyed hash: of one app, at one server.
type Owner [16]byte

// Key is a call of an owner's: the owner, and a keyed hash of all that the call
// asks for.
type Key struct {
	Owner Owner
	Call  [16]byte
}

// Keys makes keys. Without the secret nobody can tell from a key which token it
// was made of, or make one that meets another's.
type Keys struct {
	app, server string
	macs        sync.Pool
}

// NewKeys returns the keys of an app's calls to one server. Equal secrets make
// equal keys; an empty one stands for a new random secret.
func NewKeys(app string, server *url.URL, secret []byte) *Keys {
	if len(secret) == 0 {
		secret = []byte(rand.Text())
	}
	return &Keys{app: app, server: server.Scheme + "://" + server.Host, macs: sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

// Owner returns the owner that a token is at the server.
func (k *Keys) Owner(token string) Owner {
	return Owner(k.sum(func(mac hash.Hash) { write(mac, "owner", token, k.app, k.server) }))
}

// Key returns the key of a request: its method, path with the version, fields,
// ids and parameters.
func (k *Keys) Key(owner Owner, request *http.Request) Key {
	return Key{Owner: owner, Call: k.sum(func(mac hash.Hash) {
		_, _ = mac.Write(owner[:])
		write(mac, "call", request.Method, request.URL.Path, request.URL.RawQuery)
		if request.GetBody == nil {
			return
		}
		body, _ := request.GetBody() // a text in memory: it can neither fail
		_, _ = io.Copy(mac, body)    // nor be cut
	})}
}

// Operation returns the key of an operation of an owner's: its document, name and
// variables.
func (k *Keys) Operation(owner Owner, document, name, variables string) Key {
	return Key{Owner: owner, Call: k.sum(func(mac hash.Hash) {
		_, _ = mac.Write(owner[:])
		write(mac, "operation", document, name, variables)
	})}
}

func (k *Keys) sum(write func(hash.Hash)) (sum [16]byte) {
	mac := k.macs.Get().(hash.Hash)
	defer k.macs.Put(mac)
	mac.Reset()
	write(mac)
	var whole [sha256.Size]byte
	copy(sum[:], mac.Sum(whole[:0]))
	return sum
}

// write ends each text with a byte that is in none of them, so that two lists of
// texts never read the same.
func write(mac hash.Hash, texts ...string) {
	for _, text := range texts {
		_, _ = io.WriteString(mac, text)
		_, _ = mac.Write([]byte{0})
	}
}
