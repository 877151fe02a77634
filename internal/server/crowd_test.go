package server_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/server"
)

// serveLimited serves two connections at once.
func serveLimited(t *testing.T) (addr string) {
	t.Helper()
	health := &server.Health{}
	s := server.New(health, slog.New(slog.DiscardHandler))
	l, err := s.Listen(t.Context(), "public", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Handle(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "served") }))
	crowded := http.NewServeMux()
	health.Register(crowded, "")
	crowded.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "crowded", http.StatusServiceUnavailable) })
	l.Limit(2, crowded)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return strings.TrimPrefix(l.URL(), "http://")
}

// keep opens a connection and asks once, so that it is accepted.
func keep(t *testing.T, addr, path string) (conn net.Conn, status int, body string) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	status, body = askOn(t, conn, path)
	return conn, status, body
}

func askOn(t *testing.T, conn net.Conn, path string) (status int, body string) {
	t.Helper()
	if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode, string(text)
}

func TestLimit_answersWhomItDoesNotServeAtOnceAndProbesAsEver(t *testing.T) {
	t.Parallel()
	addr := serveLimited(t)
	first, _, _ := keep(t, addr, "/")
	keep(t, addr, "/")
	for range 3 {
		conn, status, body := keep(t, addr, "/")
		if status != http.StatusServiceUnavailable || body != "crowded\n" {
			t.Errorf("one too many: %d %q", status, body)
		}
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			t.Error("its connection stays")
		}
		if _, status, body := keep(t, addr, "/readyz"); status != http.StatusOK || body != "ready\n" {
			t.Errorf("a probe: %d %q", status, body)
		}
	}
	if status, body := askOn(t, first, "/"); status != http.StatusOK || body != "served" {
		t.Errorf("one of those inside: %d %q", status, body)
	}
	_ = first.Close()
	eventually(t, "there is room", func() bool {
		_, status, _ := keep(t, addr, "/")
		return status == http.StatusOK
	})
}

func TestLimit_answersProbesBesideACrowdThatSaysNothing(t *testing.T) {
	t.Parallel()
	addr := serveLimited(t)
	keep(t, addr, "/")
	keep(t, addr, "/")
	for range 300 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
	}
	for range 10 {
		if _, status, body := keep(t, addr, "/readyz"); status != http.StatusOK {
			t.Errorf("a probe: %d %q", status, body)
		}
	}
}
