package repair_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// clock is a memory of refusals, and the time by which it forgets.
type clock struct {
	memory repair.Memory
	time.Time
}

// session returns the session of an operation of a viewer.
func (c *clock) session(v byte) *repair.Session {
	return repair.NewSession(&c.memory, func() time.Time { return c.Time }, viewer.ID{v}, dialect.Of(dialect.Instagram), allowing(1, 1))
}

// edge returns the only edge that media are asked for.
func edge(t *testing.T, selection string) *expansion.Edge {
	t.Helper()
	p, _ := plantest.Case{Query: `{ media(id: "1") { ` + selection + ` } }`}.Compile(t)
	return p.Lookups()[0].Node.Edges[0]
}

// node returns a media with an id.
func node(id string) *entity.Base { return &entity.Base{GraphID: id} }

// behind returns a media behind an edge of another node, or in a field of it.
func behind(id string, from *entity.Base, edge *expansion.Edge, object string) *entity.Base {
	return &entity.Base{GraphID: id, FoundThrough: &entity.FoundThrough{From: from, Edge: edge, Object: object}}
}

var (
	errTooOld   = &graphapi.Error{Code: 100, Subcode: 2108006, Message: "too old"}
	errBad      = &graphapi.Error{Code: 100, Message: "bad parameter"}
	errUnknown  = &graphapi.Error{Code: 100, Subcode: 33, Message: "not there"}
	errPasses   = &graphapi.Error{Code: 2, Message: "unavailable"}
	errNoAnswer = errors.New("no answer")
)

func TestRememberEdge_isKnownOf(t *testing.T) {
	t.Parallel()
	const reach, views = "insights(metrics: [REACH]) { name }", "insights(metrics: [VIEWS]) { name }"
	comments, children := edge(t, "comments(first: 1) { nodes { id } }"), edge(t, "children { nodes { id } }")
	for name, c := range map[string]struct {
		remembered, asked entity.Missing
		err               error
		known             bool
	}{
		"the same node and edge":           {entity.Missing{Node: node("1"), Edge: edge(t, reach)}, entity.Missing{Node: node("1"), Edge: edge(t, reach)}, errBad, true},
		"no other node":                    {entity.Missing{Node: node("1"), Edge: edge(t, reach)}, entity.Missing{Node: node("2"), Edge: edge(t, reach)}, errBad, false},
		"no other edge":                    {entity.Missing{Node: node("1"), Edge: comments}, entity.Missing{Node: node("1"), Edge: children}, errBad, false},
		"no other metrics":                 {entity.Missing{Node: node("1"), Edge: edge(t, reach)}, entity.Missing{Node: node("1"), Edge: edge(t, views)}, errBad, false},
		"all metrics of what is too old":   {entity.Missing{Node: node("1"), Edge: edge(t, reach)}, entity.Missing{Node: node("1"), Edge: edge(t, views)}, errTooOld, true},
		"an edge that was not found":       {entity.Missing{Node: node("1"), Edge: comments}, entity.Missing{Node: node("1"), Edge: comments}, errUnknown, true},
		"nothing that may pass":            {entity.Missing{Node: node("1"), Edge: comments}, entity.Missing{Node: node("1"), Edge: comments}, errPasses, false},
		"nothing that no one answered":     {entity.Missing{Node: node("1"), Edge: comments}, entity.Missing{Node: node("1"), Edge: comments}, errNoAnswer, false},
		"nothing that was answered":        {entity.Missing{Node: node("1"), Edge: comments}, entity.Missing{Node: node("1"), Edge: comments}, nil, false},
		"a node on the same way":           {entity.Missing{Node: behind("", node("1"), children, ""), Edge: comments}, entity.Missing{Node: behind("", node("1"), children, ""), Edge: comments}, errBad, true},
		"no node from elsewhere":           {entity.Missing{Node: behind("", node("1"), children, ""), Edge: comments}, entity.Missing{Node: behind("", node("2"), children, ""), Edge: comments}, errBad, false},
		"no node through another edge":     {entity.Missing{Node: behind("", node("1"), children, ""), Edge: comments}, entity.Missing{Node: behind("", node("1"), comments, ""), Edge: comments}, errBad, false},
		"no node in another field":         {entity.Missing{Node: behind("", node("1"), nil, "owner"), Edge: comments}, entity.Missing{Node: behind("", node("1"), nil, "from"), Edge: comments}, errBad, false},
		"no node with another id":          {entity.Missing{Node: behind("3", node("1"), nil, "owner"), Edge: comments}, entity.Missing{Node: behind("4", node("1"), nil, "owner"), Edge: comments}, errBad, false},
		"no node a step further":           {entity.Missing{Node: behind("", behind("", node("1"), nil, "owner"), children, ""), Edge: comments}, entity.Missing{Node: behind("", node("1"), children, ""), Edge: comments}, errBad, false},
		"no node whose words run together": {entity.Missing{Node: behind("a", node("1"), nil, "bc"), Edge: comments}, entity.Missing{Node: behind("ab", node("1"), nil, "c"), Edge: comments}, errBad, false},
	} {
		var at clock
		at.Time = today
		at.session(1).RememberEdge(c.remembered, c.err)
		switch err := at.session(1).RefusedEdge(c.asked); {
		case c.known && !errors.Is(err, c.err):
			t.Errorf("%s: %v", name, err)
		case !c.known && err != nil:
			t.Errorf("%s: it is refused with %v", name, err)
		}
		if err := at.session(2).RefusedEdge(c.asked); err != nil {
			t.Errorf("%s: another viewer is refused it with %v", name, err)
		}
	}
}

