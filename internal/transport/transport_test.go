package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	accessToken = "EAAHushHush"
	appSecret   = "HushAppSecret"
)

// upstream answers every request alike and keeps the requests.
type upstream struct {
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	status   int
	answer   string
	err      error
}

func (u *upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.requests = append(u.requests, r)
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		u.bodies = append(u.bodies, string(body))
	}
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
	return graphapi.New(graphapi.Options{Base: base, Version: "v25.0", Log: log,
		Transport: New(Chain{Base: base, AppSecret: secret, Log: log, Under: u})})
}

func asViewer(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Token: accessToken, Dialect: dialect.Of(dialect.Facebook)})
}

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
		_, err := client(t, u, "", io.Discard).Do(NewContext(ctx, record), graphapi.Call{Path: "/me"})
		if !errors.Is(err, graphapi.ErrNoToken) || graphapi.KindOf(err) != graphapi.Unauthenticated {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	if len(u.requests) != 0 || len(record.Calls()) != 0 {
		t.Errorf("made %d calls, recorded %v", len(u.requests), record.Calls())
	}
}

func TestToken_goesToNoOtherServer(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	tripper := &token{base: parseURL(t, "https://graph.example"), next: u}
	for _, address := range []string{
		"https://evil.example/me", "http://graph.example/me", "https://graph.example:8443/me", "https://graph.example.evil.example/me",
	} {
		request := httptest.NewRequestWithContext(asViewer(t.Context()), "GET", address, nil)
		response, err := tripper.RoundTrip(request)
		if err == nil {
			_ = response.Body.Close()
		}
		if !errors.Is(err, graphapi.ErrForeignHost) {
			t.Errorf("%s: error = %v", address, err)
		}
	}
	if len(u.requests) != 0 {
		t.Errorf("asked %s", u.requests[0].URL)
	}
}

func TestToken_takesTokensOutOfTheURL(t *testing.T) {
	u := &upstream{status: 200, answer: `{}`}
	tripper := &token{base: parseURL(t, "https://graph.example"), next: u}
	for _, query := range []string{
		"fields=a%2Cb&access_token=Hush&limit=1", "access_token=Hush&fields=a%2Cb&limit=1", "fields=a%2Cb&limit=1&access%5Ftoken=Hush",
		"fields=a%2Cb&limit=1&Access_Token", "fields=a%2Cb&limit=1",
	} {
		request := httptest.NewRequestWithContext(asViewer(t.Context()), "GET", "https://graph.example/me?"+query, nil)
		response, err := tripper.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := u.requests[len(u.requests)-1].URL.RawQuery; got != "fields=a%2Cb&limit=1" {
			t.Errorf("query %s became %s", query, got)
		}
		if request.Header.Get("Authorization") != "" || request.URL.RawQuery != query {
			t.Errorf("the caller's request was changed: %s %v", request.URL, request.Header)
		}
	}
}

func TestRecord_holdsEachCallAsItWasMade(t *testing.T) {
	u := &upstream{status: 200, answer: `{"id":"1"}`}
	c, record := client(t, u, appSecret, io.Discard), new(Record)
	ctx := NewContext(asViewer(t.Context()), record)
	for _, call := range []graphapi.Call{
		{Path: "/me", Fields: "id,media.limit(2){id}"},
		{Path: "/", IDs: []string{"1", "2"}, Fields: "id"},
	} {
		if _, err := c.Do(ctx, call); err != nil {
			t.Fatal(err)
		}
	}
	calls := record.Calls()
	for i := range calls {
		if calls[i].Duration <= 0 {
			t.Errorf("call %d took %v", i, calls[i].Duration)
		}
		calls[i].Duration = 0
	}
	if want := []Call{
		{Method: "GET", Path: "/v25.0/me", Fields: "id,media.limit(2){id}", IDs: []string{}, Status: 200, Cache: "none", Bytes: 10},
		{Method: "GET", Path: "/v25.0/", Fields: "id", IDs: []string{"1", "2"}, Status: 200, Cache: "none", Bytes: 10},
	}; !reflect.DeepEqual(calls, want) {
		t.Errorf("calls = %+v\nwant %+v", calls, want)
	}
}

