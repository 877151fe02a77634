package localgraph_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

// ownPicture and ownReel are media files of the demo world.
const (
	ownPicture = base + "/media/17895695668004550.jpg"
	ownReel    = base + "/media/17881042411086627.gif"
)

// clock is a time that tests move.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// writable opens a local graph that one test writes to, and its clock.
func writable(t *testing.T) (*localgraph.Server, *clock) {
	t.Helper()
	c := &clock{now}
	return open(t, localgraph.Options{Now: c.Now}), c
}

// send sends a form, and returns the decoded answer.
func send(t *testing.T, s http.Handler, method, path, token string, form ...string) (status int, body any) {
	t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code, decode(t, w.Body.String())
}

// must sends a form that is to succeed, and returns the id that it answers.
func must(t *testing.T, s http.Handler, method, path, token string, form ...string) string {
	t.Helper()
	status, body := send(t, s, method, path, token, form...)
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %v", method, path, status, body)
	}
	id, _ := at(body, "id").(string)
	return id
}

// read asks for a path with a token.
func read(t *testing.T, s http.Handler, path, token string) any {
	t.Helper()
	_, body := send(t, s, http.MethodGet, path, token)
	return body
}

func TestServer_publishesAPicture(t *testing.T) {
	t.Parallel()
	s, _ := writable(t)
	container := must(t, s, http.MethodPost, "/v27.0/me/media", localgraph.DemoToken, "image_url", ownPicture, "caption", "Fresh #dinodata", "alt_text", "A footprint")
	status := read(t, s, "/"+container+"?fields=status_code,status", localgraph.DemoToken)
	if at(status, "status_code") != "FINISHED" {
		t.Fatal(status)
	}
	media := must(t, s, http.MethodPost, "/me/media_publish", localgraph.DemoToken, "creation_id", container)
	first := read(t, s, "/me?fields=media_count,media.limit(1){caption,alt_text,media_type,media_product_type,media_url,like_count,comments_count,shortcode,permalink,timestamp,username}", localgraph.DemoToken)
	row := at(first, "media.data.0")
	for path, want := range map[string]any{
		"id": media, "caption": "Fresh #dinodata", "alt_text": "A footprint", "media_type": "IMAGE", "media_product_type": "FEED", "timestamp": "2026-11-21T12:00:00+0000",
		"username": "metricsaurus",
	} {
		if at(row, path) != want {
			t.Errorf("%s = %v, want %v", path, at(row, path), want)
		}
	}
	if count := at(first, "media_count"); count != json.Number("249") {
		t.Errorf("media_count = %v", count)
	}
	if state := read(t, s, "/"+container+"?fields=status_code", localgraph.DemoToken); at(state, "status_code") != "PUBLISHED" {
		t.Error(state)
	}
}
