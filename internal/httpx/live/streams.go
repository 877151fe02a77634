package live

import (
	"context"
	"sync"

	"github.com/gramql/gramql/internal/httpx"
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

// caller is a viewer, or an address where none is known: who makes up tokens is one caller.
type caller struct {
	address string
	viewer  [16]byte
}

func callerOf(of memory.Owner) caller {
	if of.Viewer != ([16]byte{}) && !of.Stranger {
		return caller{viewer: of.Viewer}
	}
	return caller{address: of.Address}
}

// NewStreams returns streams of which so many may be open at once, and half of them by
// one viewer, or by those of one address whose tokens were not seen to work.
func NewStreams(most int) *Streams {
	s := &Streams{most: most, mostEach: (most + 1) / 2, each: map[caller]int{}, ended: make(chan struct{})}
	s.draining, s.drain = context.WithCancel(context.Background())
	s.cut, s.cutAll = context.WithCancel(context.Background())
	return s
}

// enter lets a stream of a caller in. Else it returns why not: there are too many, or too
// many of this caller, or no more may begin. Who is in must leave.
func (s *Streams) enter(by caller) *httpx.Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.open >= s.most || s.draining.Err() != nil:
		return httpx.ErrCrowded
	case s.each[by] >= s.mostEach:
		return httpx.ErrStreams
	}
	s.open++
	s.each[by]++
	return nil
}

func (s *Streams) leave(by caller) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uncount(by)
	s.open--
	if s.open == 0 && s.draining.Err() != nil {
		close(s.ended)
	}
}

// pass counts a stream that is in as another caller's from now on. When that one has too
// many, it returns false, and the stream is whose it was.
func (s *Streams) pass(from, to caller) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if from == to {
		return true
	}
	if s.each[to] >= s.mostEach {
		return false
	}
	s.uncount(from)
	s.each[to]++
	return true
}

func (s *Streams) uncount(by caller) {
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
