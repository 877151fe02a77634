package cache

import (
	"context"

	"github.com/gramql/gramql/internal/viewer"
)

// Levels is memory before a store that replicas share. What one replica drops is
// gone from the others' memory as soon as they look into the shared store, which
// they do for whatever is not fresh.
type Levels struct {
	near *Memory
	far  Store
}

// NewLevels returns the store of both.
func NewLevels(near *Memory, far Store) *Levels { return &Levels{near, far} }

var _ Store = (*Levels)(nil)

// Get looks into memory, and into the shared store for anything fresher. The
// generation is the shared one, but while that store does not answer.
func (l *Levels) Get(ctx context.Context, key Key) (*Answer, Generation) {
	now := l.near.Now()
	near, generation := l.near.Get(ctx, key)
	if near.Age(now) == Fresh {
		return near, generation
	}
	far, common := l.far.Get(ctx, key)
	if common == 0 {
		return near, generation
	}
	if common != generation {
		l.near.adopt(key.Viewer, common)
		near = nil
	}
	if far.Age(now) == Expired || near != nil && !far.Came.After(near.Came) {
		return near, common
	}
	l.near.Put(ctx, key, far, common)
	return far, common
}

// Put keeps the answer in both.
func (l *Levels) Put(ctx context.Context, key Key, answer *Answer, generation Generation) {
	l.near.Put(ctx, key, answer, generation)
	l.far.Put(ctx, key, answer, generation)
}

// Drop loses the viewer's answers in both.
func (l *Levels) Drop(ctx context.Context, id viewer.ID) {
	l.near.Drop(ctx, id)
	l.far.Drop(ctx, id)
}

// Forget drops, in both, the answers of all viewers that this process has looked for.
func (l *Levels) Forget() {
	for _, id := range l.near.viewers() {
		l.Drop(context.Background(), id)
	}
}

// Close closes both.
func (l *Levels) Close() {
	l.near.Close()
	l.far.Close()
}
