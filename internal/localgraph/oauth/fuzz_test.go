package oauth_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

// Whatever is sent to the login, it is answered, and no browser leaves this machine.
func FuzzLogin(f *testing.F) {
	for address := range right {
		method, path, _ := strings.Cut(address, " ")
		f.Add(method == http.MethodPost, path, "client_id=demo-app&redirect_uri=http%3A%2F%2F127.0.0.1%2F&response_type=code&scope=user_profile", "action=deny&account=metricsaurus")
	}
	f.Add(true, "/v25.0/dialog/oauth", "client_id=demo-app&redirect_uri=https%3A%2F%2Flocalhost%2F&response_type=token", "action=allow&account=metricsaurus")
	s, err := localgraph.Open(f.Context(), localgraph.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	f.Fuzz(func(t *testing.T, post bool, path, query, form string) {
		method := http.MethodGet
		if post {
			method = http.MethodPost
		}
		r := httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader(form))
		r.URL = &url.URL{Path: path, RawQuery: query}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		if answer.Code != http.StatusFound {
			return
		}
		to, err := url.Parse(answer.Header().Get("Location"))
		if err != nil || !slices.Contains([]string{"127.0.0.1", "localhost", "::1"}, strings.ToLower(to.Hostname())) && !strings.HasPrefix(to.Hostname(), "127.") {
			t.Errorf("sent to %s, %v", to, err)
		}
	})
}
