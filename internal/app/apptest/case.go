package apptest

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// Case is one operation of a YAML file: what is sent, which calls it makes, and what
// comes back. Media:178… stands there for a global id.
type Case struct {
	File      string // the name of its file, without folders
	Name      string
	Token     string // "": the demo token; none: none
	Lookups   string
	Timeout   time.Duration
	RefuseIDs bool `yaml:"refuseIds"` // the local graph answers ?ids= as Meta does since v26.0
	Faults    []fault.Fault
	Operation string
	Variables map[string]any
	// Calls are all calls, in any order. Data is what the answer's data must hold
	// at least, and Counts how many items lists have.
	Calls  []string
	Data   any
	Counts map[string]int
	Errors []WantedError
	// Then are operations with the same token that are answered without an error
	// afterwards, each time.
	Then []string
	// Next are operations with the same token that follow, in their order.
	Next []Case
}

// WantedError is an error that a case expects.
type WantedError struct {
	Path          []any
	Code, Message string // Message is a part of it
	Hint          bool
	Extensions    map[string]any
}

var written = regexp.MustCompile(`\b(User|Media|Comment|Hashtag|Page|UserProfile|Audio):([0-9]+)\b`)

// Cases reads the cases of all files in folders, in the order of the files' names.
func Cases(t testing.TB, folders ...string) []Case {
	t.Helper()
	var files []string
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join(folder, "*.yml"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no operations in %s: %v", folder, err)
		}
		files = append(files, found...)
	}
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	var all []Case
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []Case
		if err := yaml.UnmarshalWithOptions([]byte(WithGlobalIDs(string(text))), &cases, yaml.Strict()); err != nil {
			t.Fatalf("%s: %s", file, err)
		}
		for i := range cases {
			cases[i].File = filepath.Base(file)
		}
		all = append(all, cases...)
	}
	return all
}

// WithGlobalIDs returns a text with global ids in the places of Media:178… and the like.
func WithGlobalIDs(text string) string {
	return written.ReplaceAllStringFunc(text, func(id string) string {
		typeName, graphID, _ := strings.Cut(id, ":")
		return globalid.New(typeName, graphID)
	})
}

// Run sends the operation and holds what comes back to the case.
func (c Case) Run(t *testing.T) {
	t.Helper()
	w := c.start(t)
	token := c.Token
	switch token {
	case "":
		token = localgraph.DemoToken
	case "none":
		token = ""
	}
	c.Answered(t, w, token)
	for _, next := range c.Next {
		next.Faults = c.Faults
		next.Answered(t, w, token)
	}
	if strings.HasPrefix(strings.TrimSpace(c.Operation), "mutation") { // which is not to be done again
		return
	}
	if c.Timeout > 0 { // which would pass again
		return
	}
	for range 2 {
		for _, after := range c.Then {
			w.Ask(token, after, nil)
		}
		w.Do(token, c.Operation, c.Variables)
	}
}

// Answered sends the operation to a program, compares its calls and its answer with the
// case, and returns the answer.
func (c Case) Answered(t *testing.T, w *World, token string) Answer {
	t.Helper()
	got := w.Do(token, c.Operation, c.Variables)
	if len(c.Faults) == 0 && !c.RefuseIDs && !c.withheld() && token != "" {
		c.promised(t, w.settings, token, w.each())
	}
	calls := w.Drain()
	if want := slices.Sorted(slices.Values(c.Calls)); c.Calls != nil && !slices.Equal(calls, want) {
		t.Errorf("calls:\n  %s\nwant:\n  %s", strings.Join(calls, "\n  "), strings.Join(want, "\n  "))
	}
	explained(t, got, calls)
	if c.Data != nil {
		Holds(t, "data", got.Data, AsJSON(c.Data))
	}
	for path, want := range c.Counts {
		var value any = got.Data
		for _, name := range strings.Split(path, ".") {
			value = At(value, name)
		}
		if items, ok := value.([]any); !ok || len(items) != want {
			t.Errorf("%s has %d items, want %d", path, len(items), want)
		}
	}
	c.errors(t, got.Errors)
	return got
}

func (c Case) start(t *testing.T) *World {
	settings := func(s *config.Settings) {
		if c.Lookups != "" {
			var err error
			if s.Lookups, err = dialect.ParseLookupMode(c.Lookups); err != nil {
				t.Fatal(err)
			}
		}
		if c.Timeout > 0 {
			s.RequestTimeout = c.Timeout
		}
	}
	if len(c.Faults) == 0 && !c.RefuseIDs {
		return Start(t, settings)
	}
	return StartFaulty(t, localgraph.Options{Legacy: c.Lookups == dialect.IDs.String() && !c.RefuseIDs}, c.Faults, settings)
}

// errors compares the errors, in any order, each found by its path and message.
func (c Case) errors(t *testing.T, got []Error) {
	if len(got) != len(c.Errors) {
		t.Errorf("%d errors, want %d: %+v", len(got), len(c.Errors), got)
		return
	}
	for _, want := range c.Errors {
		i := slices.IndexFunc(got, func(e Error) bool {
			return reflect.DeepEqual(AsJSON(e.Path), AsJSON(want.Path)) && strings.Contains(e.Message, want.Message)
		})
		if i < 0 {
			t.Errorf("no error %q at %v: %+v", want.Message, want.Path, got)
			continue
		}
		e := got[i]
		if hint, _ := e.Extensions["hint"].(string); e.Extensions["code"] != want.Code || (hint != "") != want.Hint {
			t.Errorf("error at %v is %+v, want %+v", want.Path, e, want)
		}
		for name, value := range want.Extensions {
			Holds(t, name, e.Extensions[name], AsJSON(value))
		}
	}
}

// explained holds the calls of the explain extension to those that arrived.
func explained(t *testing.T, got Answer, calls []string) {
	told := got.Extensions.Explain.Calls
	if len(told) != len(calls) {
		t.Errorf("explain tells of %d calls, but %d came: %s", len(told), len(calls), calls)
	}
	for _, call := range told {
		line := call.Method + " " + call.Path
		if call.Method == http.MethodGet || call.Params != nil {
			query := url.Values{}
			if call.Fields != "" {
				query.Set("fields", call.Fields)
			}
			if len(call.IDs) > 0 {
				query.Set("ids", strings.Join(call.IDs, ","))
			}
			for name, value := range call.Params {
				query.Set(name, value)
			}
			separator := "?"
			if call.Method == http.MethodPost {
				separator = " "
			}
			line = strings.TrimSuffix(line+separator+plain(query), separator)
		}
		if !slices.ContainsFunc(calls, func(came string) bool { return strings.HasPrefix(came, line) }) {
			t.Errorf("explain tells of a call that did not come: %+v", call)
		}
	}
}
