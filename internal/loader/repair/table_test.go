package repair_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// isolationCase is one entry of testdata/*.yml: operations that ask the same server, which
// share what is remembered.
type isolationCase struct {
	Name string
	Runs []run
}

// run is one call, and what became of it. Query, Login, Of, Most and Upstream are as in the
// run before where a run does not say them.
type run struct {
	// Because says what the run shows.
	Because   string
	Login     string
	Query     string
	Variables map[string]any
	// Only is the place of the only edge that the call is made for, and Again are the places
	// of edges that it is made for again.
	Only  string
	Again []string
	// Of is what is called: me, if it is empty in the first run.
	Of string
	// Viewer tells viewers apart.
	Viewer byte
	// Later is for how long the clock is set ahead first.
	Later time.Duration
	// Same reports that the run is part of the operation before; Learn that the call is one
	// of many that may be refused for the same reason.
	Same, Learn bool
	// Most is how many repairs the operation may take; plan.MaxRepairs if it is nil.
	Most     *int
	Upstream *[]rule
	Want     outcome `yaml:",inline"`
}

// outcome is what became of a call.
type outcome struct {
	// Calls are the fields= of all calls, in the order in which they were made.
	Calls []string `yaml:",omitempty"`
	// Answer is what was answered, or else Error is the error.
	Answer string `yaml:",omitempty"`
	Error  string `yaml:",omitempty"`
	// Refused are the errors of what was left out of the answer, and Alone those of what was
	// left to calls of its own, by the places.
	Refused map[string]string `yaml:",omitempty"`
	Alone   map[string]string `yaml:",omitempty"`
	// Repairs is how many repairs the operation has spent so far, and Unforeseen how many
	// calls that were neither planned nor repairs.
	Repairs    int `yaml:",omitempty"`
	Unforeseen int `yaml:",omitempty"`
	// Nodes is how many nodes count as read.
	Nodes int `yaml:",omitempty"`
	// Incomplete reports that it is known of the operation that something was refused.
	Incomplete bool `yaml:",omitempty"`
}

func TestIsolate_repairsAsTheTablesSay(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"isolate", "bisect", "metrics", "lesson", "refusal"} {
		for _, c := range readTable[isolationCase](t, table) {
			t.Run(table+"/"+c.Name, c.run)
		}
	}
}

// readTable reads the cases of a table in testdata.
func readTable[C any](t *testing.T, name string) (cases []C) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return cases
}

func (c isolationCase) run(t *testing.T) {
	t.Parallel()
	b := &bench{now: today}
	for i, r := range c.Runs {
		b.prepare(r)
		if got, want := text(t, b.try(t)), text(t, r.Want); got != want {
			t.Errorf("run %d, %s: got\n%s\nwant\n%s", i+1, r.Because, got, want)
		}
	}
}

// text returns an outcome as the tables have it.
func text(t *testing.T, of any) string {
	t.Helper()
	text, err := yaml.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// today is when cases begin.
var today = plantest.Now

// bench carries out the runs of a case.
type bench struct {
	memory refusals.Memory
	now    time.Time
	last   run
	server *upstream
}

// prepare takes over from the run before what a run does not say.
func (b *bench) prepare(r run) {
	before := b.last
	if r.Query == "" {
		r.Query, r.Variables, r.Only, r.Again = before.Query, before.Variables, before.Only, before.Again
	}
	r.Login, r.Of = first(r.Login, before.Login), first(r.Of, before.Of, "me")
	if r.Upstream == nil {
		r.Upstream = before.Upstream
	}
	if r.Most == nil {
		r.Most = before.Most
	}
	b.last = r
	b.now = b.now.Add(r.Later)
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// begin returns what the last run asks for, and the session of its operation.
func (b *bench) begin(t *testing.T) (*expansion.Expansion, *repair.Session) {
	t.Helper()
	n, d := b.last.expansion(t)
	if !b.last.Same {
		most := plan.MaxRepairs
		if b.last.Most != nil {
			most = *b.last.Most
		}
		now := func() time.Time { return b.now }
		b.server = &upstream{session: repair.NewSession(&b.memory, now, viewer.ID{b.last.Viewer}, d, allowing(1, most))}
	}
	return n, b.server.session
}

// try makes the call of the last run.
func (b *bench) try(t *testing.T) outcome {
	t.Helper()
	n, s := b.begin(t)
	b.server.rules, b.server.refused, b.server.calls = *b.last.Upstream, map[int]int{}, nil
	before := s.Nodes()
	n = s.Adapt(b.last.Of, n)
	answer, err := n, error(nil)
	if !n.Empty() {
		answer, err = b.server.call(n)
	}
	switch {
	case err == nil:
	case b.last.Learn:
		answer, err = repair.Learn(s, b.last.Of, n, nil, err, b.server.call)
	default:
		answer, err = repair.Isolate(s, b.last.Of, n, nil, err, b.server.call)
	}
	got := outcome{
		Calls: b.server.calls, Error: words(err), Repairs: s.Repairs(), Unforeseen: s.Bound() - s.Repairs() - 1,
		Nodes: s.Nodes() - before, Incomplete: s.Refused(),
	}
	if answer != nil {
		got.Answer = answer.String()
		got.Refused, got.Alone = lacking(answer)
	}
	return got
}

// expansion returns what the run asks for: what is wanted of me, or else of the first node
// that is looked up.
func (r run) expansion(t *testing.T) (*expansion.Expansion, *dialect.Dialect) {
	t.Helper()
	p, _ := plantest.Case{Login: r.Login, Query: r.Query, Variables: r.Variables}.Compile(t)
	n := p.Me
	if n == nil {
		n = p.Lookups()[0].Node
	}
	for _, part := range n.Parts() {
		where := part.Place + "." + part.Name
		if slices.Contains(r.Again, where) {
			part.Of.Edge(part.Key).Again = true
		}
		if where == r.Only {
			return expansion.EdgeOnly(part.Of.Type, part.Of.Edge(part.Key)), p.Dialect
		}
	}
	return n, p.Dialect
}

// lacking returns the errors of what an answer lacks, by the places: of what was refused,
// and of what is left to calls of its own.
func lacking(n *expansion.Expansion) (refused, alone map[string]string) {
	refused, alone = map[string]string{}, map[string]string{}
	var walk func(n *expansion.Expansion, place string)
	walk = func(n *expansion.Expansion, place string) {
		for key, err := range n.Refused {
			refused[place+"."+key] = words(err)
		}
		for _, o := range n.Objects {
			walk(o.Node, place+"."+o.Name)
		}
		for _, e := range n.Edges {
			if e.RefusedWith != nil {
				alone[place+"."+e.Key] = words(e.RefusedWith)
			}
			for _, r := range e.Refused {
				refused[place+"."+e.Key+" "+strings.Join(r.Metrics, ",")] = words(r.Cause)
			}
			walk(e.Node, place+"."+e.Name)
		}
	}
	walk(n, n.Type.Name)
	return refused, alone
}

// words returns what an error says, in the words of the tables.
func words(err error) string {
	if err == nil {
		return ""
	}
	if errors.Is(err, repair.ErrLeftOut) {
		return "left out"
	}
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok {
		return refusal.Message
	}
	return err.Error()
}
