package graphapi

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// answering returns a server that gives one response.
func answering(t *testing.T, response *http.Response) *Server {
	t.Helper()
	return NewServer(Options{Base: parseURL(t, "http://h"), Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return response, nil
	})})
}

func TestServer_takesForARedirectWhatHasAStatusOfOne(t *testing.T) {
	const body = `{"error":{"code":100,"message":"no"}}`
	for status, redirect := range map[int]bool{200: false, 299: false, 300: true, 302: true, 399: true, 400: false, 500: false} {
		answer, err := answering(t, canned(status, nil, body)).Do(t.Context(), Call{Path: "/me"})
		if errors.Is(err, ErrRedirect) != redirect {
			t.Errorf("status %d: error = %v", status, err)
		}
		if read := string(answer.Body) == body; read == redirect {
			t.Errorf("status %d: the body is read: %v", status, read)
		}
		if refusal, ok := errors.AsType[*Error](err); !redirect && (!ok || refusal.Code != 100 || refusal.Status != status) {
			t.Errorf("status %d: the refusal is %+v", status, err)
		}
	}
}

// closing is a body that counts how often it is closed.
type closing struct {
	io.Reader
	closed int
}

func (c *closing) Close() error {
	c.closed++
	return nil
}

func TestServer_closesEveryBody(t *testing.T) {
	for _, status := range []int{200, 302, 400} {
		body := &closing{Reader: strings.NewReader(`{"id":"1"}`)}
		_, _ = answering(t, &http.Response{StatusCode: status, ContentLength: -1, Body: body}).Do(t.Context(), Call{Path: "/me"})
		if body.closed != 1 {
			t.Errorf("status %d: the body is closed %d times", status, body.closed)
		}
	}
}

func TestKeptAnswer_isJudgedAsItWouldBeFromTheServer(t *testing.T) {
	for body, want := range map[string]error{`{"id":"1"}`: nil, `{"id":`: ErrCut, `null`: ErrNull, `<html>`: ErrNotJSON} {
		answer, err := KeptAnswer(&Call{Path: "/me"}, []byte(body))
		if !errors.Is(err, want) || answer.Status != http.StatusOK || string(answer.Body) != body {
			t.Errorf("%s: %+v, %v", body, answer, err)
		}
	}
	two := Batched([]Call{{Path: "/1"}, {Path: "/2"}})
	answer, err := KeptAnswer(&two, []byte(`[{"code":200,"body":"{}"},{"code":200,"body":"{}"}]`))
	if err != nil || len(answer.Batch) != 2 || len(answer.Errors(nil)) > 0 {
		t.Errorf("a batch is %+v, %v", answer, err)
	}
}
