package graph

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// page is a proxy's error page in place of every answer.
type page struct{}

func (page) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<html>nginx at 10.0.0.1</html>"))}, nil
}

func TestErrors_tellTheStatusWhereTheGraphAPISaysNothing(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ me { username } }"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer IGAAcanned")
	w := httptest.NewRecorder()
	newHandlerOver(t, page{}, nil).ServeHTTP(w, r)
	if got := w.Body.String(); !strings.Contains(got, "the Graph API answered with HTTP status 502") || strings.Contains(got, "nginx") {
		t.Error(got)
	}
}
