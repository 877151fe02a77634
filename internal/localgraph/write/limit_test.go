package write_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/scenario"
)

func TestWriter_takesWhatIsJustWithinEachLimit(t *testing.T) {
	t.Parallel()
	s := scenario.Open(t)
	const post = "/17927651176397409"
	for _, test := range []struct {
		method, path, name, text string
		status                   int
		says                     string
	}{
		{http.MethodPost, post + "/comments", "message", strings.Repeat("é", 2200), http.StatusOK, `{"id":"183`},
		{http.MethodPost, post + "/comments", "message", strings.Repeat("é", 2201), http.StatusBadRequest, "2200 characters"},
		{http.MethodDelete, post, "", "", http.StatusOK, `{"success":true,"deleted_id":"17927651176397409"}`},
	} {
		form := url.Values{test.name: {test.text}, "access_token": {"EAAdemometricsaurus"}}
		r := httptest.NewRequestWithContext(t.Context(), test.method, test.path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) {
			t.Errorf("%s %s: %d %s", test.method, test.path, w.Code, w.Body)
		}
	}
}

func TestWriter_doesNothingByAnotherMethod(t *testing.T) {
	t.Parallel()
	s := scenario.Open(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/me/media?access_token=IGAAdemometricsaurus", nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "method type: put") {
		t.Errorf("PUT: %d %s", w.Code, w.Body)
	}
}
