package repair_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// clock is a memory of refusals, and the time by which it forgets.
type clock struct {
	memory refusals.Memory
	time.Time
}

// session returns the session of an operation of a viewer.
func (c *clock) session(v byte) *repair.Session {
	return repair.NewSession(&c.memory, func() time.Time { return c.Time }, viewer.ID{v}, dialect.Of(dialect.Instagram), allowing(1, 1))
}

var errBad = &graphapi.Error{Code: 100, Message: "bad parameter"}

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
	return &budget.Budget{Planned: func(int) int { return planned }, Most: func() int { return most }, MostApart: func() int { return 0 }}
}

func TestTrying_isTrueWhileACallShowsWhatWasRefused(t *testing.T) {
	t.Parallel()
	p, _ := plantest.Case{Query: `{ media(id: "1") { caption permalink } }`}.Compile(t)
	n := p.Lookups()[0].Node
	at := clock{Time: today}
	for name, isolate := range map[string]func(s *repair.Session, tried func()){
		"one call": func(s *repair.Session, tried func()) {
			_, _ = repair.Isolate(s, "1", n, 0, errBad, func(*expansion.Expansion) (int, error) { tried(); return 1, nil })
		},
		"several calls": func(s *repair.Session, tried func()) {
			repair.IsolateTogether(s, []repair.Refused{{Of: "1", Node: n, Err: errBad}}, func(map[int]*expansion.Expansion) map[int]repair.Answered[int] {
				tried()
				return nil
			})
		},
	} {
		s, calls := at.session(1), 0
		isolate(s, func() {
			if calls++; !s.Trying() {
				t.Errorf("%s: a call shows nothing", name)
			}
		})
		if calls == 0 || s.Trying() {
			t.Errorf("%s: %d calls were made, and one goes on: %t", name, calls, s.Trying())
		}
	}
}
