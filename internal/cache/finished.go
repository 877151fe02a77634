package cache

import "github.com/maypok86/otter/v2"

// Finished keeps what is made of answers, such as a client's whole answer, in this
// process. Whether the answers that it was made of are still the same, whoever
// made it asks.
type Finished[V any] struct{ kept *otter.Cache[Key, V] }

// NewFinished returns a store of at most so many bytes. Each weighs what weigh
// says, and a little more.
func NewFinished[V any](size uint64, weigh func(V) int) *Finished[V] {
	return &Finished[V]{otter.Must(&otter.Options[Key, V]{
		MaximumWeight: size,
		Weigher:       func(_ Key, v V) uint32 { return overhead + uint32(weigh(v)) }, //nolint:gosec // of an answer to one operation
	})}
}

// Get returns what is kept under a key.
func (f *Finished[V]) Get(key Key) (V, bool) { return f.kept.GetIfPresent(key) }

// Put keeps something under a key, in place of what was there.
func (f *Finished[V]) Put(key Key, v V) { f.kept.Set(key, v) }
