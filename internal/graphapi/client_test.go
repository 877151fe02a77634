package graphapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve returns a client of a server that answers as told.
func serve(t testing.TB, answer http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	network := &http.Transport{}
	t.Cleanup(network.CloseIdleConnections)
	return New(NewServer(Options{Base: parseURL(t, server.URL), Version: "v25.0", Transport: network, Log: slog.New(slog.DiscardHandler)}))
}

func parseURL(t testing.TB, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// roundTrip is a round tripper that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestDo_asksForWhatTheCallSays(t *testing.T) {
	for name, c := range map[string]struct {
		call Call
		want string
	}{
		"the viewer":           {Call{Path: "/me"}, "/v25.0/me"},
		"fields":               {Call{Path: "/me", Fields: "id,media.limit(2){id}"}, "/v25.0/me?fields=id,media.limit(2)%7Bid%7D"},
		"an edge":              {Call{Path: "/17895695668004550/comments", Params: url.Values{"limit": {"5"}}}, "/v25.0/17895695668004550/comments?limit=5"},
		"ids":                  {Call{Path: "/", IDs: []string{"1", "2_3"}, Fields: "id"}, "/v25.0/?fields=id&ids=1,2_3"},
		"params in order":      {Call{Path: "/me", Params: url.Values{"until": {"2"}, "since": {"1"}, "after": {"a=b&c"}}}, "/v25.0/me?after=a%3Db%26c&since=1&until=2"},
		"bytes with a meaning": {Call{Path: "/me", Fields: `a.b("x&y=z+#;%é ')`}, "/v25.0/me?fields=a.b(%22x%26y%3Dz%2B%23%3B%25%C3%A9%20%27)"},
	} {
		t.Run(name, func(t *testing.T) {
			var got, fields string
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got, fields = r.Method+" "+r.RequestURI, r.FormValue("fields")
				_, _ = io.WriteString(w, `{"id":"1"}`)
			})
			answer, err := client.Do(t.Context(), c.call)
			if err != nil {
				t.Fatal(err)
			}
			if got != "GET "+c.want || fields != c.call.Fields {
				t.Errorf("asked for %s with fields %s, want GET %s", got, fields, c.want)
			}
			if answer.Status != 200 || string(answer.Body) != `{"id":"1"}` {
				t.Errorf("answer = %+v", answer)
			}
		})
	}
}

func TestDo_keepsAPathOfTheBaseAndWorksWithoutAVersion(t *testing.T) {
	for base, want := range map[string]string{"http://h": "http://h/me", "http://h/": "http://h/me", "http://h/graph/": "http://h/graph/me"} {
		var got string
		client := New(NewServer(Options{Base: parseURL(t, base), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return nil, io.EOF
		})}))
		_, _ = client.Do(t.Context(), Call{Path: "/me"})
		if got != want {
			t.Errorf("base %s: asked for %s, want %s", base, got, want)
		}
	}
}

func TestDo_makesNoCallThatCouldLeadElsewhere(t *testing.T) {
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Version: "v25.0", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		t.Errorf("asked for %s", r.URL)
		return nil, io.EOF
	})}))
	for _, path := range []string{
		"", "me", "//evil.example/me", "/../me", "/.", "/1/..", "/1//media", "/1/", "/1?fields=id", "/1#x", "/1%2f2",
		"/1\\2", "/1 2", "/1\r\nHost: evil", "/é", "/http://evil.example", "/@evil", "/1\x00",
	} {
		if _, err := client.Do(t.Context(), Call{Path: path}); !errors.Is(err, ErrPath) || KindOf(err) != BadInput {
			t.Errorf("path %q: error = %v", path, err)
		}
	}
	for _, id := range []string{"", "1,2", "1&fields=x", "../1", "1 ", "é", "1\x00"} {
		if _, err := client.Do(t.Context(), Call{Path: "/", IDs: []string{"1", id}}); !errors.Is(err, ErrPath) {
			t.Errorf("id %q: error = %v", id, err)
		}
	}
	if _, err := client.Do(t.Context(), Call{Path: "/me", Params: url.Values{"access_token": {"x"}}}); !errors.Is(err, ErrTokenInParams) {
		t.Errorf("token in the parameters: error = %v", err)
	}
}