func TestRecord_holdsTheCallsOfABatch(t *testing.T) {
	for name, c := range map[string]struct {
		calls []graphapi.Call
		want  Call
	}{
		"with the same fields": {
			[]graphapi.Call{{Path: "/1", Fields: "id"}, {Path: "/2/media", Fields: "id"}},
			Call{Fields: "id", IDs: []string{"1", "2"}, Batch: []BatchItem{{"/v25.0/1", "id"}, {"/v25.0/2/media", "id"}}},
		},
		"with several fields": {
			[]graphapi.Call{{Path: "/1", Fields: "id"}, {Path: "/", IDs: []string{"2", "3"}, Fields: "name"}, {Path: "/4", Fields: "id"}},
			Call{IDs: []string{"1", "2", "3", "4"}, Batch: []BatchItem{{"/v25.0/1", "id"}, {"/v25.0/", "name"}, {"/v25.0/4", "id"}}},
		},
	} {
		u := &upstream{status: 200, answer: `[null,null]`}
		record := new(Record)
		if _, err := client(t, u, "", io.Discard).Batch(NewContext(asViewer(t.Context()), record), c.calls); err != nil {
			t.Fatal(err)
		}
		c.want.Method, c.want.Path, c.want.Status, c.want.Cache, c.want.Bytes = "POST", "/v25.0/", 200, "none", 11
		got := record.Calls()[0]
		got.Duration = 0
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: call = %+v\nwant %+v", name, got, c.want)
		}
	}
}

func TestRecord_holdsCallsThatFailed(t *testing.T) {
	record := new(Record)
	ctx := NewContext(asViewer(t.Context()), record)
	_, _ = client(t, &upstream{err: io.ErrUnexpectedEOF}, "", io.Discard).Do(ctx, graphapi.Call{Path: "/me"})
	_, _ = client(t, &upstream{status: 400, answer: `{"error":{"code":190}}`}, "", io.Discard).Do(ctx, graphapi.Call{Path: "/me"})
	calls := record.Calls()
	if len(calls) != 2 || calls[0].Status != 0 || calls[1].Status != 400 || calls[0].Duration <= 0 {
		t.Errorf("calls = %+v", calls)
	}
}

func TestRecord_isWrittenAsTheExplainExtensionShowsIt(t *testing.T) {
	text, err := json.Marshal([]Call{
		{Method: "GET", Path: "/v25.0/me", Fields: "id", IDs: []string{}, Status: 200, Duration: 1_234_567, Cache: "none", Bytes: 10},
		{Method: "POST", Path: "/v25.0/", IDs: []string{"1"}, Cache: "none", Batch: []BatchItem{{"/v25.0/1", "id"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"method":"GET","path":"/v25.0/me","fields":"id","ids":[],"status":200,"cache":"none","bytes":10,"durationMs":1.234},` +
		`{"method":"POST","path":"/v25.0/","fields":"","ids":["1"],"status":0,"cache":"none","bytes":0,"batch":[{"path":"/v25.0/1","fields":"id"}],"durationMs":0}]`
	if string(text) != want {
		t.Errorf("JSON = %s\nwant   %s", text, want)
	}
}

func TestRecord_takesCallsFromManyGoroutines(t *testing.T) {
	c, record := client(t, &upstream{status: 200, answer: `{}`}, "", io.Discard), new(Record)
	ctx := NewContext(asViewer(t.Context()), record)
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, _ = c.Do(ctx, graphapi.Call{Path: "/me"})
			_ = record.Calls()
		})
	}
	wait.Wait()
	if got := len(record.Calls()); got != 20 {
		t.Errorf("%d calls", got)
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
		ctx := NewContext(asViewer(t.Context()), record)
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

func TestNetwork_talksToARealServer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"authorization":"`+r.Header.Get("Authorization")+`","encoding":"`+r.Header.Get("Accept-Encoding")+`"}`)
	}))
	defer server.Close()
	base, under := parseURL(t, server.URL), network()
	defer under.CloseIdleConnections()
	c := graphapi.New(graphapi.Options{Base: base, Transport: New(Chain{Base: base, Under: under})})
	answer, err := c.Do(asViewer(t.Context()), graphapi.Call{Path: "/me"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"authorization":"Bearer ` + accessToken + `","encoding":"gzip"}`; string(answer.Body) != want {
		t.Errorf("answer = %s, want %s", answer.Body, want)
	}
}

func TestNetwork_showsNoPlainCallToAProxy(t *testing.T) {
	if address, err := proxy(httptest.NewRequest("GET", "http://graph.example/me", nil)); address != nil || err != nil {
		t.Errorf("proxy = %v, %v", address, err)
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
	base := parseURL(b, "https://graph.example")
	c := graphapi.New(graphapi.Options{Base: base, Version: "v25.0", Transport: New(Chain{Base: base, Under: canned(func() *http.Response {
		return &http.Response{StatusCode: 200, Header: header, ContentLength: -1, Body: io.NopCloser(strings.NewReader(answer))}
	})})})
	call := graphapi.Call{Path: "/me/media", Fields: "id,caption,media_type,media_url,permalink,children{id,media_url},comments.limit(3){id,text}"}
	ctx, stop := context.WithTimeout(asViewer(b.Context()), time.Hour)
	defer stop()
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Do(ctx, call); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("recorded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := c.Do(NewContext(ctx, new(Record)), call); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// canned is a round tripper that makes up its answers.
type canned func() *http.Response

func (c canned) RoundTrip(*http.Request) (*http.Response, error) { return c(), nil }
