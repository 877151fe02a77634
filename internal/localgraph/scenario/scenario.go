// Package scenario is what tests of writes are written with: rows of calls, as YAML,
// of a local graph that each has for itself.
package scenario

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/conformance"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// The graph's address, and media files of the demo world, which scenarios call $picture
// and $video.
const (
	Base    = "http://graph.test"
	Picture = Base + "/media/17895695668004550.jpg"
	Reel    = Base + "/media/17881042411086627.gif"
)

// Now is when scenarios begin.
var Now = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// scenario is one row of calls.
type scenario struct {
	Name  string
	Steps []step
}

// step is one call, with the token that As names, after a Wait. What comes back is kept
// under the names of Keep: an answer's path each. Limit, unless nil, sets the quota for
// publishing first; Fault is the only fault that is on from then on.
type step struct {
	conformance.Case `yaml:",inline"`

	As    string
	Wait  time.Duration
	Keep  map[string]string
	Limit *int64
	Fault map[string]string
}

// Run runs the scenarios of all files of a pattern.
func Run(t *testing.T, pattern string) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	names, err := conformance.LoadNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path) //nolint:gosec // a test's own file
		if err != nil {
			t.Fatal(err)
		}
		var list []scenario
		if err := yaml.UnmarshalWithOptions(text, &list, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, sc := range list {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".yml")+"/"+sc.Name, func(t *testing.T) {
				t.Parallel()
				sc.run(t, names)
			})
		}
	}
}

func (sc scenario) run(t *testing.T, names *conformance.Names) {
	t.Helper()
	now := Now
	s := open(t, func() time.Time { return now })
	values := conformance.Values{}
	for _, login := range []string{"basic-display", "facebook", "instagram"} {
		maps.Copy(values, names.Demo(login))
	}
	values["picture"], values["video"] = Picture, Reel
	for i, st := range sc.Steps {
		now = now.Add(st.Wait)
		st.Name = fmt.Sprintf("step %d", i+1)
		st.do(t, s, values)
	}
}

// Open opens a local graph in memory, in which it is Now.
func Open(t *testing.T) *localgraph.Server {
	t.Helper()
	return open(t, func() time.Time { return Now })
}

func open(t *testing.T, now func() time.Time) *localgraph.Server {
	t.Helper()
	s, err := localgraph.Open(t.Context(), localgraph.Options{BaseURL: Base, Now: now, Log: slog.New(slog.DiscardHandler)})
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

func (st step) do(t *testing.T, s *localgraph.Server, values conformance.Values) {
	t.Helper()
	if st.Limit != nil {
		if err := s.LimitPublishing(t.Context(), *st.Limit); err != nil {
			t.Fatal(err)
		}
	}
	if st.Fault != nil {
		s.Faults().Clear()
		s.Faults().Add(fault.Fault{Kind: fault.Kind(st.Fault["kind"]), Path: st.Fault["path"], Body: st.Fault["body"]})
	}
	r, err := st.Request(t.Context(), Base, values)
	if err != nil {
		t.Fatal(err)
	}
	if st.As != "" {
		r.Header.Set("Authorization", "Bearer "+values[st.As])
	}
	st.Body, st.JSON = expanded(st.Body, values), expanded(st.JSON, values)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	for _, wrong := range st.Check(conformance.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}) {
		t.Errorf("%s (%s%s%s): %s", st.Name, st.Get, st.Post, st.Delete, wrong)
	}
	if len(st.Keep) == 0 {
		return
	}
	var answer any
	d := json.NewDecoder(w.Body)
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		t.Fatalf("%s: %v", st.Name, err)
	}
	for name, path := range st.Keep {
		if conformance.At(answer, path) == nil {
			t.Fatalf("%s: no %s in the answer %v", st.Name, path, answer)
		}
		values[name] = fmt.Sprint(conformance.At(answer, path))
	}
}

// expanded replaces the names in all texts of a wanted answer.
func expanded(want any, values conformance.Values) any {
	switch want := want.(type) {
	case string:
		return values.Expand(want)
	case []any:
		for i := range want {
			want[i] = expanded(want[i], values)
		}
	case map[string]any:
		for key := range want {
			want[key] = expanded(want[key], values)
		}
	}
	return want
}
