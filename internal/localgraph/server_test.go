package localgraph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/localgraph"
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

func decode(t testing.TB, text string) (body any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		t.Fatalf("%v in the answer %.300s", err, text)
	}
	return body
}

// requestCase is one request with what is to come back. json is matched as a
// part of the answer, body as the whole of it but for the trace id.
type requestCase struct {
	Name            string
	Get, Post       string
	Legacy          bool
	Later           time.Duration // than the tests' now
	Header, Form    map[string]string
	TextIn          string `yaml:"textIn"`
	Status          int
	Headers         map[string]string
	Body, JSON      any
	Text            *string
	Contains        string
	Present, Absent []string
}

func TestServer_answersEachCase(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []requestCase
		if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yml")+"/"+c.Name, func(t *testing.T) {
				s := demo
				if c.Legacy {
					s = legacy
				}
				if c.Later != 0 {
					s = open(t, localgraph.Options{Now: func() time.Time { return now.Add(c.Later) }})
				}
				w := httptest.NewRecorder()
				s.ServeHTTP(w, c.request(t))
				c.check(t, w)
			})
		}
	}
}

func (c requestCase) request(t *testing.T) *http.Request {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, base, strings.NewReader(c.TextIn))
	target := c.Get
	if c.Post != "" {
		target = c.Post
		form := url.Values{}
		for name, value := range c.Form {
			form.Set(name, value)
		}
		r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, base, strings.NewReader(form.Encode()+c.TextIn))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	address, err := url.Parse(base + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(target))
	if err != nil {
		t.Fatal(err)
	}
	r.URL = address
	for name, value := range c.Header {
		r.Header.Set(name, value)
	}
	return r
}

func (c requestCase) check(t *testing.T, w *httptest.ResponseRecorder) {
	text := w.Body.String()
	if status := max(c.Status, http.StatusOK); w.Code != status {
		t.Fatalf("status = %d, want %d: %s", w.Code, status, text)
	}
	for name, value := range c.Headers {
		if got := w.Header().Get(name); got != value {
			t.Errorf("header %s = %q, want %q", name, got, value)
		}
	}
	if c.Text != nil && text != *c.Text {
		t.Errorf("answer = %s\nwant %s", text, *c.Text)
	}
	if !strings.Contains(text, c.Contains) {
		t.Errorf("answer = %s\nwithout %s", text, c.Contains)
	}
	if c.Body == nil && c.JSON == nil && c.Present == nil && c.Absent == nil {
		return
	}
	got := decode(t, text)
	if e, ok := at(got, "error").(map[string]any); ok {
		if e["fbtrace_id"] == nil {
			t.Error("the error has no fbtrace_id")
		}
		delete(e, "fbtrace_id")
	}
	if want := plain(t, c.Body); c.Body != nil && !reflect.DeepEqual(got, want) {
		t.Errorf("answer = %v\nwant %v", got, want)
	}
	if want := plain(t, c.JSON); c.JSON != nil && !holds(got, want) {
		t.Errorf("answer = %v\nwhich does not hold %v", got, want)
	}
	for _, path := range c.Present {
		if at(got, path) == nil {
			t.Errorf("answer has no %s: %s", path, text)
		}
	}
	for _, path := range c.Absent {
		if at(got, path) != nil {
			t.Errorf("answer has %s: %s", path, text)
		}
	}
}

// plain turns what YAML made of a value into what JSON would.
func plain(t *testing.T, value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(text))
}

// holds reports whether got has all that want has; lists must be equally long.
func holds(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		for key, value := range want {
			ok = ok && holds(object[key], value)
		}
		return ok
	case []any:
		list, ok := got.([]any)
		ok = ok && len(list) == len(want)
		for i := range want {
			ok = ok && holds(list[i], want[i])
		}
		return ok
	}
	return reflect.DeepEqual(got, want)
}

// at follows a path of keys and places, "data.0.id"; nil where it ends.
func at(value any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
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
