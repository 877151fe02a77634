package server

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// silence is how long a connection without a request may stay when its server
// ends: as long as a request that is on its way may need to arrive.
const silence = 200 * time.Millisecond

// silent are the connections that have not sent a byte yet. http.Server.Shutdown
// waits five seconds for each of them; browsers and HTTP clients open some in
// advance and keep them.
type silent struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// watch has a server keep the set up to date, and closes what is in it when the
// server ends.
func (s *silent) watch(server *http.Server) {
	s.conns = map[net.Conn]struct{}{}
	server.ConnState = s.changed
	server.RegisterOnShutdown(func() { time.AfterFunc(silence, s.close) })
}

func (s *silent) changed(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateNew {
		s.conns[conn] = struct{}{}
		return
	}
	delete(s.conns, conn)
}

func (s *silent) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close()
	}
}
