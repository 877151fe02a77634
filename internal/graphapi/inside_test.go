package graphapi

import (
	"net/http"
	"testing"
	"time"
)

func TestErrorsInside_findsThoseOfObjects(t *testing.T) {
	for body, want := range map[string][]int{
		`{"id":"1","media":{"error":{"code":17}}}`:                                      {17},
		`{"a":{"id":"1","error":{"code":190}},"b":[1,{"error":{"code":"4"}}]}`:          {190, 4},
		`{"caption":"\"error\"","words":["error",{"code":17}],"x":{"y":"error"}}`:       nil,
		`{"id":"1","error":null,"x":{"error":false},"y":{"error":[]},"z":{"error":""}}`: nil,
		`{"id":"1","x":{"error":{}},"y":{"error":true},"z":{"error":[7]}}`:              {0, 0, 0},
		`{"id":"1","x":{"error":"Sorry"}}`:                                              {0},
		`{"a":{"error":{"code":10}},"a":{"error":{"code":12}},"b":`:                     {10, 12},
		`{"a":{"error":`: nil,
		`{"errors":[{"code":17}],"text":"error","error_user_msg":"error"}`: nil,
	} {
		found := errorsInside(nil, []byte(body))
		if len(found) != len(want) {
			t.Errorf("%s: found %v", body, found)
			continue
		}
		for i, e := range found {
			if e.Code != want[i] || !e.Beside() {
				t.Errorf("%s: found %+v", body, e)
			}
		}
	}
}

func TestErrorsInside_areToldWithTheWaitThatTheHeaderSays(t *testing.T) {
	body := []byte(`{"id":"1","media":{"error":{"code":17}}}`)
	for after, want := range map[string]time.Duration{"": limited, "90": 90 * time.Second} {
		found := errorsInside(http.Header{"Retry-After": {after}}, body)
		if len(found) != 1 || found[0].RetryAfter != want {
			t.Errorf("after %q: %+v", after, found)
		}
	}
	if e := Inside([]byte(`{"code":17}`)); e.RetryAfter != limited {
		t.Errorf("without a header, to wait %v", e.RetryAfter)
	}
}

func TestAnswer_hasTheErrorsOfItsCallItsBatchAndItsBody(t *testing.T) {
	two := Batched([]Call{{Path: "/1"}, {Path: "/2"}})
	batch, err := KeptAnswer(&two, []byte(`[{"code":400,"body":"{\"error\":{\"code\":10}}"},{"code":200,"body":"{\"x\":{\"error\":{\"code\":17}}}"}]`))
	if err != nil {
		t.Fatal(err)
	}
	single, err := KeptAnswer(&Call{Path: "/1"}, []byte(`{"x":{"error":{"code":4}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		answer *Answer
		failed error
		want   []int
	}{
		"a batch":     {batch, nil, []int{10, 17}},
		"a call":      {single, nil, []int{4}},
		"a failure":   {nil, &Error{Code: 1}, []int{1}},
		"all of them": {single, &Error{Code: 1}, []int{1, 4}},
	} {
		var codes []int
		for _, err := range c.answer.Errors(c.failed) {
			codes = append(codes, err.(*Error).Code) //nolint:errorlint // as it is made
		}
		if len(codes) != len(c.want) {
			t.Errorf("%s: %v", name, codes)
			continue
		}
		for i := range codes {
			if codes[i] != c.want[i] {
				t.Errorf("%s: %v", name, codes)
			}
		}
	}
}
