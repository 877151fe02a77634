package localgraph_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

func fetch(t *testing.T, s http.Handler, method, path string, header map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestMediaFiles_standBehindEachLink(t *testing.T) {
	t.Parallel()
	s := demo
	seen := map[string]int{}
	_, body := get(t, s, "/me/media?fields=media_type,media_url,thumbnail_url&limit=12&access_token="+localgraph.DemoToken)
	_, me := get(t, s, "/me?fields=profile_picture_url&access_token="+localgraph.DemoToken)
	links := []any{at(me, "profile_picture_url")}
	for i := range ids(body) {
		links = append(links, at(body, fmt.Sprintf("data.%d.media_url", i)), at(body, fmt.Sprintf("data.%d.thumbnail_url", i)))
	}
	for _, link := range links {
		if link == nil {
			continue
		}
		path, ok := strings.CutPrefix(link.(string), base)
		if !ok {
			t.Fatalf("link %s leads elsewhere", link)
		}
		w := fetch(t, s, http.MethodGet, path, nil)
		if got := http.DetectContentType(w.Body.Bytes()); w.Code != http.StatusOK || got != w.Header().Get("Content-Type") {
			t.Errorf("%s: status %d, %s", path, w.Code, got)
		}
		seen[w.Header().Get("Content-Type")]++
	}
	if seen["image/jpeg"] == 0 || seen["image/gif"] == 0 {
		t.Errorf("files seen: %v", seen)
	}
}