func TestMemory_holdsRefusalsFiveMinutesAndAbsencesOne(t *testing.T) {
	t.Parallel()
	comments := edge(t, "comments(first: 1) { nodes { id } }")
	for err, holds := range map[error]time.Duration{errBad: 5 * time.Minute, errUnknown: time.Minute} {
		at := clock{Time: today}
		m := entity.Missing{Node: node("1"), Edge: comments}
		at.session(1).RememberEdge(m, err)
		at.Time = today.Add(holds - 1)
		if at.session(1).RefusedEdge(m) == nil {
			t.Errorf("%v is forgotten before %v have passed", err, holds)
		}
		at.Time = today.Add(holds)
		if at.session(1).RefusedEdge(m) != nil {
			t.Errorf("%v is remembered longer than %v", err, holds)
		}
	}
}

func TestMemory_forgetsWhatAViewerWasRefusedFirst(t *testing.T) {
	t.Parallel()
	const most = 1000
	at := clock{Time: today}
	comments := edge(t, "comments(first: 1) { nodes { id } }")
	numbered := func(i int) entity.Missing { return entity.Missing{Node: node(strconv.Itoa(i)), Edge: comments} }
	at.session(2).RememberEdge(numbered(0), errBad)
	s := at.session(1)
	for i := range most + 1 {
		s.RememberEdge(numbered(i), errBad)
	}
	for i, known := range map[int]bool{0: false, 1: true, most: true} {
		if got := s.RefusedEdge(numbered(i)) != nil; got != known {
			t.Errorf("of %d refusals, number %d is known: %t", most+1, i, got)
		}
	}
	if at.session(2).RefusedEdge(numbered(0)) == nil {
		t.Error("another viewer's refusals had to make room")
	}
}

func TestRememberPart_isKnownOfThePartOfOneNode(t *testing.T) {
	t.Parallel()
	at := clock{Time: today}
	p, _ := plantest.Case{Query: `{ media(id: "1") { caption permalink } }`}.Compile(t)
	parts := p.Lookups()[0].Node.Parts()
	at.session(1).RememberPart("1", parts[0], errBad)
	s := at.session(1)
	if err := s.RefusedPart("1", parts[0]); !errors.Is(err, errBad) {
		t.Errorf("the part is refused with %v", err)
	}
	for what, err := range map[string]error{
		"another part": s.RefusedPart("1", parts[1]), "another node": s.RefusedPart("2", parts[0]), "another viewer": at.session(2).RefusedPart("1", parts[0]),
	} {
		if err != nil {
			t.Errorf("%s is refused it with %v", what, err)
		}
	}
}

