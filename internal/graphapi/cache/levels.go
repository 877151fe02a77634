package cache

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/gramql/gramql/internal/viewer"
)

// trusted is how long a viewer's generation is taken to be the shared one without a look:
// what another replica drops, as after a write, is found here no longer than that.
const trusted = 2 * time.Second

// Levels is memory before a store that replicas share. What one replica drops is
// gone from the others' memory as soon as they look into the shared store, which
// they do for whatever is not fresh, and for each viewer every two seconds.
type Levels struct {
	near *Memory
	far  Store
	// looked is when each viewer's shared generation was read last.
	looked *otter.Cache[viewer.ID, time.Time]
}

// NewLevels returns the store of both.
func NewLevels(near *Memory, far Store) *Levels {
	return &Levels{near, far, otter.Must(&otter.Options[viewer.ID, time.Time]{MaximumSize: maxViewers})}
}

var _ Store = (*Levels)(nil)

// Get looks into memory, and into the shared store for anything fresher. The
// generation is the shared one, but while that store does not answer.
func (l *Levels) Get(ctx context.Context, key Key) (*Answer, Generation) {
	now := l.near.Now()
	near, generation := l.near.Get(ctx, key)
	if looked, _ := l.looked.GetIfPresent(key.Viewer); near.Age(now) == Fresh && now.Sub(looked) < trusted {
		return near, generation
	}
	far, common := l.far.Get(ctx, key)
	if common == 0 {
		return near, generation
	}
	l.looked.Set(key.Viewer, now)
	if common != generation {
		l.near.adopt(key.Viewer, common)
		near = nil
	}
	if far.Age(now) < Old || near != nil && !far.Came.After(near.Came) {
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

// ForgetSince drops what Forget does: the shared store does not tell when its answers came.
func (l *Levels) ForgetSince(time.Time) { l.Forget() }

// Close closes both.
func (l *Levels) Close() {
	l.near.Close()
	l.far.Close()
}
