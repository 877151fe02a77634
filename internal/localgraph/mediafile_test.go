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

func TestMediaFiles_areFetchedOnce(t *testing.T) {
	t.Parallel()
	s := demo
	const path = "/media/17895695668004550.jpg"
	first := fetch(t, s, http.MethodGet, path, nil)
	if !strings.Contains(first.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("Cache-Control: %s", first.Header().Get("Cache-Control"))
	}
	if again := fetch(t, s, http.MethodGet, path, map[string]string{"If-None-Match": first.Header().Get("ETag")}); again.Code != http.StatusNotModified {
		t.Errorf("status %d", again.Code)
	}
	if head := fetch(t, s, http.MethodHead, path, nil); head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD: status %d, %d bytes", head.Code, head.Body.Len())
	}
	if post := fetch(t, s, http.MethodPost, path, nil); post.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", post.Code)
	}
}
