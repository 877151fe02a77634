package network

import (
	"bufio"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"
)

// connection is a connection to a server, on which calls are made one after the other.
type connection struct {
	net.Conn
	host   string
	reader *bufio.Reader
	writer *bufio.Writer
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
	c := &connection{Conn: socket, host: host, writer: bufio.NewWriter(socket)}
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

// write writes a request, in the form that net/http gives it.
func (c *connection) write(request *http.Request) error {
	w := c.writer
	w.Reset(c.Conn) // an error of an earlier call stays otherwise
	_, _ = w.WriteString(request.Method)
	_ = w.WriteByte(' ')
	_, _ = w.WriteString(request.URL.RequestURI())
	_, _ = w.WriteString(" HTTP/1.1\r\nHost: ")
	_, _ = w.WriteString(request.URL.Host)
	_, _ = w.WriteString("\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: " + packing + "\r\n")
	if request.Body != nil {
		_, _ = w.WriteString("Content-Length: ")
		_, _ = w.Write(strconv.AppendInt(w.AvailableBuffer(), request.ContentLength, 10))
		_, _ = w.WriteString("\r\n")
	}
	_ = request.Header.Write(w) // an error of w comes again with Flush
	_, _ = w.WriteString("\r\n")
	if request.Body != nil {
		if _, err := io.CopyN(w, request.Body, request.ContentLength); err != nil {
			return err
		}
	}
	return w.Flush()
}
