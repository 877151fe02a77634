package network

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// pool makes calls over HTTP/1.1, each in the caller's goroutine and on a connection that
// no other call uses meanwhile.
type pool struct {
	mu sync.Mutex
	// kept are the connections that no call uses, the one that was used last at the end.
	kept  []*connection
	sweep *time.Timer // closes what was kept for too long; nil while nothing is kept
}

// RoundTrip makes a call. A read that a kept connection did not answer with a single byte,
// as when the server was about to close it, is made again on another.
func (p *pool) RoundTrip(request *http.Request) (*http.Response, error) {
	defer closeBody(request)
	for {
		if err := request.Context().Err(); err != nil {
			return nil, unsentError{err}
		}
		c, err := p.connect(request.Context(), request.URL)
		if err != nil {
			return nil, unsentError{err}
		}
		response, err := p.exchange(c, request)
		if err == nil || !c.used || c.heard || !repeatable(request) {
			return response, err
		}
	}
}

// repeatable reports whether a call without an answer may be made again: it has no effects
// and someone still waits.
func repeatable(request *http.Request) bool {
	return request.Method == http.MethodGet && request.Body == nil && request.Context().Err() == nil
}

// closeBody keeps the promise of round trippers to close the body of a request.
func closeBody(request *http.Request) {
	if request.Body != nil {
		_ = request.Body.Close()
	}
}

// exchange makes a call on a connection, which is kept when the answer's body has been
// read to its end, and closed when it has been not. The end of the context interrupts
// both.
func (p *pool) exchange(c *connection, request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	_ = c.SetDeadline(time.Now().Add(headerTime))
	b := &body{ctx: ctx, connection: c, pool: p, released: context.AfterFunc(ctx, c.interrupt)}
	response, err := c.exchange(request)
	if err != nil {
		return nil, b.fail(err)
	}
	_ = c.SetDeadline(time.Time{})
	if ctx.Err() != nil {
		c.interrupt() // once more, for this may have come before
	}
	b.ReadCloser, b.last = response.Body, response.Close
	response.Body = b
	return response, nil
}

// connect returns a connection to the server of an address: one that was kept, or a new
// one.
func (p *pool) connect(ctx context.Context, to *url.URL) (*connection, error) {
	for {
		c := p.take(to.Host)
		switch {
		case c == nil:
			return dial(ctx, to)
		case c.isQuiet():
			return c, nil
		}
		_ = c.Close()
	}
}

// dial returns a new connection to the server of an address.
func dial(ctx context.Context, to *url.URL) (*connection, error) {
	port := to.Port()
	if port == "" {
		port = to.Scheme
	}
	socket, err := dialer().DialContext(ctx, "tcp", net.JoinHostPort(to.Hostname(), port))
	if err != nil {
		return nil, err
	}
	return newConnection(socket, to.Host), nil
}

// take returns the connection to a host that was used last, which is kept no more; nil
// for none.
func (p *pool) take(host string) *connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range slices.Backward(p.kept) {
		if c.host == host {
			p.kept = slices.Delete(p.kept, i, i+1)
			return c
		}
	}
	return nil
}

// keep keeps a connection for later calls, unless there are enough.
func (p *pool) keep(c *connection) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.kept) == maxKept {
		_ = c.Close()
		return
	}
	c.used, c.since = true, time.Now()
	p.kept = append(p.kept, c)
	if p.sweep == nil {
		p.sweep = time.AfterFunc(idleTime, func() { p.close(time.Now().Add(-idleTime)) })
	}
}

// close closes the connections that were used last before a time.
func (p *pool) close(before time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = slices.DeleteFunc(p.kept, func(c *connection) bool {
		old := !c.since.After(before)
		if old {
			_ = c.Close()
		}
		return old
	})
	switch {
	case p.sweep == nil:
	case len(p.kept) == 0:
		p.sweep.Stop()
		p.sweep = nil
	default:
		p.sweep.Reset(idleTime)
	}
}
