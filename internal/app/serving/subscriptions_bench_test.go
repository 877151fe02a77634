package serving_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"strings"
	"testing"
)

// BenchmarkSubscriptions_open opens a thousand sockets with a subscription each, and tells
// the memory that one takes: of the whole program, and of the clients, which are no more
// than a connection. 60 kB are allowed.
func BenchmarkSubscriptions_open(b *testing.B) {
	const sockets = 1000
	l := startLive(b)
	address, err := url.Parse(l.URL)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := memory()
		var conns []net.Conn
		for range sockets {
			conns = append(conns, subscribe(b, address))
		}
		each := (memory() - before) / sockets
		b.ReportMetric(float64(each), "B/subscription")
		if each > 60_000 {
			b.Errorf("a subscription takes %d bytes", each)
		}
		for _, conn := range conns {
			_ = conn.Close()
		}
	}
}

// memory returns the bytes that the program holds once garbage is collected.
func memory() int64 {
	for range 3 { // stacks shrink by half each time
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

// subscribe opens a socket, and returns it when the first answer to a subscription has come.
func subscribe(b *testing.B, address *url.URL) net.Conn {
	b.Helper()
	conn, err := new(net.Dialer).DialContext(b.Context(), "tcp", address.Host)
	if err != nil {
		b.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nAuthorization: Bearer IGAAdemometricsaurus\r\n\r\n", address.Path, address.Host)
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(conn)
	for line := "-"; line != "\r\n"; {
		if line, err = lines.ReadString('\n'); err != nil {
			b.Fatal(err)
		}
	}
	for _, say := range []string{`{"type":"connection_init"}`, subscribed("123")} {
		if _, err := conn.Write(frame(say)); err != nil {
			b.Fatal(err)
		}
		head := make([]byte, 2)
		if _, err := lines.Read(head[:1]); err != nil {
			b.Fatal(err)
		}
		size, err := lines.ReadByte()
		if err != nil {
			b.Fatal(err)
		}
		length := int(size)
		if size == 126 {
			var long [2]byte
			_, _ = lines.Read(long[:])
			length = int(binary.BigEndian.Uint16(long[:]))
		}
		text := make([]byte, length)
		if _, err := lines.Read(text); err != nil || strings.Contains(string(text), `"errors"`) {
			b.Fatal(string(text), err)
		}
	}
	return conn
}

// frame is a text as clients send it in one frame.
func frame(text string) []byte {
	f := []byte{0x81}
	if len(text) < 126 {
		f = append(f, 0x80|byte(len(text)))
	} else {
		f = append(f, 0x80|126, byte(len(text)>>8), byte(len(text)))
	}
	return append(append(f, 0, 0, 0, 0), text...) // a mask of zeros changes nothing
}
