package server

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// A listener with a limit serves so many connections as usual. Any more are not
// left to wait, for who waits cannot be told so, and probes would wait with them:
// they are answered in short by another server, the crowd's.

const (
	// largestCrowd is the most connections over the limit that are open at once.
	largestCrowd = 64
	// crowdTime is how long one of them may take to send its request, and to read
	// the answer.
	crowdTime = 2 * time.Second
)

// door is a listener's socket for TCP, which turns connections over the limit away to the
// crowd.
type door struct {
	net.Listener
	crowd *crowd
	most  int

	mu     sync.Mutex
	inside int
}

// Accept returns the next connection within the limit.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if d.enter() {
			return &leaving{conn.(*net.TCPConn), sync.OnceFunc(d.leave)}, nil
		}
		d.crowd.take(conn.(*net.TCPConn))
	}
}

func (d *door) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inside == d.most {
		return false
	}
	d.inside++
	return true
}

func (d *door) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside--
}

// leaving is a connection that makes room when it is closed. It can all that its
// socket can: net/http closes one direction after the other, for one.
type leaving struct {
	*net.TCPConn
	leave func()
}

// Close closes the connection.
func (l *leaving) Close() error {
	defer l.leave()
	return l.TCPConn.Close()
}

// crowd are the connections over a limit: to its server, a listener.
type crowd struct {
	addr net.Addr
	next chan *leaving

	mu     sync.Mutex
	oldest []*leaving // in the order in which they came
	closed bool
}

func newCrowd(addr net.Addr) *crowd {
	return &crowd{addr: addr, next: make(chan *leaving, crowdSize())}
}

// take has a connection answered in short.
func (c *crowd) take(conn *net.TCPConn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		_ = conn.Close()
		return
	}
	if len(c.oldest) == cap(c.next) {
		_ = c.oldest[0].TCPConn.Close()
		c.oldest = c.oldest[1:]
	}
	one := &leaving{TCPConn: conn}
	one.leave = sync.OnceFunc(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.forget(one)
	})
	c.oldest = append(c.oldest, one)
	for {
		select {
		case c.next <- one:
			return
		default: // the crowd's server is late: who waits longest for it gives way
		}
		select {
		case first := <-c.next:
			_ = first.TCPConn.Close()
			c.forget(first)
		default:
		}
	}
}

// forget drops a connection from the list. The caller holds the lock.
func (c *crowd) forget(conn *leaving) {
	for i, one := range c.oldest {
		if one == conn {
			c.oldest = append(c.oldest[:i:i], c.oldest[i+1:]...)
			return
		}
	}
}

// Accept returns the next connection over the limit.
func (c *crowd) Accept() (net.Conn, error) {
	conn, ok := <-c.next
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

// Close ends Accept. Connections that wait for it are closed.
func (c *crowd) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	close(c.next)
	for conn := range c.next {
		_ = conn.TCPConn.Close()
	}
	return nil
}

// Addr returns the address of the socket.
func (c *crowd) Addr() net.Addr { return c.addr }

// crowdServer returns the server of a crowd: one request for each connection.
func crowdServer(handler http.Handler, like *http.Server) *http.Server {
	s := &http.Server{
		Handler:           refuseTrace(closeAfterChunks(handler)),
		BaseContext:       like.BaseContext,
		ReadHeaderTimeout: crowdTime,
		ReadTimeout:       crowdTime,
		WriteTimeout:      crowdTime,
		MaxHeaderBytes:    like.MaxHeaderBytes,
		ErrorLog:          like.ErrorLog,
	}
	s.SetKeepAlivesEnabled(false)
	return s
}
