package graph

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/graphapi/quota"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/viewer"
)

// canned answers every call with the same bytes, so that a benchmark measures
// this program alone.
type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json; charset=UTF-8"}, "Facebook-Api-Version": {"v25.0"}},
		Body:          io.NopCloser(bytes.NewReader(c)),
		ContentLength: int64(len(c)),
		Request:       r,
	}, nil
}

// newCannedHandler is the whole GraphQL endpoint over a canned upstream.
func newCannedHandler(tb testing.TB, answer []byte) http.Handler {
	tb.Helper()
	return newCachedHandler(tb, answer, nil)
}

func newCachedHandler(tb testing.TB, answer []byte, answers cache.Store) http.Handler {
	tb.Helper()
	return newHandlerOver(tb, canned(answer), answers)
}

func newHandlerOver(tb testing.TB, upstream http.RoundTripper, answers cache.Store, change ...func(*Options)) http.Handler {
	tb.Helper()
	base, _ := url.Parse("https://graph.instagram.com")
	log := slog.New(slog.DiscardHandler)
	hasher, quotas := viewer.NewHasher("", base, nil), quota.New(quota.Unpaced, time.Now)
	client := graphapi.New(transport.New(transport.Chain{
		Base: base, Version: "v25.0", Log: log, Hasher: hasher, Answers: answers, Quotas: quotas, Under: upstream,
	}))
	o := Options{
		Loaders: &loader.Loaders{Client: client, Models: model.Entities},
		Timeout: time.Minute,
		Log:     log,
		Limits:  documents.Limits{Tokens: 2000, Depth: 20, Fields: 5000, Aliases: 5000, RootFields: 1000, Comparisons: 250_000, Introspection: 2 << 20},
		MaxCost: 100_000, TellCost: true, TellRateLimit: true, MaxErrors: 5, MaxFieldErrors: 50, MaxBody: 256 << 10, Introspection: true, Transcode: true,
		Documents: documents.NewStore(nil, false, 1<<20),
		Hasher:    hasher, Quotas: quotas,
		WithToken: func(ctx context.Context, token string, _ http.Header) (context.Context, error) {
			return viewer.NewContext(ctx, hasher.Viewer(token, dialect.Of(dialect.Instagram))), nil
		},
	}
	for _, change := range change {
		change(&o)
	}
	h, err := NewHandler(o)
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

const feed = `{"query":"query Feed($n: Int) { me { media(first: $n) { nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount } } } }","variables":{"n":25}}`

// BenchmarkFeed is 25 media of 8 fields through the whole server.
func BenchmarkFeed(b *testing.B) { benchmarkFeed(b, nil) }

// BenchmarkFeed_cached is the same from the cache.
func BenchmarkFeed_cached(b *testing.B) { benchmarkFeed(b, cache.NewMemory(1<<20)) }

// BenchmarkFeed_resolved is the same by resolvers, which answer what cannot be answered
// directly.
func BenchmarkFeed_resolved(b *testing.B) {
	benchmarkFeed(b, nil, func(o *Options) { o.Transcode = false })
}

// counted counts the calls that an upstream answers.
type counted struct {
	http.RoundTripper
	calls int
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	c.calls++
	return c.RoundTripper.RoundTrip(r)
}

func benchmarkFeed(b *testing.B, answers cache.Store, change ...func(*Options)) {
	b.Helper()
	answer, err := os.ReadFile("testdata/feed.json")
	if err != nil {
		b.Fatal(err)
	}
	// As long as its media URLs last, it may be kept.
	benchmark(b, feed, bytes.ReplaceAll(answer, []byte("oe=66B0C4D2"), []byte("oe=7FFFFFFF")), answers, change...)
}

// BenchmarkFeed_deep is media of 8 fields, each with 5 children and 5 comments.
func BenchmarkFeed_deep(b *testing.B) {
	for _, n := range []int{25, 100} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			query := fmt.Sprintf(`{"query":"{ me { media(first: %d) { nodes { id caption mediaType mediaUrl permalink timestamp likeCount commentsCount children { nodes { id mediaType mediaUrl } } comments(first: 5) { nodes { id text timestamp } } } } } }"}`, n)
			benchmark(b, query, deep(n), nil)
		})
	}
}

// deep is the answer with so many media.
func deep(n int) []byte {
	list := func(n int, item string) string {
		items := make([]string, n)
		for i := range items {
			items[i] = strings.ReplaceAll(item, "N", strconv.Itoa(100+i))
		}
		return `{"data":[` + strings.Join(items, ",") + `]}`
	}
	child := list(5, `{"id":"179N","media_type":"IMAGE","media_url":"https:\/\/cdn.example\/N.jpg?oe=7FFFFFFF"}`)
	comment := list(5, `{"id":"181N","text":"So good \ud83e\udd96","timestamp":"2026-05-01T10:00:00+0000"}`)
	media := list(n, `{"id":"178N","caption":"Caption N","media_type":"CAROUSEL_ALBUM","media_url":"https:\/\/cdn.example\/N.jpg?oe=7FFFFFFF",`+
		`"permalink":"https:\/\/www.instagram.com\/p\/N\/","timestamp":"2026-05-01T10:00:00+0000","like_count":N,"comments_count":5,"children":`+child+`,"comments":`+comment+`}`)
	return []byte(`{"id":"17","media":` + media + `}`)
}

func benchmark(b *testing.B, query string, answer []byte, answers cache.Store, change ...func(*Options)) {
	b.Helper()
	upstream := &counted{RoundTripper: canned(answer)}
	h := newHandlerOver(b, upstream, answers, change...)
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(query))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer IGAAcanned")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() < 8000 || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
			b.Fatal(w.Code, w.Body)
		}
	}
	if want := b.N; answers == nil && upstream.calls < want || answers != nil && upstream.calls != 1 {
		b.Fatalf("%d upstream calls for %d operations", upstream.calls, want)
	}
}
