package plan_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

// compileCase is one entry of testdata/compile/*.yml: an operation, and the calls that
// it becomes.
type compileCase struct {
	Name, Query string
	// Variables are the operation's. A text "global Media 17" becomes the global
	// id of that node, and "global Media 17 from User 1 by tags" the one that it has
	// when it is reached so.
	Variables map[string]any
	// Cursors become variables too, each the cursor of a place on an edge.
	Cursors map[string]cursorCase
	// Login is instagram when it is empty, Lookups what the login type has.
	Login, Lookups string
	// Version is the newest when it is empty.
	Version string
	Calls   string
	Bound   int
	// Cost is the estimate, and Most what costs most of it; 0 and empty for any.
	Cost int
	Most plan.Share
	// Refused reports that a field is left out because the login type lacks it.
	Refused bool
	// Errors are those of root fields and ids, in the order asked.
	Errors []string
}

type cursorCase struct {
	Scope, Start, Back, ID, Parent string
	Skip, BackSkip                 int
}

func TestCompile_asksForWhatEachOperationNeeds(t *testing.T) {
	files, err := filepath.Glob("testdata/compile/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases:", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []compileCase
		if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yml")+"/"+c.Name, c.run)
		}
	}
}

func (c compileCase) run(t *testing.T) {
	t.Parallel()
	p, mode := c.compile(t)
	var calls []string
	for _, call := range p.Calls(mode) {
		calls = append(calls, call.String())
	}
	if got, want := strings.Join(calls, "\n"), strings.TrimSpace(c.Calls); got != want {
		t.Errorf("calls:\n%s\nwant:\n%s", got, want)
	}
	if got := p.Bound(mode); got != c.Bound {
		t.Errorf("bound = %d, want %d", got, c.Bound)
	}
	if got, most := p.Cost(mode), p.Dearest(mode); c.Cost != 0 && (got != c.Cost || most != c.Most) {
		t.Errorf("cost = %d, most of it %+v, want %d and %+v", got, most, c.Cost, c.Most)
	}
	if p.Refused != c.Refused {
		t.Errorf("refused = %v, want %v", p.Refused, c.Refused)
	}
	var errs []string
	for _, root := range p.Roots() {
		if root.Err != nil {
			errs = append(errs, root.Err.Error())
		}
		for _, l := range root.Lookups {
			if l.Err != nil {
				errs = append(errs, l.Err.Error())
			}
		}
	}
	if got, want := strings.Join(errs, "\n"), strings.Join(c.Errors, "\n"); got != want {
		t.Errorf("errors:\n%s\nwant:\n%s", got, want)
	}
}

func (c compileCase) compile(t *testing.T) (*plan.Plan, dialect.LookupMode) {
	t.Helper()
	variables := map[string]any{}
	for name, value := range c.Variables {
		variables[name] = withGlobalIDs(value)
	}
	for name, cursor := range c.Cursors {
		variables[name] = paging.Cursor{
			Start: paging.Position(cursor.Start), Skip: cursor.Skip, Back: cursor.Back, BackSkip: cursor.BackSkip, ID: cursor.ID,
			Parent: paging.Mark(cursor.Parent),
		}.Encode(cursor.Scope)
	}
	d := dialectOf(t, c.Login).At(c.Version)
	mode := d.LookupMode
	if c.Lookups != "" {
		var err error
		if mode, err = dialect.ParseLookupMode(c.Lookups); err != nil {
			t.Fatal(err)
		}
	}
	return plan.Compile(plantest.Mapping(t), d, plantest.Operation(t, c.Query, variables)), mode
}

func dialectOf(t testing.TB, name string) *dialect.Dialect {
	t.Helper()
	if name == "" {
		return dialect.Of(dialect.Instagram)
	}
	login, err := dialect.ParseLogin(name)
	if err != nil {
		t.Fatal(err)
	}
	return dialect.Of(login)
}

// withGlobalIDs writes out the global ids in a variable.
func withGlobalIDs(value any) any {
	switch value := value.(type) {
	case []any:
		ids := make([]any, len(value))
		for i := range value {
			ids[i] = withGlobalIDs(value[i])
		}
		return ids
	case string:
		if words := strings.Fields(value); len(words) > 2 && words[0] == "global" {
			return globalid.ID{Type: words[1], GraphID: words[2], Way: wayOf(words[3:])}.String()
		}
	}
	return value
}

// wayOf reads the words "from User 17 by tags", with several steps after by, or
// without a node for one that begins with the viewer's own account.
func wayOf(words []string) (w globalid.Way) {
	if len(words) > 2 && words[0] == "from" {
		w.Type, w.GraphID, words = words[1], words[2], words[3:]
	}
	if len(words) > 1 {
		for _, word := range words[1:] {
			name, value, _ := strings.Cut(word, "=")
			w.Steps = append(w.Steps, globalid.Step{Name: name, Value: value})
		}
	}
	return w
}

func TestCompile_leavesOutNumbersThatWereTooOldWhenTheOperationStarted(t *testing.T) {
	o := plantest.Operation(t, `{ me { insights(metrics: [REACH], period: DAY, since: "2030-01-01T00:00:00Z") { name } } }`, nil)
	for year, want := range map[int]int{2031: 0, 2033: 1} {
		o.Stats.OperationStart = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		if p := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), o); len(p.Skipped) != want {
			t.Errorf("in %d: %d fields were left out, want %d", year, len(p.Skipped), want)
		}
	}
}

func TestCompile_sharesOutManyIDs(t *testing.T) {
	for _, c := range []struct {
		ids     int
		lookups string
		calls   []int // ids of each call
	}{
		{1, "ids", []int{1}},
		{50, "ids", []int{50}},
		{51, "ids", []int{50, 1}},
		{120, "ids", []int{50, 50, 20}},
		{50, "batch", []int{50}},
		{51, "batch", []int{50, 1}},
		{120, "batch", []int{50, 50, 20}},
		{3, "single", []int{1, 1, 1}},
	} {
		p, mode := compileCase{
			Query:     `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Media { caption } } }`,
			Variables: map[string]any{"ids": mediaIDs(c.ids)}, Lookups: c.lookups,
		}.compile(t)
		calls := p.Calls(mode)
		if len(calls) != len(c.calls) || p.Bound(mode) != len(c.calls) {
			t.Errorf("%d ids by %s: %d calls, at most %d, want %v", c.ids, c.lookups, len(calls), p.Bound(mode), c.calls)
			continue
		}
		for i, call := range calls {
			if got := max(1, len(call.IDs), len(call.Batch)); got != c.calls[i] {
				t.Errorf("%d ids by %s: call %d has %d ids, want %d", c.ids, c.lookups, i, got, c.calls[i])
			}
		}
	}
	for _, n := range []int{50, 51, 120} { // one by one: as many calls as ids
		p, mode := compileCase{
			Query:     `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
			Variables: map[string]any{"ids": mediaIDs(n)},
		}.compile(t)
		if got := len(p.Calls(mode)); got != n || p.Bound(mode) != n {
			t.Errorf("%d ids one by one: %d calls, at most %d", n, got, p.Bound(mode))
		}
	}
}

func mediaIDs(n int) []any {
	ids := make([]any, n)
	for i := range ids {
		ids[i] = globalid.New("Media", strconv.Itoa(17900000000000000+i))
	}
	return ids
}