func TestRememberAll_isKnownOfAllNodesOnAnEdge(t *testing.T) {
	t.Parallel()
	p, _ := plantest.Case{Query: `{ media(id: "1") { caption permalink } }`}.Compile(t)
	parts := p.Lookups()[0].Node.Parts()
	children, comments := edge(t, "children { nodes { id } }"), edge(t, "comments(first: 1) { nodes { id } }")
	on := func(id, from string, e *expansion.Edge) entity.Missing {
		return entity.Missing{Node: node(id), From: node(from), On: e}
	}
	for err, remembered := range map[error]bool{errBad: true, errUnknown: false, errPasses: false} {
		at := clock{Time: today}
		at.session(1).RememberAll(on("1", "9", children), parts[0], err)
		s := at.session(1)
		for what, c := range map[string]struct {
			on    entity.Missing
			part  expansion.Part
			known bool
		}{
			"the same node":           {on("1", "9", children), parts[0], remembered},
			"another one on the edge": {on("2", "9", children), parts[0], remembered},
			"one on another edge":     {on("1", "9", comments), parts[0], false},
			"one behind another node": {on("1", "8", children), parts[0], false},
			"another part":            {on("1", "9", children), parts[1], false},
		} {
			if got := s.RefusedAll(c.on, c.part) != nil; got != c.known {
				t.Errorf("%v: %s is known to be refused: %t", err, what, got)
			}
		}
		at.Time = today.Add(5 * time.Minute)
		if s.RefusedAll(on("1", "9", children), parts[0]) != nil {
			t.Errorf("%v is remembered for more than five minutes", err)
		}
	}
}

func TestMetricsOnly_isTrueOfOneEdgeWithSeveralMetricsAndNothingElse(t *testing.T) {
	t.Parallel()
	for selection, want := range map[string]string{
		"insights(metrics: [REACH, VIEWS]) { name }":                                     "insights",
		"insights(metrics: [REACH]) { name }":                                            "",
		"comments(first: 2) { nodes { id } }":                                            "",
		"insights(metrics: [REACH, VIEWS]) { name } children { nodes { caption } }":      "",
		"insights(metrics: [REACH, VIEWS]) { name } comments(first: 2) { nodes { id } }": "",
	} {
		p, _ := plantest.Case{Query: `{ media(id: "1") { ` + selection + ` } }`}.Compile(t)
		n := p.Lookups()[0].Node
		alone := &expansion.Expansion{Type: n.Type, Edges: n.Edges}
		if part, only := repair.MetricsOnly(alone); only != (want != "") || part.Name != want {
			t.Errorf("%s: %q, %t", alone, part.Name, only)
		}
		if _, only := repair.MetricsOnly(n); only {
			t.Errorf("%s is more than metrics", n)
		}
	}
}

func TestMarkRefused_isOfTheOperation(t *testing.T) {
	t.Parallel()
	at := clock{Time: today}
	s := at.session(1)
	if s.Refused() {
		t.Error("something is refused at first")
	}
	s.MarkRefused()
	if !s.Refused() || at.session(1).Refused() {
		t.Error("it is not known of the operation, or of another one")
	}
}

func TestErrLeftOut_saysThatItMayBeAskedForAgain(t *testing.T) {
	t.Parallel()
	if err := fmt.Errorf("media: %w", repair.ErrLeftOut); !graphapi.Retryable(err) {
		t.Errorf("%v", err)
	}
}

// allowing returns the budget of a plan that foresees so many calls, and allows for so many
// repairs.
func allowing(planned, most int) *budget.Budget {
	return &budget.Budget{Planned: func(int) int { return planned }, Most: func() int { return most }, MostApart: func() int { return plan.MaxApart }}
}
