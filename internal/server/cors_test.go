package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gramql/gramql/internal/server"
)

func TestCORS_letsInExactlyTheOriginsOfTheSetting(t *testing.T) {
	t.Parallel()
	const good = "https://app.example"
	h := server.CORS([]string{good, "http://127.0.0.1:3000"}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodOptions} {
		for origin, allowed := range map[string]bool{
			good: true, "http://127.0.0.1:3000": true,
			// The same origin, though browsers write it in small letters (RFC 6454, section 4).
			"HTTPS://App.Example": true,
			"null":                false, "http://app.example": false, "https://app.example.evil": false, "https://evilapp.example": false,
			"https://app.example:444": false, "https://sub.app.example": false, "https://APP.example/": false, "http://127.0.0.1:30000": false,
			"https://app.example, https://evil.example": false, "https://app.example\x00.evil.example": false, "https://app.example@evil.example": false,
			"https://evil.example#https://app.example": false, "https://app-example": false, "https://xapp.example": false, "*": false, "file://": false,
		} {
			r := httptest.NewRequestWithContext(t.Context(), method, "/graphql", http.NoBody)
			r.Header.Set("Origin", origin)
			if method == http.MethodOptions {
				r.Header.Set("Access-Control-Request-Method", http.MethodPost)
				r.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
			}
			recorder := httptest.NewRecorder()
			h.ServeHTTP(recorder, r)
			got := recorder.Header().Get("Access-Control-Allow-Origin")
			if (got == origin) != allowed || !allowed && got != "" {
				t.Errorf("%s from %q: allowed origin %q", method, origin, got)
			}
			if recorder.Header().Get("Access-Control-Allow-Credentials") != "" || recorder.Header().Get("Vary") == "" {
				t.Errorf("%s from %q: %v", method, origin, recorder.Header())
			}
		}
	}
}

func TestCORS_withoutOriginsLetsInNone(t *testing.T) {
	t.Parallel()
	h := server.CORS(nil, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", http.NoBody)
	r.Header.Set("Origin", "https://app.example")
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	if got := recorder.Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("allowed origin %q", got)
	}
}
