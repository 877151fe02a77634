package cache

import (
	"github.com/maypok86/otter/v2"
)

// Responses keeps what is made of answers, such as a client's whole response, in
// this process. Whether the answers are still the same is for its user to check.
type Responses[V any] struct{ kept *otter.Cache[Key, V] }

// NewResponses returns a store of up to size bytes. Each response weighs what weigh
// says, and a little more.
func NewResponses[V any](size uint64, weigh func(V) int) *Responses[V] {
	return &Responses[V]{otter.Must(&otter.Options[Key, V]{
		MaximumWeight: size,
		Weigher:       func(_ Key, v V) uint32 { return overhead + uint32(weigh(v)) }, //nolint:gosec // of an answer to one operation
	})}
}

// Get returns the response under a key, and whether there is one.
func (r *Responses[V]) Get(key Key) (V, bool) { return r.kept.GetIfPresent(key) }

// Put keeps a response under a key, in place of the one before.
func (r *Responses[V]) Put(key Key, v V) { r.kept.Set(key, v) }
