package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/cache"
	"github.com/gramql/gramql/internal/viewer"
)

const environmentProxy = "http://proxy.example:3128"

func TestMain(m *testing.M) {
	// Go reads these once in a process, so a single test cannot set them.
	_ = os.Setenv("HTTP_PROXY", environmentProxy)
	_ = os.Setenv("HTTPS_PROXY", environmentProxy)
	goleak.VerifyTestMain(m)
}

const (
	accessToken = "EAAHushHush"
	appSecret   = "HushAppSecret"
)

// upstream answers every request alike and keeps the requests.
type upstream struct {
	mu       sync.Mutex
	requests []*http.Request
	status   int
	answer   string
	err      error
}

func (u *upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.requests = append(u.requests, r)
	if u.err != nil {
		return nil, u.err
	}
	return &http.Response{StatusCode: u.status, Header: http.Header{}, ContentLength: int64(len(u.answer)),
		Body: io.NopCloser(strings.NewReader(u.answer))}, nil
}

func parseURL(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// client returns a client whose chain ends at the upstream and logs to lines.
func client(t testing.TB, u *upstream, secret string, lines io.Writer) *graphapi.Client {
	t.Helper()
	base := parseURL(t, "https://graph.example")
	log := slog.New(slog.NewTextHandler(lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return graphapi.New(New(Chain{Base: base, Version: "v25.0", AppSecret: secret, Log: log, Under: u}))
}

// operation is one that has nothing but a record.
type operation struct{ record *Record }

func (o operation) Record() *Record { return o.record }

// recorded returns the context of an operation with a record.
func recorded(ctx context.Context, record *Record) context.Context {
	return NewContext(ctx, operation{record})
}

func asViewer(ctx context.Context) context.Context { return as(ctx, accessToken) }

func TestChain_sendsTheTokenAsAHeader(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	if _, err := client(t, u, "", io.Discard).Do(asViewer(t.Context()), graphapi.Call{Path: "/me", Fields: "id"}); err != nil {
		t.Fatal(err)
	}
	got := u.requests[0]
	if got.Header.Get("Authorization") != "Bearer "+accessToken || got.URL.String() != "https://graph.example/v25.0/me?fields=id" {
		t.Errorf("request = %s %v", got.URL, got.Header)
	}
}

func TestChain_provesThatTheAppKnowsItsSecret(t *testing.T) {
	// printf EAAHushHush | openssl dgst -sha256 -hmac HushAppSecret
	const proof = "5b1c8a0cd5f4e16801272c395a428c9fa9334b8d79be2b4ac99fbbc0e8d3dbc6"
	for path, want := range map[string]string{"/me": "", "/1": "fields=id&"} {
		u := &upstream{status: 200, answer: `{}`}
		call := graphapi.Call{Path: path}
		if want != "" {
			call.Fields = "id"
		}
		if _, err := client(t, u, appSecret, io.Discard).Do(asViewer(t.Context()), call); err != nil {
			t.Fatal(err)
		}
		if got := u.requests[0].URL.RawQuery; got != want+"appsecret_proof="+proof {
			t.Errorf("query = %s", got)
		}
	}
}

func TestChain_makesNoCallWithoutAToken(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	record := new(Record)
	for name, ctx := range map[string]context.Context{
		"no viewer":   t.Context(),
		"empty token": viewer.NewContext(t.Context(), viewer.Viewer{}),
	} {
		_, err := client(t, u, "", io.Discard).Do(recorded(ctx, record), graphapi.Call{Path: "/me"})
		if !errors.Is(err, graphapi.ErrNoToken) || graphapi.KindOf(err) != graphapi.Unauthenticated {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	if len(u.requests) != 0 || len(record.Calls()) != 0 {
		t.Errorf("made %d calls, recorded %v", len(u.requests), record.Calls())
	}
}

func TestChain_tellsNoSecret(t *testing.T) {
	for name, u := range map[string]*upstream{
		"an answer":    {status: 200, answer: `{"id":"1"}`},
		"a refusal":    {status: 400, answer: `{"error":{"code":190,"message":"Cannot parse ` + accessToken + `"}}`},
		"a page":       {status: 502, answer: `<html>` + accessToken},
		"a lost call":  {err: &url.Error{Op: "Get", URL: "https://graph.example/me?access_token=Hush", Err: errors.New("Bearer " + accessToken)}},
		"a batch of 1": {status: 200, answer: `[{"code":400,"body":"{\"error\":{\"message\":\"` + accessToken + `\"}}"}]`},
	} {
		var told bytes.Buffer
		c, record := client(t, u, appSecret, &told), new(Record)
		ctx := recorded(asViewer(t.Context()), record)
		_, err := c.Do(ctx, graphapi.Call{Path: "/me", Fields: "id"})
		slog.New(slog.NewJSONHandler(&told, nil)).Error("failed", "error", err)
		answers, err := c.Batch(ctx, []graphapi.Call{{Path: "/me", Fields: "id"}})
		for _, answer := range answers {
			err = errors.Join(err, answer.Err)
		}
		slog.New(slog.NewTextHandler(&told, nil)).Error("failed", "error", err)
		if err := json.NewEncoder(&told).Encode(record.Calls()); err != nil {
			t.Fatal(err)
		}
		if got := told.String(); strings.Contains(got, "Hush") || strings.Contains(got, "appsecret_proof") {
			t.Errorf("%s: told %s", name, got)
		}
		if got := told.String(); !strings.Contains(got, `msg="Graph API call" method=GET path=/v25.0/me`) {
			t.Errorf("%s: no line for the call in %s", name, got)
		}
	}
}

func BenchmarkDo(b *testing.B) {
	answer := `{"data":[` + strings.Repeat(`{"id":"17895695668004550","caption":"Hello"},`, 24) + `{"id":"1"}]}`
	header := http.Header{
		"Content-Type":         {"application/json; charset=UTF-8"},
		"Facebook-Api-Version": {"v25.0"},
		"X-App-Usage":          {`{"call_count":3,"total_cputime":0,"total_time":1}`},
		"X-Business-Use-Case-Usage": {`{"17841400000000101":[{"type":"instagram","call_count":2,"total_cputime":1,` +
			`"total_time":1,"estimated_time_to_regain_access":0}]}`},
	}
	chain := Chain{Base: parseURL(b, "https://graph.example"), Version: "v25.0", Under: canned(func() *http.Response {
		return &http.Response{StatusCode: 200, Header: header, ContentLength: -1, Body: io.NopCloser(strings.NewReader(answer))}
	})}
	caching := chain
	caching.Answers = cache.NewMemory(1 << 20)
	call := graphapi.Call{Path: "/me/media", Fields: "id,caption,media_type,media_url,permalink,children{id,media_url},comments.limit(3){id,text}", Lifetime: time.Minute}
	ctx, stop := context.WithTimeout(asViewer(b.Context()), time.Hour)
	defer stop()
	for _, of := range []struct {
		name   string
		chain  Chain
		record func() *Record
	}{
		{"plain", chain, func() *Record { return nil }},
		{"recorded", chain, func() *Record { return new(Record) }},
		{"cached", caching, func() *Record { return new(Record) }},
	} {
		c := graphapi.New(New(of.chain))
		b.Run(of.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Do(recorded(ctx, of.record()), call); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// canned is a round tripper that makes up its answers.
type canned func() *http.Response

func (c canned) RoundTrip(*http.Request) (*http.Response, error) { return c(), nil }
