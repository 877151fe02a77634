package page_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/page"
)

func TestWrite_showsWhatHappenedAndWhereToGoOn(t *testing.T) {
	t.Parallel()
	shown := page.Page{
		Status: http.StatusForbidden, Title: "No <b>", Advice: "Ask.",
		Links: []page.Link{{Text: "Again", Address: "/login"}, {Text: "Start", Address: "/"}},
	}
	for method, want := range map[string][]string{
		http.MethodGet:  {"<h1>No &lt;b&gt;</h1>", "<p>Ask.</p>", `<p><a href="/login">Again</a> · <a href="/">Start</a></p>`},
		http.MethodHead: nil,
	} {
		w := httptest.NewRecorder()
		page.Write(w, httptest.NewRequestWithContext(t.Context(), method, "/", http.NoBody), shown)
		for _, part := range want {
			if !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: %s is missing in %s", method, part, w.Body)
			}
		}
		if want == nil && w.Body.Len() > 0 {
			t.Errorf("%s: %s", method, w.Body)
		}
		header := w.Result().Header
		if w.Code != shown.Status || header.Get("Cache-Control") != "no-store" || header.Get("Content-Type") != "text/html; charset=utf-8" ||
			!strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || !strings.Contains(header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s: status %d, %v", method, w.Code, header)
		}
	}
	w := httptest.NewRecorder()
	page.Write(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody), page.Page{Status: http.StatusOK})
	if strings.Count(w.Body.String(), "<p>") != 1 {
		t.Errorf("a page without links has %s", w.Body)
	}
}
