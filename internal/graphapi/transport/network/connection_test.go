package network

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// socket counts what is written.
type socket struct {
	net.Conn
	text   bytes.Buffer
	writes int
}

func (s *socket) Write(p []byte) (int, error) {
	s.writes++
	return s.text.Write(p)
}

func TestConnection_writesARequestAtOnce(t *testing.T) {
	for name, c := range map[string]struct{ length, least, most int }{
		"a request without a body":  {0, 1, 1},
		"one with a batch":          {10_000, 1, 1},
		"one of the longest so":     {together, 1, 1},
		"one with an upload":        {10 * together, 2, 1000},
		"one that is one byte more": {together + 1, 2, 9},
	} {
		s := &socket{}
		body := strings.Repeat("x", c.length)
		request := httptest.NewRequest("POST", "http://graph.example/v27.0/?a=b", strings.NewReader(body))
		if c.length == 0 {
			request.Body = nil
		}
		request.Header.Set("Authorization", "Bearer secret")
		if err := newConnection(s, "graph.example").write(request); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s.writes < c.least || s.writes > c.most {
			t.Errorf("%s leaves in %d writes", name, s.writes)
		}
		got, err := http.ReadRequest(bufio.NewReader(&s.text))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(got.Body)
		if err != nil || string(text) != body || got.Host != "graph.example" || got.RequestURI != "/v27.0/?a=b" || got.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("%s arrives as %s %s %v with %d bytes, %v", name, got.Host, got.RequestURI, got.Header, len(text), err)
		}
	}
}

func TestConnection_sendsNothingOfARequestWhoseBodyEndsEarly(t *testing.T) {
	s := &socket{}
	request := httptest.NewRequest("POST", "http://graph.example/", strings.NewReader("cut"))
	request.ContentLength = 4
	if err := newConnection(s, "graph.example").write(request); err == nil || s.writes != 0 {
		t.Errorf("%v after %d writes", err, s.writes)
	}
}
