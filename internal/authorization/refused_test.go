package authorization_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"
)

func TestServer_tellsAClientNoMoreThatIsRefusedAgainAndAgain(t *testing.T) {
	t.Parallel()
	const most = 60 // in a minute
	for name, c := range map[string]struct {
		endpoint func(*world) http.HandlerFunc
		form     url.Values
		status   int
	}{
		"a code that is made up":                          {func(w *world) http.HandlerFunc { return w.Token }, forCode("gqc_made_up"), http.StatusBadRequest},
		"a refresh token that is made up":                 {func(w *world) http.HandlerFunc { return w.Token }, forRefresh("gqr_made_up"), http.StatusBadRequest},
		"an app that nobody knows":                        {func(w *world) http.HandlerFunc { return w.Token }, with(forCode("x"), "client_id", "other"), http.StatusUnauthorized},
		"a kind of grant that is none":                    {func(w *world) http.HandlerFunc { return w.Token }, with(forCode("x"), "grant_type", "password"), http.StatusBadRequest},
		"the end of a token, by an app that nobody knows": {func(w *world) http.HandlerFunc { return w.Revoke }, url.Values{"token": {"x"}, "client_id": {"other"}}, http.StatusUnauthorized},
		"the end of nothing":                              {func(w *world) http.HandlerFunc { return w.Revoke }, url.Values{"client_id": {"phone"}}, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			had := w.signedIn()
			endpoint := c.endpoint(w)
			for i := range most {
				if got := w.post(endpoint, c.form); got.status != c.status {
					t.Fatalf("refusal %d: %+v", i, got)
				}
			}
			got := w.post(endpoint, c.form)
			wait, err := strconv.Atoi(got.header.Get("Retry-After"))
			if got.status != http.StatusTooManyRequests || err != nil || wait < 1 || wait > most || got.Error == "" || got.Description == "" {
				t.Errorf("one more: %+v", got)
			}
			if got := w.post(endpoint, c.form, "Client", "another"); got.status != c.status {
				t.Errorf("another client: %+v", got)
			}
			if had = w.post(w.Token, forRefresh(had.Refresh)); had.status != http.StatusOK {
				t.Errorf("a good refresh token: %+v", had)
			}
			w.now = w.now.Add(time.Duration(wait) * time.Second)
			for _, status := range []int{c.status, http.StatusTooManyRequests} {
				if got := w.post(endpoint, c.form); got.status != status {
					t.Errorf("after the wait: %+v, not %d", got, status)
				}
			}
		})
	}
}

func TestServer_countsNoAnswerThatIsGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	had := w.signedIn()
	for i := range 100 {
		if had = w.post(w.Token, forRefresh(had.Refresh)); had.status != http.StatusOK {
			t.Fatalf("refresh %d: %+v", i, had)
		}
		if got := w.post(w.Revoke, url.Values{"token": {"gone"}, "client_id": {"phone"}}); got.status != http.StatusOK {
			t.Fatalf("end %d of a token that is not there: %+v", i, got)
		}
	}
}
