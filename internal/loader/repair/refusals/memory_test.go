package refusals_test

import (
	"errors"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// today is when refusals are remembered.
var today = plantest.Now

// clock is a memory of refusals, and the time by which it forgets.
type clock struct {
	memory refusals.Memory
	time.Time
}

// of returns what a viewer was refused.
func (c *clock) of(v byte) *refusals.Known {
	return c.memory.Of(viewer.ID{v}, func() time.Time { return c.Time })
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
		at.of(1).RememberEdge(c.remembered, c.err)
		switch err := at.of(1).RefusedEdge(c.asked); {
		case c.known && !errors.Is(err, c.err):
			t.Errorf("%s: %v", name, err)
		case !c.known && err != nil:
			t.Errorf("%s: it is refused with %v", name, err)
		}
		if err := at.of(2).RefusedEdge(c.asked); err != nil {
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
		at.of(1).RememberEdge(m, err)
		at.Time = today.Add(holds - 1)
		if at.of(1).RefusedEdge(m) == nil {
			t.Errorf("%v is forgotten before %v have passed", err, holds)
		}
		at.Time = today.Add(holds)
		if at.of(1).RefusedEdge(m) != nil {
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
	at.of(2).RememberEdge(numbered(0), errBad)
	s := at.of(1)
	for i := range most + 1 {
		s.RememberEdge(numbered(i), errBad)
	}
	for i, known := range map[int]bool{0: false, 1: true, most: true} {
		if got := s.RefusedEdge(numbered(i)) != nil; got != known {
			t.Errorf("of %d refusals, number %d is known: %t", most+1, i, got)
		}
	}
	if at.of(2).RefusedEdge(numbered(0)) == nil {
		t.Error("another viewer's refusals had to make room")
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
		at.of(1).RememberAll(on("1", "9", children), parts[0], err)
		s := at.of(1)
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

func TestMemory_forgetsAllOrWhatOneViewerWasRefused(t *testing.T) {
	t.Parallel()
	at := clock{Time: today}
	m := entity.Missing{Node: node("1"), Edge: edge(t, "comments(first: 1) { nodes { id } }")}
	if !at.of(1).None() {
		t.Error("something is remembered at first")
	}
	at.of(1).RememberEdge(m, errBad)
	at.of(2).RememberEdge(m, errBad)
	at.memory.Drop(viewer.ID{1})
	if !at.of(1).None() || at.of(2).None() {
		t.Error("what one viewer was refused is remembered, or of another one forgotten")
	}
	at.memory.Forget()
	if !at.of(2).None() {
		t.Error("something is remembered after all")
	}
}

func TestAround_isKnownOfAPage(t *testing.T) {
	t.Parallel()
	at := clock{Time: today}
	m := entity.Missing{Node: node("1"), Edge: edge(t, "comments(first: 9) { nodes { id } }")}
	other := entity.Missing{Node: node("2"), Edge: m.Edge}
	where := refusals.Around{Runs: []int{4, 0}, Good: 3, Among: 2}
	at.of(1).RememberAround(m, where, errBad)
	at.of(1).RememberImpassable(other, errBad)
	if got := at.of(1).Around(m); !reflect.DeepEqual(got, where) {
		t.Errorf("the page is refused at %+v", got)
	}
	if !reflect.DeepEqual(at.of(1).Around(other), refusals.Around{}) || at.of(1).Impassable(m) || !at.of(1).Impassable(other) {
		t.Error("one page is taken for the other")
	}
}
