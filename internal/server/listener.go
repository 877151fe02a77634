package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"syscall"
)

// Listener is an address of the program and the handler that is served there.
type Listener struct {
	name    string
	socket  net.Listener
	handler http.Handler
	// most is how many connections handler serves; crowded answers those beyond. 0
	// is no limit.
	most    int
	crowded http.Handler
	// drain ends what stays; nil for nothing.
	drain func(context.Context)
}

// Handle sets what is served at the address.
func (l *Listener) Handle(handler http.Handler) { l.handler = handler }

// Limit bounds how many connections are served at once. Of any more, crowded
// answers one request each, and should be quick.
func (l *Listener) Limit(most int, crowded http.Handler) { l.most, l.crowded = most, crowded }

// Drain sets what ends the requests that stay, sockets among them, once the server drains:
// net/http waits for some of them for ever, and for others not at all. The function returns
// when they have ended, or with its context.
func (l *Listener) Drain(drain func(context.Context)) { l.drain = drain }

// IsLoopback reports whether only this machine reaches the address.
func (l *Listener) IsLoopback() bool { return l.socket.Addr().(*net.TCPAddr).IP.IsLoopback() }

// URL returns the address as a base URL without a trailing slash, with the actual
// port. If it listens on every interface, the host is the loopback address.
func (l *Listener) URL() string {
	addr := l.socket.Addr().(*net.TCPAddr)
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(addr.Port))
}

// server returns the HTTP server of the address, with the time limits of s. Its
// requests are canceled with the given context.
func (l *Listener) server(requests context.Context, s *Server) (*http.Server, error) {
	if l.handler == nil {
		// net/http would serve http.DefaultServeMux, where pprof registers itself.
		return nil, fmt.Errorf("%s: nothing to serve", l.name)
	}
	server := &http.Server{
		Handler:           refuseTrace(closeAfterChunks(s.closeWhileDraining(l.handler))),
		BaseContext:       func(net.Listener) context.Context { return requests },
		ReadHeaderTimeout: s.HeaderTime,
		ReadTimeout:       s.ReadTime,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    s.MaxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.With("listener", l.name).Handler(), slog.LevelWarn),
	}
	new(silent).watch(server)
	return server, nil
}

// listenError adds what to do about an address that cannot be taken.
func listenError(name string, err error) error {
	hint := ""
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		hint = "; stop the program that uses it, or choose another port (0: any free port)"
	case errors.Is(err, syscall.EACCES):
		hint = "; choose a port above 1023"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "; choose an address of this machine"
	}
	return fmt.Errorf("%s: %w%s", name, err, hint)
}
