package network

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// connection is a connection to a server, on which calls are made one after the other.
type connection struct {
	net.Conn
	host   string
	reader *bufio.Reader
	// left is how many bytes more of an answer may be read.
	left int
	// used reports that a call was answered, and heard that a part of the answer to the
	// last call has come.
	used, heard bool
	// since is when the last answer ended.
	since time.Time
}

var (
	errHeader = errors.New("the head of the answer is longer than 64 KiB")
	errNoEnd  = errors.New("the answer has no status that ends it")
)

func newConnection(socket net.Conn, host string) *connection {
	c := &connection{Conn: socket, host: host}
	c.reader = bufio.NewReader(c)
	return c
}

// Read reads from the server as much as the answer may have.
func (c *connection) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, errHeader
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	c.heard = c.heard || n > 0
	return n, err
}

// interrupt ends all reads and writes of the connection, now and later.
func (c *connection) interrupt() { _ = c.SetDeadline(time.Unix(1, 0)) }

// maxInformed is how many answers that only inform may come before the real one.
const maxInformed = 5

// exchange makes a call and reads the head of its answer.
func (c *connection) exchange(request *http.Request) (*http.Response, error) {
	c.left, c.heard = maxHeader, false
	if err := c.write(request); err != nil {
		return nil, err
	}
	for range 1 + maxInformed {
		response, err := http.ReadResponse(c.reader, request)
		if err != nil {
			return nil, err
		}
		if response.StatusCode >= 200 {
			c.left = math.MaxInt // the body has limits of its own
			return response, nil
		}
	}
	return nil, errNoEnd
}

// requests are what requests are written into, used again.
var requests = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// together is the most bytes of a body that leave in one write with the head: enough for a
// batch of many calls.
const together = 64 << 10

// write writes a request, in the form that net/http gives it.
func (c *connection) write(request *http.Request) error {
	b := requests.Get().(*bytes.Buffer)
	defer requests.Put(b)
	b.Reset()
	writeHead(b, request)
	rest := request.ContentLength
	if request.Body != nil && rest <= together {
		b.Grow(int(rest))
		body := b.AvailableBuffer()[:rest]
		if _, err := io.ReadFull(request.Body, body); err != nil {
			return err
		}
		b.Write(body)
		rest = 0
	}
	if _, err := c.Write(b.Bytes()); err != nil || request.Body == nil || rest == 0 {
		return err
	}
	_, err := io.CopyN(c, request.Body, rest)
	return err
}

// writeHead writes all of a request but its body.
func writeHead(b *bytes.Buffer, request *http.Request) {
	b.WriteString(request.Method)
	b.WriteByte(' ')
	b.WriteString(request.URL.RequestURI())
	b.WriteString(" HTTP/1.1\r\nHost: ")
	b.WriteString(request.URL.Host)
	b.WriteString("\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: " + packing + "\r\n")
	if request.Body != nil {
		b.WriteString("Content-Length: ")
		b.Write(strconv.AppendInt(b.AvailableBuffer(), request.ContentLength, 10))
		b.WriteString("\r\n")
	}
	_ = request.Header.Write(b) // a buffer takes all
	b.WriteString("\r\n")
}
