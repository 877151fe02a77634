// Package server starts and stops HTTP: it listens on the program's addresses,
// serves a handler on each, and drains them together. It knows nothing about what
// is served.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Time limits on slow clients. A handler that needs longer moves its own deadlines
// with http.ResponseController.
const (
	defaultHeaderTime = 5 * time.Second
	defaultReadTime   = 15 * time.Second
	writeTimeout      = 5 * time.Minute
	idleTimeout       = time.Minute
)

// defaultGrace is how long requests may still run once the program is to end.
const defaultGrace = 10 * time.Second

// Server serves several addresses as one: none is served without the others.
type Server struct {
	// Grace is how long requests in flight may take, all together, once Serve
	// drains. New sets 10 s.
	Grace time.Duration
	// DrainDelay is how long Serve goes on once it is to end, unready, before it
	// drains: whoever balances the load needs that long to notice. Hurry ends it.
	DrainDelay time.Duration
	// HeaderTime is how long a client may take to send a request's header, and
	// ReadTime how long for header and body. New sets 5 s and 15 s.
	HeaderTime, ReadTime time.Duration
	// MaxHeader is the maximum size of a request's header, in bytes; a little above
	// it, net/http answers 431. 0 means net/http's own limit.
	MaxHeader int

	health    *Health
	log       *slog.Logger
	listeners []*Listener
	hurried   chan struct{}
	hurry     sync.Once
}

// New returns a server that listens nowhere yet. Serve keeps health up to date.
func New(health *Health, log *slog.Logger) *Server {
	return &Server{Grace: defaultGrace, HeaderTime: defaultHeaderTime, ReadTime: defaultReadTime, health: health, log: log, hurried: make(chan struct{})}
}

// Listen takes an address, "host:port". Port 0 means any free port; the listener's
// URL says which. Its handler must be set before Serve. The name is for errors and
// logs.
func (s *Server) Listen(ctx context.Context, name, addr string) (*Listener, error) {
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, listenError(name, err)
	}
	l := &Listener{name: name, socket: socket}
	s.listeners = append(s.listeners, l)
	return l, nil
}

// Close releases the addresses. It is for a start that fails before Serve, and
// harmless after it.
func (s *Server) Close() {
	for _, l := range s.listeners {
		_ = l.socket.Close()
	}
}

// Serve serves until ctx ends, and then drains: readiness fails at once; after
// DrainDelay, no new connection is accepted, and requests in flight may finish
// within Grace.
// Listeners drain one after another in the order of Listen, so that what a request
// still needs outlives it. Serve returns nil after a drain; otherwise, once all
// listeners have stopped, the error of the first that failed.
func (s *Server) Serve(ctx context.Context) error {
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()

	group, serving := errgroup.WithContext(ctx)
	servers := make([]*http.Server, len(s.listeners))
	for i, l := range s.listeners {
		server, err := l.server(requests, s)
		if err != nil {
			s.Close()
			return err
		}
		servers[i] = server
	}
	var crowds []*http.Server
	for i, l := range s.listeners {
		socket := l.socket
		if l.most > 0 {
			over := newCrowd(socket.Addr())
			socket = &door{Listener: socket, crowd: over, most: l.most}
			crowd := crowdServer(l.crowded, servers[i])
			crowds = append(crowds, crowd)
			group.Go(func() error { return l.serve(crowd, over) })
		}
		group.Go(func() error { return l.serve(servers[i], socket) })
	}
	s.health.set(ready)
	group.Go(func() error {
		<-serving.Done()
		s.health.set(draining)
		if ctx.Err() != nil { // rather than a listener that failed
			s.linger()
		}
		s.drain(requests, cut, servers)
		for _, crowd := range crowds {
			_ = crowd.Close()
		}
		return nil
	})
	return group.Wait()
}

// Hurry ends DrainDelay at once, even before it begins. Requests in flight still have
// Grace. It may be called more than once, from any goroutine.
func (s *Server) Hurry() { s.hurry.Do(func() { close(s.hurried) }) }

// linger waits for DrainDelay, or until someone is in a hurry.
func (s *Server) linger() {
	select {
	case <-time.After(s.DrainDelay):
	case <-s.hurried:
	}
}

// serve serves a socket until its server is shut down.
func (l *Listener) serve(server *http.Server, socket net.Listener) error {
	if err := server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	return nil
}

// closeWhileDraining ends connections with their next answer once readiness fails:
// a connection that is closed between two requests may lose the second.
func (s *Server) closeWhileDraining(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.health.state.Load() == draining {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// drain shuts the servers down in turn. When Grace is over, it cuts requests.
func (s *Server) drain(requests context.Context, cut context.CancelFunc, servers []*http.Server) {
	grace, cancel := context.WithTimeout(requests, s.Grace)
	defer cancel()
	for i, server := range servers {
		var staying sync.WaitGroup
		if drain := s.listeners[i].drain; drain != nil {
			staying.Go(func() { drain(grace) })
		}
		err := server.Shutdown(grace)
		staying.Wait()
		if err == nil && grace.Err() == nil {
			continue
		}
		s.log.Warn("requests in flight were cut", "listener", s.listeners[i].name, "grace", s.Grace)
		cut()
		_ = server.Close()
	}
}
