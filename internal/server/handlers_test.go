package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gramql/gramql/internal/server"
)

func TestHealth_isNotReadyBeforeServe(t *testing.T) {
	t.Parallel()
	recorder := httptest.NewRecorder()
	server.NewAdminMux(&server.Health{}, http.NotFoundHandler()).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", http.NoBody))
	if recorder.Code != http.StatusServiceUnavailable || recorder.Body.String() != "starting\n" {
		t.Errorf("readyz = %d %q, want 503 starting", recorder.Code, recorder.Body)
	}
}

func TestSecurityHeaders_areOnEveryAnswerAndAHandlerMayReplaceThem(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
	})
	recorder := httptest.NewRecorder()
	server.SecurityHeaders(page).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	for name, want := range map[string]string{
		"Content-Security-Policy":      "default-src 'self'",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
	} {
		if got := recorder.Header().Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestNewAdminMux_doesNotShowTheCommandLine(t *testing.T) {
	t.Parallel()
	recorder := httptest.NewRecorder()
	server.NewAdminMux(&server.Health{}, http.NotFoundHandler()).ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/debug/pprof/cmdline", http.NoBody))
	if recorder.Code != http.StatusNotFound {
		t.Errorf("cmdline = %d %q, want 404", recorder.Code, recorder.Body)
	}
}
