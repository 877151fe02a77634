package localgraph_test

import (
	"fmt"
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
)

// scenario is a row of calls of a local graph that it has for itself.
type scenario struct {
	Name  string
	Steps []step
}

// step is one call, with the token that As names, after a Wait. What comes back is kept
// under the names of Keep: an answer's path each. Limit, unless nil, sets the quota for
// publishing first; Fault switches on one fault, and "" all off.
type step struct {
	conformance.Case `yaml:",inline"`

	As    string
	Wait  time.Duration
	Keep  map[string]string
	Limit *int64
	Fault map[string]string
}

func scenarios(t *testing.T, pattern string) (all []scenario) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var here []scenario
		if err := yaml.UnmarshalWithOptions(text, &here, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for i := range here {
			here[i].Name = strings.TrimSuffix(filepath.Base(path), ".yml") + "/" + here[i].Name
		}
		all = append(all, here...)
	}
	return all
}

func TestServer_writesAsEachScenarioSays(t *testing.T) {
	t.Parallel()
	names, err := conformance.LoadNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, sc := range scenarios(t, "testdata/writes/*.yml") {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			c := &clock{now}
			s := open(t, localgraph.Options{Now: c.Now})
			values := conformance.Values{}
			for _, login := range []string{"basic-display", "facebook", "instagram"} {
				maps.Copy(values, names.Demo(login))
			}
			values["ownPicture"], values["ownReel"] = ownPicture, ownReel
			for i, st := range sc.Steps {
				st.Case.Name = fmt.Sprintf("step %d", i+1)
				st.do(t, s, c, values)
			}
		})
	}
}

func (st step) do(t *testing.T, s *localgraph.Server, c *clock, values conformance.Values) {
	t.Helper()
	c.now = c.now.Add(st.Wait)
	if st.Limit != nil {
		if err := s.LimitPublishing(t.Context(), *st.Limit); err != nil {
			t.Fatal(err)
		}
	}
	if st.Fault != nil {
		s.Faults().Clear()
		s.Faults().Add(localgraph.Fault{Kind: localgraph.FaultKind(st.Fault["kind"]), Path: st.Fault["path"], Body: st.Fault["body"]})
	}
	r, err := st.Request(t.Context(), base, values)
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
		t.Errorf("%s (%s%s%s): %s", st.Case.Name, st.Get, st.Post, st.Delete, wrong)
	}
	for name, path := range st.Keep {
		kept := at(decode(t, w.Body.String()), path)
		if kept == nil {
			t.Fatalf("%s: no %s in %s", st.Case.Name, path, w.Body)
		}
		values[name] = fmt.Sprint(kept)
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
