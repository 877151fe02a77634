package cdn_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/cdn"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
)

// drawn is the name of a picture that is drawn.
const drawn = "17895695668004550.jpg"

var now = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// ask asks for a file, and returns the answer.
func ask(t *testing.T, method, name, query, etag string) *http.Response {
	t.Helper()
	c := cdn.New(mediafile.Open(t.TempDir(), nil), "", func() time.Time { return now })
	r := httptest.NewRequestWithContext(t.Context(), method, "/media/"+name+query, nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	c.Serve(w, r, name)
	return w.Result()
}

func TestCDN_servesAFileOnce(t *testing.T) {
	t.Parallel()
	first := ask(t, http.MethodGet, drawn, "", "")
	if kept := first.Header.Get("Cache-Control"); first.StatusCode != http.StatusOK || !strings.Contains(kept, "immutable") {
		t.Errorf("status %d, Cache-Control: %s", first.StatusCode, kept)
	}
	for name, c := range map[string]struct {
		method, name, query, etag string
		status                    int
	}{
		"again":                   {http.MethodGet, drawn, "", first.Header.Get("ETag"), http.StatusNotModified},
		"after another one":       {http.MethodGet, drawn, "", `"another"`, http.StatusOK},
		"head":                    {http.MethodHead, drawn, "", "", http.StatusOK},
		"post":                    {http.MethodPost, drawn, "", "", http.StatusMethodNotAllowed},
		"of no known form":        {http.MethodGet, "../secret", "", "", http.StatusNotFound},
		"published, but not kept": {http.MethodGet, "upload-" + strings.Repeat("0", 24) + ".jpg", "", "", http.StatusNotFound},
		"while the link lives":    {http.MethodGet, drawn, oe(now), "", http.StatusOK},
		"after the link's end":    {http.MethodGet, drawn, oe(now.Add(-time.Second)), "", http.StatusForbidden},
		"by a link of no time":    {http.MethodGet, drawn, "?oe=soon", "", http.StatusForbidden},
	} {
		answer := ask(t, c.method, c.name, c.query, c.etag)
		if answer.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, c.status)
		}
		if whole := c.method == http.MethodGet && c.status == http.StatusOK; !whole && c.status < 400 && bodyOf(answer) > 0 {
			t.Errorf("%s: a body", name)
		}
	}
}

// oe is the query of a link that lives until then.
func oe(until time.Time) string { return "?oe=" + strconv.FormatInt(until.Unix(), 16) }

func bodyOf(answer *http.Response) int {
	var some [1]byte
	n, _ := answer.Body.Read(some[:]) // an error is a body's end
	return n
}
