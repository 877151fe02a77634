package viewer

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2/simplelru"
)

// Memory holds values of many viewers, a bounded number of all and of each. What one
// viewer adds never pushes out more than its share: beyond the bound, a viewer with more
// than an equal share gives way itself, and else the one that asked longest ago. It may
// be used by many goroutines at once.
type Memory[K comparable, V any] struct {
	all, each int

	mu      sync.Mutex
	viewers *lru.LRU[ID, *lru.LRU[K, V]]
	held    int
}

// NewMemory returns an empty memory for so many values in all, and of each viewer.
func NewMemory[K comparable, V any](all, each int) *Memory[K, V] {
	m := &Memory[K, V]{all: all, each: each}
	m.viewers, _ = lru.NewLRU(all, func(_ ID, values *lru.LRU[K, V]) { m.held -= values.Len() })
	return m
}

// Empty reports whether nothing is held of a viewer.
func (m *Memory[K, V]) Empty(of ID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.viewers.Contains(of)
}

// Clear holds nothing more of any viewer.
func (m *Memory[K, V]) Clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.viewers.Purge()
}

// Drop holds nothing more of a viewer.
func (m *Memory[K, V]) Drop(of ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.viewers.Remove(of)
}

// Get returns a value of a viewer; false when there is none.
func (m *Memory[K, V]) Get(of ID, key K) (value V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if values, known := m.viewers.Get(of); known {
		return values.Get(key)
	}
	return value, false
}

// Add holds a value of a viewer.
func (m *Memory[K, V]) Add(of ID, key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	values, known := m.viewers.Get(of)
	if !known {
		values, _ = lru.NewLRU[K, V](m.each, nil)
		m.viewers.Add(of, values)
	}
	before := values.Len()
	values.Add(key, value)
	m.held += values.Len() - before
	if m.held <= m.all {
		return
	}
	if values.Len() > m.all/m.viewers.Len() {
		values.RemoveOldest()
		m.held--
		return
	}
	m.viewers.RemoveOldest()
}