func TestDo_tellsApartWhatCanGoWrong(t *testing.T) {
	huge := strings.Repeat("x", MaxAnswer)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   *Failure
		kind   Kind
	}{
		"an answer of known length over the limit": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(huge)+2))
			_, _ = io.WriteString(w, "{"+huge+"}")
		}, ErrTooLarge, Failed},
		"an answer of unknown length over the limit": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "{"+huge+"}")
		}, ErrTooLarge, Failed},
		"a small answer that unpacks to a huge one": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped(t, "{"+huge+"}"))
		}, ErrTooLarge, Failed},
		"an answer that is packed badly": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, `{"id":"1"}`)
		}, ErrNoAnswer, Failed},
		"an answer cut in the middle": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"id":"1"}`)
		}, ErrCut, Failed},
		"a packed answer cut in the middle": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped(t, `{"id":"1"}`)[:20])
		}, ErrCut, Failed},
		"a connection that breaks": {func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, ErrNoAnswer, Failed},
		"a page for people": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
		}, ErrNotJSON, Failed},
		"nothing": {func(http.ResponseWriter, *http.Request) {}, ErrNotJSON, Failed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := serve(t, c.answer).Do(t.Context(), Call{Path: "/me"})
			if !errors.Is(err, c.want) || KindOf(err) != c.kind || Retryable(err) != c.want.Retryable() {
				t.Errorf("error = %v (%v, retryable %t), want %v", err, KindOf(err), Retryable(err), c.want)
			}
		})
	}
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDo_readsAnswersUpToTheLimit(t *testing.T) {
	want := "[" + strings.Repeat(" ", MaxAnswer-2) + "]"
	for _, length := range []string{"", fmt.Sprint(len(want))} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if length != "" {
				w.Header().Set("Content-Length", length)
			}
			_, _ = io.WriteString(w, want)
		})
		if answer, err := client.Do(t.Context(), Call{Path: "/me"}); err != nil || string(answer.Body) != want {
			t.Errorf("length %q: error = %v", length, err)
		}
	}
}

// endless is a body that never ends and counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 8*MaxAnswer {
		return 0, io.EOF
	}
	e.read += len(p)
	return len(p), nil
}

func TestDo_stopsReadingAtTheLimit(t *testing.T) {
	body := new(endless)
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, ContentLength: -1, Body: io.NopCloser(body)}, nil
	})}))
	if _, err := client.Do(t.Context(), Call{Path: "/me"}); !errors.Is(err, ErrTooLarge) || body.read > MaxAnswer+1 {
		t.Errorf("error = %v after %d bytes", err, body.read)
	}
}

func TestDo_givesEachCallerItsOwnBody(t *testing.T) {
	var n atomic.Int32
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"id":"%d"}`, n.Add(1))
		w.(http.Flusher).Flush() // no Content-Length
	})
	first, err1 := client.Do(t.Context(), Call{Path: "/me"})
	second, err2 := client.Do(t.Context(), Call{Path: "/me"})
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if string(first.Body) != `{"id":"1"}` || string(second.Body) != `{"id":"2"}` {
		t.Errorf("bodies = %s, %s", first.Body, second.Body)
	}
}

func TestDo_neverFollowsARedirect(t *testing.T) {
	var hits atomic.Int32
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer canary.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, canary.URL, status) })
		if _, err := client.Do(t.Context(), Call{Path: "/me"}); !errors.Is(err, ErrRedirect) {
			t.Errorf("status %d: error = %v", status, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("the redirect was followed %d times", hits.Load())
	}
}

func TestDo_endsWithItsContext(t *testing.T) {
	client := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })

	late, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if _, err := client.Do(late, Call{Path: "/me"}); !errors.Is(err, ErrTimeout) || KindOf(err) != Timeout || !Retryable(err) {
		t.Errorf("deadline passed: error = %v (%v)", err, KindOf(err))
	}
	gone, leave := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, leave)
	if _, err := client.Do(gone, Call{Path: "/me"}); !errors.Is(err, ErrCanceled) || KindOf(err) != Canceled || Retryable(err) {
		t.Errorf("caller gone: error = %v (%v)", err, KindOf(err))
	}
}

