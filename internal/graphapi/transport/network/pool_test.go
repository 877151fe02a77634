package network

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// server is a server that a test writes byte for byte.
type server struct {
	base        string
	connections atomic.Int32
	requests    atomic.Int32
}

// serve starts a server of which each connection is handled as told: the number of the
// connection, what reads its requests, and the connection itself, which is closed at the
// end.
func serve(t *testing.T, handle func(s *server, number int, next func() bool, c net.Conn)) *server {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	s := &server{base: "http://" + socket.Addr().String()}
	go func() {
		for {
			c, err := socket.Accept()
			if err != nil {
				return
			}
			number := int(s.connections.Add(1))
			go func() {
				defer func() { _ = c.Close() }()
				reader := bufio.NewReader(c)
				handle(s, number, func() bool {
					request, err := http.ReadRequest(reader)
					if err != nil {
						return false
					}
					_, _ = io.Copy(io.Discard, request.Body)
					s.requests.Add(1)
					return true
				}, c)
			}()
		}
	}()
	return s
}

// answer is a whole answer with a body.
func answer(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

func newNetwork(t *testing.T) *Network {
	t.Helper()
	n := New()
	t.Cleanup(n.CloseIdleConnections)
	return n
}

// settled waits until a condition holds, for the other end to notice what happened.
func settled(t *testing.T, holds func() bool) {
	t.Helper()
	for began := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatal("it does not become so")
		}
	}
}

func TestPool_keepsAConnectionWhoseAnswerWasReadToItsEnd(t *testing.T) {
	for name, c := range map[string]struct {
		answer      string
		connections int32
	}{
		"a length":                    {answer("right"), 1},
		"chunks":                      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nright\r\n0\r\n\r\n", 1},
		"HTTP/1.0 that is kept":       {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nright", 1},
		"HTTP/1.0":                    {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nright", 3},
		"a server that closes":        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nright", 3},
		"a byte that no one asked":    {answer("right") + "x", 3},
		"an answer that no one asked": {answer("right") + answer("wrong"), 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(_ *server, _ int, next func() bool, to net.Conn) {
				for next() {
					_, _ = io.WriteString(to, c.answer)
				}
			})
			n := newNetwork(t)
			for range 3 {
				if _, got := get(t, n, s.base); got != "right" {
					t.Errorf("answered %q", got)
				}
			}
			if s.connections.Load() != c.connections {
				t.Errorf("%d connections, want %d", s.connections.Load(), c.connections)
			}
		})
	}
}

func TestPool_closesAConnectionWhoseAnswerWasNotReadToItsEnd(t *testing.T) {
	closed := make(chan int, 9)
	s := serve(t, func(_ *server, number int, next func() bool, to net.Conn) {
		for next() {
			_, _ = io.WriteString(to, answer(strings.Repeat("x", 100_000)))
		}
		closed <- number
	})
	n := newNetwork(t)
	request, _ := http.NewRequestWithContext(t.Context(), "GET", s.base, nil)
	response, err := n.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = response.Body.Read(make([]byte, 10))
	_ = response.Body.Close()
	if number := <-closed; number != 1 {
		t.Errorf("connection %d was closed", number)
	}
	if _, got := get(t, n, s.base); len(got) != 100_000 || s.connections.Load() != 2 {
		t.Errorf("%d bytes over %d connections", len(got), s.connections.Load())
	}
}

func TestPool_usesNoConnectionOnWhichAnythingCameSince(t *testing.T) {
	for name, after := range map[string]string{"a close": "", "bytes": answer("wrong")} {
		t.Run(name, func(t *testing.T) {
			more, sent := make(chan struct{}), make(chan struct{})
			s := serve(t, func(_ *server, number int, next func() bool, to net.Conn) {
				for next() {
					_, _ = io.WriteString(to, answer("right"))
					if number == 1 {
						<-more
						_, _ = io.WriteString(to, after)
						if after == "" {
							_ = to.Close()
						}
						close(sent)
					}
				}
			})
			n := newNetwork(t)
			get(t, n, s.base)
			close(more)
			<-sent
			settled(t, func() bool { return !n.plain.kept[0].isQuiet() })
			if _, got, err := call(t.Context(), n, "POST", s.base, "a=b"); err != nil || got != "right" {
				t.Errorf("answered %q, %v", got, err)
			}
			if s.requests.Load() != 2 || s.connections.Load() != 2 {
				t.Errorf("%d requests over %d connections", s.requests.Load(), s.connections.Load())
			}
		})
	}
}

func TestPool_makesAReadAgainThatAKeptConnectionDidNotAnswer(t *testing.T) {
	for _, c := range []struct {
		name, method, body, half string
		requests                 int32
		works                    bool
	}{
		{"a read", "GET", "", "", 3, true},
		{"a read that is answered in part", "GET", "", "HTTP/1.1 200", 2, false},
		{"a write", "POST", "a=b", "", 2, false},
		{"a write without a body", "DELETE", "", "", 2, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(s *server, _ int, next func() bool, to net.Conn) {
				for next() {
					if s.requests.Load() == 2 {
						_, _ = io.WriteString(to, c.half)
						return
					}
					_, _ = io.WriteString(to, answer("right"))
				}
			})
			n := newNetwork(t)
			get(t, n, s.base)
			_, got, err := call(t.Context(), n, c.method, s.base, c.body)
			if (err == nil) != c.works || c.works && got != "right" || s.requests.Load() != c.requests {
				t.Errorf("answered %q, %v after %d requests", got, err, s.requests.Load())
			}
		})
	}
}

