package live

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/httpx"
)

// WebSocket is the transport of requests that ask for a socket.
type WebSocket struct {
	Options
	// Allowed reports whether pages of an origin, as browsers send it, may open sockets.
	// Those of the server's own host always may.
	Allowed func(origin string) bool
}

var _ graphql.Transport = WebSocket{}

// Supports is true for requests that ask for a WebSocket.
func (WebSocket) Supports(r *http.Request) bool {
	for _, value := range r.Header["Upgrade"] {
		for name := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.TrimSpace(name), "websocket") {
				return true
			}
		}
	}
	return false
}

// Do opens a socket. It returns when that is open: the goroutine of a request has a deep
// stack, and buffers, which a socket does not need.
func (t WebSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if !t.isAllowed(r) {
		httpx.ErrOrigin.Write(w, r)
		return
	}
	by := callerOf(t.Caller(r.Context(), r))
	if crowded := t.Streams.enter(by); crowded != nil {
		crowded.Write(w, r)
		return
	}
	taken := &taken{ResponseWriter: w}
	conn, err := websocket.Accept(taken, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, // isAllowed has looked
		Subprotocols:       subprotocols(r),
	})
	if err != nil {
		t.Streams.leave(by)
		return // Accept has answered
	}
	s := &socket{options: t.Options, exec: exec, conn: conn, network: taken.conn, request: r, by: by, ctx: context.WithoutCancel(r.Context())}
	go func() {
		defer func() { t.Streams.leave(s.by) }()
		s.serve()
	}()
}

// isAllowed reports whether the page that a browser sends the request for may open a
// socket. Browsers send where a page is from, and let any page open sockets to any server.
func (t WebSocket) isAllowed(r *http.Request) bool {
	origins := r.Header["Origin"]
	if len(origins) == 0 {
		return true
	}
	_, host, _ := strings.Cut(origins[0], "://")
	return len(origins) == 1 && (strings.EqualFold(host, r.Host) || t.Allowed != nil && t.Allowed(origins[0]))
}

// subprotocols returns those that are agreed to, the best first. Browsers say no more than
// that it failed when none is; so any is, and the socket is closed with the code that
// says why.
func subprotocols(r *http.Request) []string {
	all := []string{protocol}
	for _, value := range r.Header["Sec-Websocket-Protocol"] {
		for name := range strings.SplitSeq(value, ",") {
			all = append(all, strings.TrimSpace(name))
		}
	}
	return all
}

// taken is the ResponseWriter of a request that becomes a socket, and then the connection,
// whose deadlines no WebSocket library sets.
type taken struct {
	http.ResponseWriter
	conn net.Conn
}

// bufferSize is the size of a socket's buffers, in bytes.
const bufferSize = 1 << 10

// Hijack takes the connection over.
func (t *taken) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(t.ResponseWriter).Hijack()
	t.conn = conn
	if err == nil && buffered.Reader.Buffered() == 0 { // net/http's own are larger than messages
		buffered = bufio.NewReadWriter(bufio.NewReaderSize(conn, bufferSize), bufio.NewWriterSize(conn, bufferSize))
	}
	return conn, buffered, err
}
