package live

import (
	"context"
	"sync"

	"github.com/gramql/gramql/internal/memory"
)

// Streams are the sockets and event streams that are open. They may be used by many
// goroutines at once.
type Streams struct {
	most, mostEach int

	// draining ends when no stream may wait for changes any more.
	draining context.Context //nolint:containedctx // it is of all streams
	drain    context.CancelFunc
	// cut ends when no stream may go on at all.
	cut    context.Context //nolint:containedctx // it is of all streams
	cutAll context.CancelFunc

	mu    sync.Mutex
	open  int
	each  map[caller]int
	ended chan struct{} // closed when draining has begun and none is open
}

// caller is a viewer, or an address where no viewer is known.
type caller struct {
	address string
	viewer  [16]byte
}

func callerOf(of memory.Owner) caller {
	if of.Viewer != ([16]byte{}) {
		return caller{viewer: of.Viewer}
	}
	return caller{address: of.Address}
}

// NewStreams returns streams of which so many may be open at once, and half of them by
// one viewer, or one address without a viewer.
func NewStreams(most int) *Streams {
	s := &Streams{most: most, mostEach: (most + 1) / 2, each: map[caller]int{}, ended: make(chan struct{})}
	s.draining, s.drain = context.WithCancel(context.Background())
	s.cut, s.cutAll = context.WithCancel(context.Background())
	return s
}

// enter lets a stream in; false when there are too many, or when no more may begin. Who is
// in must leave.
func (s *Streams) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= s.most || s.draining.Err() != nil {
		return false
	}
	s.open++
	return true
}

func (s *Streams) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.open == 0 && s.draining.Err() != nil {
		close(s.ended)
	}
}

// claim counts a stream that was let in as one of a caller's; false when the caller has
// too many.
func (s *Streams) claim(by caller) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.each[by] >= s.mostEach {
		return false
	}
	s.each[by]++
	return true
}

// release ends a claim.
func (s *Streams) release(by caller) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.each[by]--; s.each[by] == 0 {
		delete(s.each, by)
	}
}

// Open returns how many are open.
func (s *Streams) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// Drain has all streams end once their queries and mutations have been answered, lets no
// more in, and waits until none is open, or the context ends. It is called once.
func (s *Streams) Drain(ctx context.Context) {
	s.mu.Lock()
	s.drain()
	if s.open == 0 {
		close(s.ended)
	}
	s.mu.Unlock()
	select {
	case <-s.ended:
	case <-ctx.Done():
		s.cutAll()
	}
}
