package cache

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/gramql/gramql/internal/viewer"
)

// maxViewers is how many viewers' generations are remembered. Whose is forgotten
// has its answers forgotten too.
const maxViewers = 100_000

// overhead is what an answer costs beyond its body and its key: times,
// generation, and its place in the table.
const overhead = 256

// Memory keeps answers in this process, those that are asked for most.
type Memory struct {
	// Now is the clock; NewMemory sets time.Now.
	Now func() time.Time

	answers     *otter.Cache[Key, kept]
	generations *otter.Cache[viewer.ID, Generation]
}

// kept is an answer and the generation that it belongs to.
type kept struct {
	*Answer
	generation Generation
}

// NewMemory returns a store of at most size bytes.
func NewMemory(size uint64) *Memory {
	return &Memory{
		Now: time.Now,
		answers: otter.Must(&otter.Options[Key, kept]{
			MaximumWeight: size,
			Weigher:       func(_ Key, k kept) uint32 { return overhead + uint32(len(k.Body)) }, //nolint:gosec // at most graphapi.MaxAnswer
		}),
		generations: otter.Must(&otter.Options[viewer.ID, Generation]{MaximumSize: maxViewers}),
	}
}

var _ Store = (*Memory)(nil)

// Get returns the answer under a key.
func (m *Memory) Get(_ context.Context, key Key) (*Answer, Generation) {
	generation, ok := m.generations.GetIfPresent(key.Viewer)
	if !ok {
		generation, _ = m.generations.SetIfAbsent(key.Viewer, newGeneration())
		return nil, generation
	}
	found, ok := m.answers.GetIfPresent(key)
	switch {
	case !ok:
		return nil, generation
	case found.generation != generation, found.Age(m.Now()) == Expired:
		m.answers.Invalidate(key)
		return nil, generation
	}
	return found.Answer, generation
}

// Put keeps an answer that was asked for in a generation.
func (m *Memory) Put(_ context.Context, key Key, answer *Answer, generation Generation) {
	m.answers.Set(key, kept{answer, generation})
}

// adopt begins a generation that was begun elsewhere.
func (m *Memory) adopt(id viewer.ID, generation Generation) { m.generations.Set(id, generation) }

// Drop begins a new generation.
func (m *Memory) Drop(_ context.Context, id viewer.ID) { m.generations.Invalidate(id) }

// Close has nothing to give back.
func (m *Memory) Close() {}