func TestPool_makesNoCallAgainThatANewConnectionDidNotAnswer(t *testing.T) {
	for name, half := range map[string]string{
		"nothing":               "",
		"a part of the head":    "HTTP/1.1 200 OK\r\nContent-Le",
		"a part of the body":    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
		"a part of a chunk":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nrig",
		"another protocol":      "SSH-2.0-OpenSSH_9.2\r\n",
		"only what informs":     strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 1000),
		"a switch of protocols": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(_ *server, _ int, next func() bool, to net.Conn) {
				if next() {
					_, _ = io.WriteString(to, half)
				}
			})
			n := newNetwork(t)
			if _, got, err := call(t.Context(), n, "GET", s.base, ""); err == nil || s.requests.Load() != 1 {
				t.Errorf("answered %q after %d requests", got, s.requests.Load())
			}
			if len(n.plain.kept) > 0 {
				t.Error("the connection is kept")
			}
		})
	}
}

func TestPool_keepsNoConnectionForTooLongNorTooMany(t *testing.T) {
	s := serve(t, func(_ *server, _ int, next func() bool, to net.Conn) {
		for next() {
			_, _ = io.WriteString(to, answer("right"))
		}
	})
	var p pool
	began := time.Now()
	var all []*connection
	for range maxKept + 1 {
		socket, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, newConnection(socket, "a"))
		p.keep(all[len(all)-1])
	}
	if len(p.kept) != maxKept || !isClosed(all[maxKept]) {
		t.Errorf("%d are kept", len(p.kept))
	}
	p.sweep.Stop() // as if the time had come
	if p.close(began); len(p.kept) != maxKept || isClosed(all[0]) {
		t.Errorf("%d are left of those that are new", len(p.kept))
	}
	if !p.sweep.Stop() {
		t.Error("no one will look again")
	}
	if p.take("b") != nil {
		t.Error("a connection to another host is given away")
	}
	last := p.kept[maxKept-1]
	if p.take("a") != last || len(p.kept) != maxKept-1 {
		t.Error("the one used last is not given away first")
	}
	if p.close(time.Now()); len(p.kept) != 0 || p.sweep != nil || p.take("a") != nil {
		t.Errorf("%d are left of those that are old", len(p.kept))
	}
	for i, c := range all[:maxKept] {
		if isClosed(c) != (c != last) {
			t.Errorf("connection %d of %d", i, maxKept)
		}
	}
	_ = last.Close()
	p.close(time.Now())
}

// isClosed reports whether our end of a connection was closed.
func isClosed(c *connection) bool { return errors.Is(c.SetDeadline(time.Time{}), net.ErrClosed) }

func TestPool_closesTheBodyOfARequestWhateverComes(t *testing.T) {
	s := serve(t, func(_ *server, _ int, next func() bool, to net.Conn) {
		for next() {
			_, _ = io.WriteString(to, answer("right"))
		}
	})
	n := newNetwork(t)
	for _, base := range []string{s.base, "http://127.0.0.1:1"} {
		form := &closing{Reader: strings.NewReader("a=b")}
		request, _ := http.NewRequestWithContext(t.Context(), "POST", base, form)
		request.ContentLength = 3
		if response, err := n.RoundTrip(request); err == nil {
			_, _ = io.ReadAll(response.Body)
			_ = response.Body.Close()
		}
		if form.closed == 0 {
			t.Errorf("%s: the body is left open", base)
		}
	}
}

func TestConnection_isNotQuietWhereThatCannotBeSeen(t *testing.T) {
	one, other := net.Pipe()
	defer func() { _, _ = one.Close(), other.Close() }()
	if newConnection(one, "a").isQuiet() {
		t.Error("a connection that is no socket is quiet")
	}
}

func TestPool_isNotUsedByACallThatEndsWhileItsAnswerIsRead(t *testing.T) {
	s := serve(t, func(_ *server, _ int, next func() bool, to net.Conn) {
		for next() {
			_, _ = io.WriteString(to, answer("right"))
		}
	})
	n := newNetwork(t)
	ctx, cancel := context.WithCancel(t.Context())
	request, _ := http.NewRequestWithContext(ctx, "GET", s.base, nil)
	response, err := n.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	cancel() // the body may have come already
	_, _ = io.ReadAll(response.Body)
	_ = response.Body.Close()
	if len(n.plain.kept) > 0 {
		t.Error("the interrupted connection is kept")
	}
	if _, got := get(t, n, s.base); got != "right" {
		t.Errorf("answered %q", got)
	}
}
