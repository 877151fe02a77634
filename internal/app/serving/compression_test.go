package serving_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// hundredMedia is a gallery as a page shows it.
const hundredMedia = `{"query":"{ me { media(first: 100) { nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount } } } }"}`

// wire returns how many bytes an answer takes on the wire.
func wire(tb testing.TB, url, coding string) (size int, got string) {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodPost, url, strings.NewReader(hundredMedia))
	if err != nil {
		tb.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	r.Header.Set("Accept-Encoding", coding)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		tb.Fatal(response.StatusCode, err)
	}
	return int(n), response.Header.Get("Content-Encoding")
}

func TestGraphQL_sendsAGalleryPacked(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	plain, coding := wire(t, w.URL, "identity")
	if coding != "" {
		t.Errorf("packed as %s, though nobody asked", coding)
	}
	for _, want := range []string{"gzip", "zstd"} {
		if size, got := wire(t, w.URL, want); got != want || size > plain/3 {
			t.Errorf("%s: %d of %d bytes, packed as %q", want, size, plain, got)
		}
	}
}

// BenchmarkGallery is 100 media from the cache over a socket: what differs is what
// packing takes.
func BenchmarkGallery(b *testing.B) {
	url := apptest.Serve(b, apptest.Settings(b)).GraphQL()
	for _, coding := range []string{"identity", "gzip", "zstd"} {
		b.Run(coding, func(b *testing.B) {
			size, _ := wire(b, url, coding)
			b.ReportAllocs()
			for b.Loop() {
				wire(b, url, coding)
			}
			b.ReportMetric(float64(size), "wireB")
		})
	}
}
