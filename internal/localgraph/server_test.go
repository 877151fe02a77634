package localgraph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// demo and legacy are local graphs for all tests that only read.
var demo, legacy *localgraph.Server

func TestMain(m *testing.M) {
	var err error
	if demo, err = localgraph.Open(context.Background(), options(localgraph.Options{})); err != nil {
		panic(err)
	}
	if legacy, err = localgraph.Open(context.Background(), options(localgraph.Options{Legacy: true})); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := errors.Join(demo.Close(), legacy.Close(), goleak.Find()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// now is when the tests happen.
var now = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

const base = "http://graph.test"

// options adds a fixed clock and address.
func options(o localgraph.Options) localgraph.Options {
	o.BaseURL, o.Log = base, slog.New(slog.DiscardHandler)
	if o.Now == nil {
		o.Now = func() time.Time { return now }
	}
	return o
}

// open opens a local graph in memory that only one test uses.
func open(t testing.TB, o localgraph.Options) *localgraph.Server {
	t.Helper()
	s, err := localgraph.Open(t.Context(), options(o))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get asks for a path and returns the decoded answer.
func get(t testing.TB, s http.Handler, path string) (status int, body any) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, decode(t, w.Body.String())
}

// at follows a path of keys and places, "data.0.id"; nil where it ends.
func at(value any, path string) any { return conformance.At(value, path) }

func decode(t testing.TB, text string) (body any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		t.Fatalf("%v in the answer %.300s", err, text)
	}
	return body
}

func TestServer_answersEachCase(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Cases()
	if err != nil || len(cases) == 0 {
		t.Fatal(len(cases), err)
	}
	names, err := conformance.LoadNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Title(), func(t *testing.T) {
			s := demo
			if c.Legacy {
				s = legacy
			}
			if c.Later != 0 {
				s = open(t, localgraph.Options{Now: func() time.Time { return now.Add(c.Later) }})
			}
			r, err := c.Request(t.Context(), base, names.Demo(names.LoginOf(c)))
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			for _, wrong := range c.Check(conformance.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}) {
				t.Error(wrong)
			}
		})
	}
}

func TestServer_refusesABodyAboveTheLimit(t *testing.T) {
	t.Parallel()
	s := demo
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/me", strings.NewReader("fields="+strings.Repeat("a", 1<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status = %d: %s", w.Code, w.Body)
	}
}

func TestServer_keepsItsWorldInAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 2 { // made, then found
		s, err := localgraph.Open(t.Context(), localgraph.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		_, body := get(t, s, "/me?fields=media_count&access_token="+localgraph.DemoToken)
		if got := fmt.Sprint(at(body, "media_count")); got != "248" {
			t.Errorf("media_count = %s, want 248", got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServer_showsEachRequestToOnRequest(t *testing.T) {
	t.Parallel()
	var paths []string
	s := open(t, localgraph.Options{OnRequest: func(r *http.Request) { paths = append(paths, r.URL.Path) }})
	get(t, s, "/v27.0/me?access_token="+localgraph.DemoToken)
	if !reflect.DeepEqual(paths, []string{"/v27.0/me"}) {
		t.Errorf("seen: %v", paths)
	}
}
