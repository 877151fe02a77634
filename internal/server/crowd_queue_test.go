package server

import (
	"net"
	"testing"
)

// The last to come of a crowd whose server is late is in its queue: those before give way.
func TestCrowd_keepsTheLastToComeWhileItsServerIsLate(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	c := newCrowd(l.Addr())
	var last net.Addr
	for range cap(c.next) + 3 {
		caller, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = caller.Close() }()
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		last = conn.RemoteAddr()
		c.take(conn.(*net.TCPConn))
	}
	var next net.Addr
	for range cap(c.next) {
		conn, err := c.Accept()
		if err != nil {
			t.Fatal(err)
		}
		next = conn.RemoteAddr()
	}
	if next.String() != last.String() {
		t.Errorf("the last in the queue is %v, not %v", next, last)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
