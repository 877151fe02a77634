package cache

import "time"

// Responses keeps what is made of answers, such as a client's whole response, in
// this process, and shares its bytes out by viewer. Whether a response's answers are
// still the same is for the caller to check.
type Responses[V any] struct {
	kept  *shares[V]
	weigh func(V) int
}

// NewResponses returns a store of up to size bytes. Each response weighs what weigh
// says, and a little more.
func NewResponses[V any](size uint64, weigh func(V) int) *Responses[V] {
	return &Responses[V]{newShares[V](size), weigh}
}

// Get returns the response under a key, and whether there is one.
func (r *Responses[V]) Get(key Key) (V, bool) { return r.kept.get(key) }

// Put keeps a response under a key, in place of the one before.
func (r *Responses[V]) Put(key Key, v V) { r.kept.put(key, v, r.weigh(v), time.Now()) }
