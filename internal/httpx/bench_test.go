package httpx_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/httpx"
)

// discard is a ResponseWriter that costs nothing, so that the figure is the
// transport's.
type discard struct {
	header http.Header
	size   int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { d.size = len(p); return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkTransport_page reads a typical request and writes an answer of 8.5
// KB that is ready: gqlgen's share for one field and the transport's.
func BenchmarkTransport_page(b *testing.B) {
	const body = `{"query":"query Feed($n: Long) { page, count(n: $n) }","operationName":"Feed","variables":{"n":25}}`
	server := newServer(httpx.Transport{MaxBody: 1 << 10, WithToken: withToken}, `"`+strings.Repeat("x", 8500)+`"`)
	header := http.Header{
		"Accept":        {"application/graphql-response+json, application/json;q=0.9"},
		"Authorization": {"Bearer IGAAdemo"},
		"Content-Type":  {"application/json"},
	}
	writer := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
		request.Header = header
		server.ServeHTTP(writer, request)
	}
	if writer.size < 8500 {
		b.Fatalf("answered with %d bytes, want the page", writer.size)
	}
}
