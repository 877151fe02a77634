package cache

import (
	"context"
	"slices"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/gramql/gramql/internal/viewer"
)

// maxViewers is how many viewers' generations are remembered. With a viewer's generation
// the viewer's answers are forgotten.
const maxViewers = 100_000

// Memory keeps answers in this process, and shares its bytes out by viewer.
type Memory struct {
	// Now is the clock; NewMemory sets time.Now.
	Now func() time.Time

	answers     *shares[kept]
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
		Now:         time.Now,
		answers:     newShares[kept](size),
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
	found, ok := m.answers.get(key)
	switch {
	case !ok:
		return nil, generation
	case found.generation != generation, found.Age(m.Now()) == Expired:
		m.answers.drop(key)
		return nil, generation
	}
	return found.Answer, generation
}

// Put keeps an answer that was asked for in a generation, unless that one is over: a
// later answer may be kept already.
func (m *Memory) Put(_ context.Context, key Key, answer *Answer, generation Generation) {
	if now, ok := m.generations.GetIfPresent(key.Viewer); !ok || now != generation {
		return
	}
	m.answers.put(key, kept{answer, generation}, len(answer.Body), m.Now())
}

// adopt begins a generation that was begun elsewhere.
func (m *Memory) adopt(id viewer.ID, generation Generation) { m.generations.Set(id, generation) }

// Drop begins a new generation.
func (m *Memory) Drop(_ context.Context, id viewer.ID) {
	m.generations.Invalidate(id)
	m.answers.dropAll(id)
}

// Forget drops the answers of all viewers.
func (m *Memory) Forget() {
	for _, id := range m.viewers() {
		m.Drop(context.Background(), id)
	}
}

// ForgetSince drops the answers of all viewers, and those on their way. Of the answers that
// last, those that came before a time are given from now on where there is no other.
func (m *Memory) ForgetSince(since time.Time) {
	for _, id := range m.viewers() {
		generation := newGeneration()
		m.generations.Set(id, generation)
		m.answers.change(id, func(k kept) (kept, bool) {
			last := k.last()
			return kept{last, generation}, last != nil && k.Came.Before(since)
		})
	}
}

// viewers returns those whose answers can be found.
func (m *Memory) viewers() []viewer.ID { return slices.Collect(m.generations.Keys()) }

// Close has nothing to give back.
func (m *Memory) Close() {}
