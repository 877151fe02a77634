package graphapi

import (
	"errors"
	"io"
	"net/http"
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
		"a body that breaks off":  {broken, 200, "", ErrNoAnswer},
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
	answer, err := s.Do(t.Context(), batchOf([]Call{{Path: "/1"}, {Path: "/2"}}))
	if err != nil || len(answer.Batch) != 2 || KindOf(answer.BatchError()) != RateLimited {
		t.Errorf("answer = %+v, error = %v", answer, err)
	}
}

func TestBatchOf_isMadeAsEachOfItsCallsAsks(t *testing.T) {
	if b := batchOf([]Call{{Path: "/1", Node: "User", Lifetime: 2}, {Path: "/2", Node: "User", Lifetime: 1}}); b.Node != "User" || b.Lifetime != 1 || b.Anew || !b.Repeatable() {
		t.Errorf("of calls alike: %+v", b)
	}
	if b := batchOf([]Call{{Path: "/1", Node: "User", Anew: true}, {Path: "/2", Node: "Media", Once: true}}); b.Node != "" || !b.Anew || b.Repeatable() {
		t.Errorf("of calls that differ: %+v", b)
	}
}
