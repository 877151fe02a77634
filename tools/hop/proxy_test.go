package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestProxy_makesTheCallAndCopiesTheAnswer(t *testing.T) {
	t.Parallel()
	u := startUpstream(t, options{})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := pass(w, r, u.server.Client(), u.server.URL); err != nil {
			t.Error(err)
		}
	}))
	defer front.Close()
	at := &process{host: strings.TrimPrefix(front.URL, "http://")}
	me := row{login: instagram}
	if err := load(t.Context(), at, me, call{"GET", "/v27.0/me?fields=username", ""}, 20, 4); err != nil {
		t.Error(err)
	}
	if made, _ := u.take(); made != 20 {
		t.Errorf("20 requests took %d calls", made)
	}
	batch := call{"POST", "/v27.0/", `batch=[{"method":"GET","relative_url":"me?fields=username"}]&include_headers=false`}
	if err := load(t.Context(), at, row{name: "batch", login: facebook, media: 1}, batch, 1, 1); err == nil || !strings.Contains(err.Error(), "0 media, and 1") {
		t.Errorf("an answer without media is taken for one with media: %v", err)
	}
	if _, last := u.take(); last != batch {
		t.Errorf("the call was %v", last)
	}
}
