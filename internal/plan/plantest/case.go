package plantest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
)

// Case is one entry of testdata/compile/*.yml: an operation, and the calls that
// it becomes.
type Case struct {
	Name, Query string
	// Variables are the operation's. A text "global Media 17" becomes the global
	// id of that node, and "global Media 17 from User 1 by tags" the one that it has
	// when it is reached so.
	Variables map[string]any
	// Cursors become variables too, each the cursor of a place on an edge.
	Cursors map[string]Cursor
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
	// Skipped are the fields that are not asked for, each with what is wrong with its
	// arguments and what to do about that; nil for any.
	Skipped []string
}

// Cursor is a place on an edge: where a page starts, how many of its items are skipped, and
// the node that has the edge.
type Cursor struct {
	Scope, Start, Back, ID, Parent string
	Skip, BackSkip                 int
}

// Run compiles the operation, and compares the calls, the bound, the cost and the errors.
func (c Case) Run(t *testing.T) {
	t.Parallel()
	p, mode := c.Compile(t)
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
	if got := skipped(p); c.Skipped != nil && !slices.Equal(got, c.Skipped) {
		t.Errorf("skipped:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.Skipped, "\n"))
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

// Compile returns the plan of the operation, and how its nodes are looked up.
func (c Case) Compile(t *testing.T) (*plan.Plan, dialect.LookupMode) {
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
	return plan.Compile(Mapping(t), d, Operation(t, c.Query, variables)), mode
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

// Load returns the cases of a table in YAML, a list or a map, which must have no members but
// theirs.
func Load[T any](t testing.TB, file string) (cases T) {
	t.Helper()
	text, err := os.ReadFile(file) //nolint:gosec // a table of the tests
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return cases
}

// RunTables runs the cases of tables in plan/testdata/compile, which is at a path from the
// test's package; of all tables if none is named.
func RunTables(t *testing.T, folder string, names ...string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases:", err)
	}
	for _, file := range files {
		table := strings.TrimSuffix(filepath.Base(file), ".yml")
		if len(names) > 0 && !slices.Contains(names, table) {
			continue
		}
		for _, c := range Load[[]Case](t, file) {
			t.Run(table+"/"+c.Name, c.Run)
		}
	}
}

// skipped returns the fields that a plan leaves out for their arguments, and why.
func skipped(p *plan.Plan) (all []string) {
	for _, s := range p.Skipped {
		why := s.Field.Coordinate() + ": " + s.Err.Error()
		if hinted, ok := s.Err.(interface{ Hint() string }); ok {
			why += ". " + hinted.Hint()
		}
		all = append(all, why)
	}
	return all
}
