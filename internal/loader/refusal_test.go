package loader_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// clock is a time that tests set.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

// refusedWith is the body of an error that names nothing.
func refusedWith(code, subcode int) string {
	return fmt.Sprintf(`{"error":{"message":"x","type":"OAuthException","code":%d,"error_subcode":%d}}`, code, subcode)
}

// What was refused is asked for again when some time has passed, and not before.
func TestRefusal_holdsForAWhile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault fault.Fault
		query string
		holds time.Duration
		known int // calls while the refusal holds
	}{
		{"of a part that a node is refused", fault.Fault{Field: "caption", Body: refusedWith(777, 0)}, `query ($id: ID!) { node(id: $id) { ... on Media { caption commentsCount } } }`, 5 * time.Minute, 1},
		{"of a part that was not found", fault.Fault{Field: "caption", Body: refusedWith(100, 33)}, `query ($id: ID!) { node(id: $id) { ... on Media { caption commentsCount } } }`, time.Minute, 1},
		{"of a whole node", fault.Fault{Path: "/1*", Body: refusedWith(777, 0)}, `query ($id: ID!) { node(id: $id) { ... on Media { caption commentsCount } } }`, 5 * time.Minute, 1},
		{"of a node that was not found", fault.Fault{Path: "/1*", Body: refusedWith(803, 0)}, `query ($id: ID!) { node(id: $id) { ... on Media { caption commentsCount } } }`, time.Minute, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := open(t, dialect.Instagram, dialect.Single, localgraph.Options{})
			at := &clock{time.Now()}
			w.Now = at.now
			id := globalid.New("Media", w.media(t, 1)[0])
			c.fault.Kind = fault.OtherError
			w.Graph.Faults().Add(c.fault)
			ctx := t.Context()
			ask := func() int {
				p, l := w.Load(ctx, t, c.query, map[string]any{"id": id})
				l.LookUp(p.Roots()[0].Lookups...)
				return w.count()
			}
			searched := ask()
			if searched <= c.known {
				t.Fatalf("%d calls for what is not known yet", searched)
			}
			at.Time = at.Add(c.holds - time.Second)
			if n := ask(); n != c.known {
				t.Errorf("%d calls for what is known, want %d", n, c.known)
			}
			at.Time = at.Add(c.holds + time.Second)
			if n := ask(); n != searched {
				t.Errorf("%d calls for what was forgotten, want %d", n, searched)
			}
		})
	}
}

// A refusal that is over is not told any more than it has to be.
func TestRefusal_isForgottenWithItsTime(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Facebook, dialect.Batch, localgraph.Options{})
	at := &clock{time.Now()}
	w.Now = at.now
	media := w.media(t, 2)
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Field: "comments", Node: media[0], Body: refusedWith(24, 0)})
	ctx := t.Context()
	refused := func() (refused [2]bool) {
		_, l := w.Load(ctx, t, `{ me { media(first: 2) { nodes { comments(first: 1) { nodes { text } } } } } }`, nil)
		me, err := l.Me()
		if err != nil {
			t.Fatal(err)
		}
		all := loadertest.Slice(t, l, me, first(2))
		for i := range refused {
			_, err := all.Item(i).(*model.Media).Page(all.Item(i).(*model.Media).Plan.Edges[0].Key)
			refused[i] = err != nil
		}
		return refused
	}
	if got := refused(); got != [2]bool{true, false} {
		t.Fatalf("refused: %v", got)
	}
	w.Graph.Faults().Clear()
	if got := refused(); got != [2]bool{true, false} {
		t.Errorf("refused while that is remembered: %v", got)
	}
	at.Time = at.Add(time.Minute)
	if got := refused(); got != [2]bool{} {
		t.Errorf("refused when it is over: %v", got)
	}
}

// What one viewer is refused, or how often, costs no other viewer anything.
func TestRefusal_isOfOneViewer(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Single, localgraph.Options{})
	id := w.media(t, 1)[0]
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Field: "caption", Token: localgraph.DemoToken, Body: refusedWith(24, 0)})
	w.nodes(t.Context(), t, "Media", id)
	w.count()
	w.Token = "IGAAdemobasic"
	found, errs, l := w.nodes(t.Context(), t, "Media", id)
	if errs[0] != nil || l.Refused() || found[0].(*model.Media).Caption == nil || w.count() != 1 {
		t.Errorf("another viewer has %+v, %v", found[0], errs[0])
	}
}

// What was forgotten is asked for again at once.
func TestForget_asksForWhatWasRefused(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Single, localgraph.Options{})
	id := w.media(t, 1)[0]
	w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Field: "caption", Body: refusedWith(777, 0)})
	w.nodes(t.Context(), t, "Media", id)
	w.Graph.Faults().Clear()
	w.Forget()
	if found, errs, _ := w.nodes(t.Context(), t, "Media", id); errs[0] != nil || found[0].(*model.Media).Caption == nil {
		t.Errorf("the caption is still refused: %+v, %v", found[0], errs[0])
	}
}
