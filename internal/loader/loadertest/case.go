package loadertest

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// Case is an operation of a YAML file, what is wrong with the local graph, and what must
// come of the operation.
type Case struct {
	Name string
	// Login is instagram when it is empty, Lookups what the login type has, and Token that
	// of the login type.
	Login, Lookups, Token string
	// Legacy has the local graph take ?ids=.
	Legacy bool
	Faults []fault.Fault
	// Refused are errors that the local graph refuses calls with, besides the faults.
	Refused []Refusal
	// Altered reports that the faults change values. Where they do not, those that come are
	// those that come without faults.
	Altered bool
	Step    `yaml:",inline"`
	// Next are operations of the same viewer that follow.
	Next []Step
}

// Step is one operation.
type Step struct {
	Query string
	// Variables are the operation's. A text "cursor 17" becomes the cursor of the
	// account's seventeenth media.
	Variables map[string]any
	// Clear ends the faults first.
	Clear bool
	// Calls are those that the operation makes, in the order of their lines, and Found
	// what these found: see found.go.
	Calls, Found string
	// Took is how much that was: see Reading.Took. It is not told where calls that are
	// made side by side count in any order.
	Took string
}

// RunTable runs the cases of a YAML file of the package under test.
func RunTable(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file)) //nolint:gosec // the cases
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, c := range cases {
		t.Run(c.Name, c.run)
	}
}

func (c Case) run(t *testing.T) {
	t.Parallel()
	mode := dialect.Auto
	if c.Lookups != "" {
		var err error
		if mode, err = dialect.ParseLookupMode(c.Lookups); err != nil {
			t.Fatal(err)
		}
	}
	w := Open(t, loginOf(t, c.Login), mode, localgraph.Options{Legacy: c.Legacy})
	w.Token = cmp.Or(c.Token, w.Token)
	for _, step := range append([]Step{c.Step}, c.Next...) {
		w.writeCursors(t, step.Variables)
	}
	truth := w.truth(t, append([]Step{c.Step}, c.Next...))
	faults := c.Faults
	for _, r := range c.Refused {
		faults = append(faults, r.faults(t, w)...)
	}
	w.Graph.Faults().Add(faults...)
	for i, step := range append([]Step{c.Step}, c.Next...) {
		if step.Clear {
			w.Graph.Faults().Clear()
		}
		if step.Query == "" {
			step.Query, step.Variables = c.Query, c.Variables
		}
		found, l := w.Run(t, step.Query, step.Variables)
		calls := w.Calls()
		if len(calls) > l.Bound() {
			t.Errorf("operation %d takes %d calls, and its bound is %d", i+1, len(calls), l.Bound())
		}
		for what, texts := range map[string][2]string{
			"calls": {strings.Join(calls, "\n"), step.Calls},
			"found": {found, step.Found},
			"took":  {l.Took(), step.Took},
		} {
			if got, want := texts[0], strings.TrimSpace(texts[1]); got != want && (want != "" || what != "took") {
				t.Errorf("operation %d: %s:\n%s\nwant:\n%s", i+1, what, got, want)
			}
		}
		for at, got := range l.Values {
			if want, known := truth[at]; known && got != want && !c.Altered {
				t.Errorf("operation %d: %s is %s, and %s without faults", i+1, at, got, want)
			}
		}
	}
}

// truth returns the values that steps read without faults, by loaders that nothing has been
// refused yet.
func (w *World) truth(t *testing.T, steps []Step) map[string]string {
	t.Helper()
	all, used := map[string]string{}, w.Loaders
	w.Loaders = w.newLoaders(used.Lookups)
	for _, step := range steps {
		if step.Query != "" {
			_, l := w.Run(t, step.Query, step.Variables)
			maps.Copy(all, l.Values)
		}
	}
	w.Loaders = used
	w.Calls()
	return all
}

// writeCursors puts cursors of the account's media in their places.
func (w *World) writeCursors(t *testing.T, variables map[string]any) {
	t.Helper()
	for name, value := range variables {
		text, _ := value.(string)
		number, ok := strings.CutPrefix(text, "cursor ")
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(number, 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		variables[name] = w.Media(t, int32(n)).End()
	}
}