func TestDo_endsWithItsContextInTheMiddleOfAnAnswer(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"data":[`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if _, err := client.Do(ctx, Call{Path: "/me"}); !errors.Is(err, ErrTimeout) {
		t.Errorf("error = %v, want ErrTimeout", err)
	}
}

func TestDo_setsADeadlineWhereThereIsNone(t *testing.T) {
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		deadline, ok := r.Context().Deadline()
		if left := time.Until(deadline); !ok || left > Guard || left < Guard/2 {
			t.Errorf("deadline in %v, %t", left, ok)
		}
		return nil, io.EOF
	})}))
	_, _ = client.Do(context.Background(), Call{Path: "/me"})
}

func TestDo_leavesNoContextBehindAndNoDeadlineChanged(t *testing.T) {
	var made context.Context
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		made = r.Context()
		return canned(200, http.Header{}, `{}`), nil
	})}))
	if _, err := client.Do(context.Background(), Call{Path: "/me"}); err != nil || made.Err() == nil {
		t.Errorf("%v; when the call is over, its context is %v", err, made.Err())
	}
	want := time.Now().Add(time.Hour)
	ctx, stop := context.WithDeadline(t.Context(), want)
	defer stop()
	if _, err := client.Do(ctx, Call{Path: "/me"}); err != nil {
		t.Fatal(err)
	}
	if got, ok := made.Deadline(); !ok || !got.Equal(want) {
		t.Errorf("a deadline at %v became %v", want, got)
	}
}

func TestDo_tellsTheCauseToTheLogAlone(t *testing.T) {
	cause := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("refused https://h/me?access_token=EAAHushHush")}
	client := New(NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, cause
	})}))
	_, err := client.Do(t.Context(), Call{Path: "/me"})
	if !errors.Is(err, ErrNoAnswer) || !Retryable(err) || !errors.Is(err, cause) {
		t.Errorf("error = %v", err)
	}
	if err.Error() != ErrNoAnswer.Error() {
		t.Errorf("Error() = %s", err)
	}
	var lines bytes.Buffer
	slog.New(slog.NewTextHandler(&lines, nil)).Error("call failed", "error", err)
	if got := lines.String(); !strings.Contains(got, "dial tcp: refused") || strings.Contains(got, "Hush") {
		t.Errorf("log = %s", got)
	}
}

func TestDo_warnsOnceOfAnotherVersion(t *testing.T) {
	var lines bytes.Buffer
	version := "v25.0"
	client := New(NewServer(Options{
		Base: parseURL(t, "http://h"), Version: "v25.0", Log: slog.New(slog.NewTextHandler(&lines, nil)),
		Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return canned(200, http.Header{"Facebook-Api-Version": {version}}, `{}`), nil
		}),
	}))
	ask := func() {
		if _, err := client.Do(t.Context(), Call{Path: "/me"}); err != nil {
			t.Fatal(err)
		}
	}
	if ask(); lines.Len() > 0 {
		t.Errorf("warned of the version that was asked for: %s", &lines)
	}
	version = "v21.0"
	ask()
	ask()
	if got := lines.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, "asked=v25.0 served=v21.0") {
		t.Errorf("log = %s", got)
	}
}

func canned(status int, header http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: header, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}
}

func TestKindOf_knowsErrorsThatAreWrappedOrForeign(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Kind
	}{
		{nil, Unknown},
		{errors.New("x"), Unknown},
		{context.Canceled, Canceled},
		{context.DeadlineExceeded, Timeout},
		{fmt.Errorf("page 2: %w", ErrTooLarge), Failed},
		{fmt.Errorf("page 2: %w", &Error{Code: 190}), Unauthenticated},
	} {
		if got := KindOf(c.err); got != c.want {
			t.Errorf("KindOf(%v) = %v, want %v", c.err, got, c.want)
		}
	}
}
