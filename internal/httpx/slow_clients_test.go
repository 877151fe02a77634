package httpx_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/admission"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/memory"
)

// page is larger than what sockets hold for a client that does not read.
const page = 16 << 20

// servePages starts a server with one place, whose pages are large.
func servePages(t *testing.T, transport httpx.Transport) *httptest.Server {
	t.Helper()
	transport.MaxBody = 1 << 20
	transport.Gate = admission.New(admission.Limits{Inside: 1, Waiting: 100, Wait: time.Minute})
	server := httptest.NewServer(newServer(transport, `"`+strings.Repeat("x", page)+`"`))
	t.Cleanup(server.Close)
	return server
}

// send opens a connection and sends the beginning of a request with a body of some
// length.
func send(t *testing.T, server *httptest.Server, length int, body string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

const small = `{"query":"{ __typename }"}`

func TestAnswers_thatNobodyReadsKeepNobodyOut(t *testing.T) {
	t.Parallel()
	server := servePages(t, httpx.Transport{Outgoing: memory.NewBound(4 * page)})
	const query = `{"query":"{ page }"}`
	for range 3 {
		send(t, server, len(query), query)
	}
	requestCase{Status: http.StatusOK}.check(t, do(t, requestCase{Body: small}.request(t, server.URL)))
}

func TestAnswers_thatNobodyReadsAreCutWhenThereAreTooMany(t *testing.T) {
	t.Parallel()
	server := servePages(t, httpx.Transport{Outgoing: memory.NewBound(2*page + 1<<10)})
	const query = `{"query":"{ page }"}`
	first := send(t, server, len(query), query)
	head, err := bufio.NewReader(first).ReadString('\n') // its answer has begun
	if err != nil || !strings.HasPrefix(head, "HTTP/1.1 200") {
		t.Fatal(head, err)
	}
	for range 2 {
		answer := send(t, server, len(query), query)
		if _, err := bufio.NewReader(answer).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if rest, err := io.Copy(io.Discard, first); err == nil && rest >= page {
		t.Errorf("the oldest answer was not cut: %d bytes", rest)
	}
}

func TestRequests_holdNoMemoryThatOnlyIsAnnounced(t *testing.T) { //nolint:paralleltest // it counts what the process holds
	server := servePages(t, httpx.Transport{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 200 {
		send(t, server, 1<<20, "{")
	}
	requestCase{Status: http.StatusOK}.check(t, do(t, requestCase{Body: small}.request(t, server.URL)))
	runtime.GC()
	runtime.ReadMemStats(&after)
	if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > 20<<20 {
		t.Errorf("200 requests of which a byte came hold %d bytes", held)
	}
}

func TestRequests_thatAreNotSentToTheirEndAreCutWhenThereAreTooMany(t *testing.T) {
	t.Parallel()
	server := servePages(t, httpx.Transport{Incoming: memory.NewBound(1 << 20)})
	heads := make(chan string, 2)
	for range 2 {
		conn := send(t, server, 1<<20, "{"+strings.Repeat(" ", 700<<10))
		go func() {
			head, _ := bufio.NewReader(conn).ReadString('\n') // ends when the test does
			heads <- head
		}()
	}
	if head := <-heads; !strings.HasPrefix(head, "HTTP/1.1 408") {
		t.Errorf("one of two requests is answered %q", head)
	}
	requestCase{Status: http.StatusOK}.check(t, do(t, requestCase{Body: small}.request(t, server.URL)))
}
