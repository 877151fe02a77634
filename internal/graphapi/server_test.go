package graphapi

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
)

func TestServer_saysWhatCameInSpiteOfAnError(t *testing.T) {
	used := http.Header{"X-App-Usage": {`{"call_count":28}`}}
	refusal, page := `{"error":{"code":4}}`, `<html>`
	broken := canned(200, used, refusal)
	broken.Body = io.NopCloser(io.MultiReader(strings.NewReader(refusal[:4]), iotest.ErrReader(io.ErrUnexpectedEOF)))
	for name, c := range map[string]struct {
		response *http.Response
		status   int
		body     string
		want     error
	}{
		"a refusal":               {canned(403, used, refusal), 403, refusal, nil},
		"a page for people":       {canned(200, used, page), 200, page, ErrNotJSON},
		"a redirect":              {canned(302, used, page), 302, "", ErrRedirect},
		"a body that breaks off":  {broken, 200, "", ErrCut},
		"a body over the maximum": {canned(200, used, strings.Repeat(" ", MaxAnswer+1)), 200, "", ErrTooLarge},
	} {
		s := NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return c.response, nil
		})})
		answer, err := s.Do(t.Context(), Call{Path: "/me"})
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v", name, err)
		}
		if answer == nil || answer.Status != c.status || string(answer.Body) != c.body || answer.Usage().App.Calls != 28 {
			t.Errorf("%s: answer = %+v", name, answer)
		}
	}
}

func TestServer_judgesEachAnswerOfABatchByItself(t *testing.T) {
	s := NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return canned(200, nil, `[{"code":200,"body":"{}"},{"code":400,"body":"{\"error\":{\"code\":4}}"}]`), nil
	})})
	answer, err := s.Do(t.Context(), Batched([]Call{{Path: "/1"}, {Path: "/2"}}))
	if err != nil || len(answer.Batch) != 2 || KindOf(errors.Join(answer.Errors(nil)...)) != RateLimited {
		t.Errorf("answer = %+v, error = %v", answer, err)
	}
}

func TestBatchOf_isMadeAsEachOfItsCallsAsks(t *testing.T) {
	if b := Batched([]Call{{Path: "/1", Node: "User", Lifetime: 2}, {Path: "/2", Node: "User", Lifetime: 1}}); b.Node != "User" || b.Lifetime != 1 || b.Anew || !b.Repeatable() {
		t.Errorf("of calls alike: %+v", b)
	}
	if b := Batched([]Call{{Path: "/1", Node: "User", Anew: true}, {Path: "/2", Node: "Media", Once: true}}); b.Node != "" || !b.Anew || b.Repeatable() {
		t.Errorf("of calls that differ: %+v", b)
	}
}

func TestServer_hasDefaultsForAllButItsAddress(t *testing.T) {
	var lines bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&lines, nil)))
	defer slog.SetDefault(before)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Facebook-Api-Version", "v21.0")
		_, _ = io.WriteString(w, `{"path":"`+r.URL.Path+`","accept":"`+r.Header.Get("Accept")+`"}`)
	}))
	defer server.Close()
	for version, c := range map[string]struct {
		path   string
		warned bool
	}{"": {"/base/me", false}, "v21.0": {"/base/v21.0/me", false}, "v27.0": {"/base/v27.0/me", true}} {
		lines.Reset()
		s := NewServer(Options{Base: parseURL(t, server.URL+"/base/"), Version: version})
		answer, err := s.Do(t.Context(), Call{Path: "/me"})
		if want := `{"path":"` + c.path + `","accept":"application/json"}`; err != nil || string(answer.Body) != want {
			t.Errorf("%q: %s, %v", version, answer.Body, err)
		}
		if s.Root()+"/me" != c.path {
			t.Errorf("%q: before the paths stands %s", version, s.Root())
		}
		if warned := strings.Contains(lines.String(), "another version"); warned != c.warned {
			t.Errorf("%q: warned: %s", version, &lines)
		}
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestServer_warnsOfNoVersionThatIsNotTold(t *testing.T) {
	var lines bytes.Buffer
	s := NewServer(Options{
		Base: parseURL(t, "http://h"), Version: "v27.0", Log: slog.New(slog.NewTextHandler(&lines, nil)),
		Transport: roundTrip(func(*http.Request) (*http.Response, error) { return canned(200, http.Header{}, `{}`), nil }),
	})
	if _, err := s.Do(t.Context(), Call{Path: "/me"}); err != nil || lines.Len() > 0 {
		t.Errorf("%v, %s", err, &lines)
	}
}

func TestServer_sendsAWriteOnceWhateverComesOfIt(t *testing.T) {
	for want, call := range map[string]Call{
		"POST http://h/1 message=a%20b": {Method: http.MethodPost, Path: "/1", Params: map[string][]string{"message": {"a b"}}},
		"POST http://h/1 fields=id,text&message=a": {
			Method: http.MethodPost, Path: "/1", Fields: "id,text", Params: map[string][]string{"message": {"a"}},
		},
		"POST http://h/1 ":            {Method: http.MethodPost, Path: "/1"},
		"DELETE http://h/1 ":          {Method: http.MethodDelete, Path: "/1"},
		"DELETE http://h/1?media=17 ": {Method: http.MethodDelete, Path: "/1", Params: map[string][]string{"media": {"17"}}},
	} {
		var sent *http.Request
		s := NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = r
			return canned(200, http.Header{}, `{}`), nil
		})})
		if _, err := s.Do(t.Context(), call); err != nil {
			t.Fatal(err)
		}
		body := ""
		if sent.Body != nil {
			text, _ := io.ReadAll(sent.Body)
			body = string(text)
		}
		if got := sent.Method + " " + sent.URL.String() + " " + body; got != want || int(sent.ContentLength) != len(body) {
			t.Errorf("sent %q with %d bytes, want %q", got, sent.ContentLength, want)
		}
		if sent.GetBody != nil || sent.Header.Get("Idempotency-Key") != "" || sent.Header.Get("X-Idempotency-Key") != "" {
			t.Errorf("%s is sent again by net/http", want)
		}
	}
}

func TestServer_sendsWhatABatchCarriesAgainWhereAConnectionWasClosed(t *testing.T) {
	var sent *http.Request
	s := NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = r
		return canned(200, http.Header{}, `[{"code":200,"body":"{}"}]`), nil
	})})
	if _, err := s.Do(t.Context(), Batched([]Call{{Path: "/1"}})); err != nil {
		t.Fatal(err)
	}
	const want = "batch=%5B%7B%22method%22:%22GET%22,%22relative_url%22:%221%22%7D%5D&include_headers=false"
	if sent.URL.String() != "http://h/" || sent.ContentLength != int64(len(want)) || sent.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		t.Errorf("sent to %s: %d bytes of %s", sent.URL, sent.ContentLength, sent.Header.Get("Content-Type"))
	}
	for range 2 {
		body, err := sent.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(body); err != nil || string(text) != want {
			t.Errorf("sent %s, %v", text, err)
		}
	}
	if text, err := io.ReadAll(sent.Body); err != nil || string(text) != want {
		t.Errorf("the first time it sent %s, %v", text, err)
	}
}
