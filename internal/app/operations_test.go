package app_test

import (
	"encoding/json"
	"fmt"
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
)

// operation is one case of testdata/operations: what is sent, which calls it
// makes, and what comes back. Media:178… stands there for a global id.
type operation struct {
	file      string
	Name      string
	Token     string // "": the demo token; none: none
	Lookups   string
	Timeout   time.Duration
	RefuseIDs bool `yaml:"refuseIds"` // the local graph answers ?ids= as Meta does since v26.0
	Faults    []localgraph.Fault
	Operation string
	Variables map[string]any
	// Calls are all calls, in any order. Data is what the answer's data must hold
	// at least, and Counts how many items lists have.
	Calls  []string
	Data   any
	Counts map[string]int
	Errors []wantedError
	// Then are operations with the same token that are answered without an error
	// afterwards, each time.
	Then []string
}

type wantedError struct {
	Path          []any
	Code, Message string // Message is a part of it
	Hint          bool
	Extensions    map[string]any
}

var written = regexp.MustCompile(`\b(User|Media|Comment|Hashtag|Page|UserProfile|Audio):([0-9]+)\b`)

func TestOperation_isAnsweredAsItsCaseSays(t *testing.T) {
	t.Parallel()
	for _, c := range operations(t) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

// operations reads all cases.
func operations(t *testing.T) []operation {
	t.Helper()
	files, err := filepath.Glob("testdata/operations/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no operations", err)
	}
	var all []operation
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = written.ReplaceAllFunc(text, func(id []byte) []byte {
			typeName, graphID, _ := strings.Cut(string(id), ":")
			return []byte(globalid.New(typeName, graphID))
		})
		var cases []operation
		if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
			t.Fatalf("%s: %s", file, err)
		}
		for i := range cases {
			cases[i].file = filepath.Base(file)
		}
		all = append(all, cases...)
	}
	return all
}

func (c operation) run(t *testing.T) {
	w := c.start(t)
	token := c.Token
	switch token {
	case "":
		token = localgraph.DemoToken
	case "none":
		token = ""
	}
	got := w.do(token, c.Operation, c.Variables)
	if len(c.Faults) == 0 && !c.RefuseIDs && token != "" {
		c.promised(t, w.settings, token, w.each())
	}
	calls := w.drain()
	if want := slices.Sorted(slices.Values(c.Calls)); c.Calls != nil && !slices.Equal(calls, want) {
		t.Errorf("calls:\n  %s\nwant:\n  %s", strings.Join(calls, "\n  "), strings.Join(want, "\n  "))
	}
	explained(t, got, calls)
	if c.Data != nil {
		holds(t, "data", got.Data, decoded(c.Data))
	}
	for path, want := range c.Counts {
		var value any = got.Data
		for _, name := range strings.Split(path, ".") {
			value = at(value, name)
		}
		if items, ok := value.([]any); !ok || len(items) != want {
			t.Errorf("%s has %d items, want %d", path, len(items), want)
		}
	}
	c.errors(t, got.Errors)
	for range 2 {
		for _, after := range c.Then {
			w.ask(token, after, nil)
		}
		w.do(token, c.Operation, c.Variables)
	}
}

func (c operation) start(t *testing.T) *world {
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
		return start(t, settings)
	}
	return startFaulty(t, localgraph.Options{Legacy: c.Lookups == dialect.IDs.String() && !c.RefuseIDs}, c.Faults, settings)
}

// errors compares the errors, in any order, each found by its path and message.
func (c operation) errors(t *testing.T, got []answerError) {
	if len(got) != len(c.Errors) {
		t.Errorf("%d errors, want %d: %+v", len(got), len(c.Errors), got)
		return
	}
	for _, want := range c.Errors {
		i := slices.IndexFunc(got, func(e answerError) bool {
			return reflect.DeepEqual(decoded(e.Path), decoded(want.Path)) && strings.Contains(e.Message, want.Message)
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
			holds(t, name, e.Extensions[name], decoded(value))
		}
	}
}

// explained holds the calls of the explain extension to those that arrived.
func explained(t *testing.T, got answer, calls []string) {
	told := got.Extensions.Explain.Calls
	if len(told) != len(calls) {
		t.Errorf("explain tells of %d calls, but %d came: %s", len(told), len(calls), calls)
	}
	for _, call := range told {
		line := call.Method + " " + call.Path
		if call.Method == http.MethodGet {
			query := url.Values{}
			if call.Fields != "" {
				query.Set("fields", call.Fields)
			}
			if len(call.IDs) > 0 {
				query.Set("ids", strings.Join(call.IDs, ","))
			}
			line = strings.TrimSuffix(line+"?"+plain(query), "?")
		}
		if !slices.ContainsFunc(calls, func(came string) bool { return strings.HasPrefix(came, line) }) {
			t.Errorf("explain tells of a call that did not come: %+v", call)
		}
	}
}

// decoded returns a value as JSON reads it.
func decoded(value any) any {
	text, _ := json.Marshal(value)
	var read any
	_ = json.Unmarshal(text, &read)
	return read
}

// holds compares a value with what it must hold: objects may have more, lists
// may not.
func holds(t *testing.T, path string, got, want any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, want %v", path, got, want)
			return
		}
		for name, value := range want {
			if _, there := object[name]; !there {
				t.Errorf("%s has no %s: %v", path, name, got)
				continue
			}
			holds(t, path+"."+name, object[name], value)
		}
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) != len(want) {
			t.Errorf("%s is %v, want %v", path, got, want)
			return
		}
		for i, value := range want {
			holds(t, fmt.Sprintf("%s[%d]", path, i), items[i], value)
		}
	default:
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
}
