package server_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/server"
)

// dial opens a connection to a base URL, which is closed with the test.
func dial(t *testing.T, url string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second)) // of a test that fails
	return conn
}

// exchange sends bytes and returns what comes until the server closes.
func exchange(t *testing.T, url, request string) string {
	t.Helper()
	conn := dial(t, url)
	defer func() { _ = conn.Close() }()
	go func() { _, _ = io.WriteString(conn, request) }()
	answer, err := io.ReadAll(conn) // a reset after the answer is the server's right
	if os.IsTimeout(err) {
		t.Errorf("the connection stays open after %.60q", request)
	}
	return string(answer)
}

func TestServe_refuses(t *testing.T) {
	t.Parallel()
	r := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
	}), time.Second)
	const post = "POST / HTTP/1.1\r\nHost: x\r\n"
	for _, c := range []struct{ name, request, status string }{
		{"a header above its bound", "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 24<<10) + "\r\n\r\n", "431"},
		{"a header of many lines above its bound", "GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X: x\r\n", 5000) + "\r\n", "431"},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: s3cret\r\n\r\n", "405"},
		{"two lengths of one body", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
		{"a length with a sign", post + "Content-Length: +1\r\n\r\na", "400"},
		{"a length below nothing", post + "Content-Length: -1\r\n\r\n", "400"},
		{"a length in two words", post + "Content-Length: 1, 1\r\n\r\na", "400"},
		{"an encoding that nobody knows", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501"},
		{"two encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", "501"},
		{"two encodings in a line", post + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", "501"},
		{"a chunk without a length", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", "400"},
		{"a name before a space", post + "Content-Length : 1\r\n\r\na", "400"},
		{"a name with a line break", post + "X\rY: 1\r\n\r\n", "400"},
		{"a value with a null", post + "X: a\x00b\r\n\r\n", "400"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},
		{"a protocol that nobody speaks", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "505"},
		{"what is no HTTP", "s3cret\r\n\r\n", "400"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answer := exchange(t, r.public, c.request)
			if !strings.HasPrefix(answer, "HTTP/1.1 "+c.status+" ") || strings.Contains(answer, "s3cret") {
				t.Errorf("answer is %q, want status %s", answer, c.status)
			}
		})
	}
}

// net/http goes by the chunks where a length is told too, which is allowed; a
// proxy before it may have gone by the length.
func TestServe_takesNoRequestFromBehindABodyInChunks(t *testing.T) {
	t.Parallel()
	paths := make(chan string, 2)
	r := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { paths <- r.URL.Path }), time.Second)
	answers := exchange(t, r.public, "POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n"+
		"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
	if <-paths; len(paths) > 0 || strings.Count(answers, "HTTP/1.1 ") != 1 {
		t.Errorf("a second request was answered: %q", answers)
	}
}

// impatient gives clients next to no time.
func impatient(s *server.Server) {
	s.HeaderTime, s.ReadTime = 50*time.Millisecond, 100*time.Millisecond
}

func TestServe_cutsWhoeverSendsTooSlowly(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 1)
	r := start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		failed <- err
	}), time.Second, impatient)
	for _, address := range []string{r.public, r.admin} {
		exchange(t, address, "")
		exchange(t, address, "GET / HTTP/1.1\r\nHost: x\r\nX: ")
	}
	exchange(t, r.public, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
	if err := <-failed; !os.IsTimeout(err) {
		t.Errorf("the body ended with %v, want a deadline", err)
	}
}

func TestServe_givesSlowClientsNoMoreThan15Seconds(t *testing.T) {
	t.Parallel()
	if s := server.New(&server.Health{}, nil); s.HeaderTime > 5*time.Second || s.ReadTime > 15*time.Second {
		t.Errorf("a header may take %v, a request %v", s.HeaderTime, s.ReadTime)
	}
}

func TestServe_answersBesidesHundredsOfIdleConnections(t *testing.T) {
	t.Parallel()
	r := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }), time.Second)
	for i := range 500 {
		conn := dial(t, r.public)
		if i%2 == 0 {
			continue // which says nothing at all
		}
		if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
			t.Fatalf("connection %d: %q, %v", i, line, err)
		}
	}
	wantAnswer(t, http.MethodGet, r.public, http.StatusOK, "hello")
	wantAnswer(t, http.MethodGet, r.admin+"/healthz", http.StatusOK, "ok")
}
