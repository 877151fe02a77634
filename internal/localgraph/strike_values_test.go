package localgraph_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// faultyAnswer is what comes back while faults are on: by places in the answer,
// as JSON; "none" is for null and for what is not there.
type faultyAnswer struct {
	Name       string
	Faults     []fault.Fault
	Get, Batch string
	Status     int
	Text       string
	Values     map[string]string
}

func TestFaults_changeWhatTheirCaseSays(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/faults/values.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []faultyAnswer
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	s := open(t, localgraph.Options{Legacy: true})
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			s.Faults().Clear()
			s.Faults().Add(c.Faults...)
			c.check(t, s)
		})
	}
}

func (c faultyAnswer) check(t *testing.T, s http.Handler) {
	form := url.Values{"access_token": {"EAAdemometricsaurus"}, "include_headers": {"false"}, "batch": {c.Batch}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if c.Batch == "" {
		r = httptest.NewRequestWithContext(t.Context(), http.MethodGet, strings.NewReplacer("{", "%7B", "}", "%7D").Replace(c.Get)+"&access_token=EAAdemometricsaurus", nil)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != max(c.Status, http.StatusOK) {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if c.Text != "" && w.Body.String() != c.Text {
		t.Errorf("answer = %s\nwant %s", w.Body, c.Text)
	}
	for path, want := range c.Values {
		value := at(decode(t, w.Body.String()), path)
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if value == nil && want == "none" {
			continue
		}
		if string(text) != want {
			t.Errorf("%s = %s, want %s\nin %s", path, text, want, w.Body)
		}
	}
}
