package loader_test

import (
	"context"
	"testing"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/viewer"
)

// program returns an operation's only call, what writes the data from the answer to it, and a
// loader for the operation.
func (w *world) program(ctx context.Context, t *testing.T, query string) (*plan.Only, *program.Program, *loader.Loader) {
	t.Helper()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	operation := plantest.Operation(t, query, nil)
	p := plan.Compile(m, w.Dialect, operation)
	only := p.Only(w.LookupMode(w.Dialect))
	if only == nil {
		t.Fatalf("%s takes more than a call", query)
	}
	program, why := compiler.NewCompiler(schema, m).Compile(p, only, operation)
	if program == nil {
		t.Fatalf("%s cannot be answered directly: %v", query, why)
	}
	return only, program, w.New(w.Viewer(ctx), p)
}

func TestDirect_writesTheDataOfOneCall(t *testing.T) {
	t.Parallel()
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	only, program, l := w.program(t.Context(), t, `{ me { graphId username media(first: 2) { nodes { mediaType } } } }`)
	const want = `{"me":{"graphId":"24680011223344556","username":"metricsaurus","media":{"nodes":[{"mediaType":"IMAGE"},{"mediaType":"CAROUSEL_ALBUM"}]}}}`
	if got := string(l.Direct(only, program)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	// A cache may keep the answer.
	if calls := w.Calls(); len(calls) != 1 || calls[0] != "GET /me?fields=id,username,media.limit(2){id,media_type}" || l.Nodes() != 3 {
		t.Errorf("%d nodes by %q", l.Nodes(), calls)
	}
	v, _ := viewer.FromContext(w.Viewer(t.Context()))
	if got := w.Account(v.ID); got != "24680011223344556" {
		t.Errorf("the account of the viewer is %q", got)
	}
}

func TestDirect_leavesToTheLoaderWhatIsNotAsPlanned(t *testing.T) {
	t.Parallel()
	const query = `{ me { username name } }`
	for name, struck := range map[string]fault.Fault{
		"a value in another form": {Kind: fault.OtherValue, Field: "name", Body: `["x"]`},
		"a field that is refused": {Kind: fault.OtherError, Field: "name", Body: refusedWith(777, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
			w.Graph.Faults().Add(struck)
			calls := 0
			for _, known := range []bool{false, true} {
				only, program, l := w.program(t.Context(), t, query)
				if data := l.Direct(only, program); data != nil {
					t.Errorf("the data is %s", data)
				}
				want := 1
				if known && struck.Kind == fault.OtherError {
					want = 0
				}
				if made := w.count(); made != want {
					t.Errorf("%d calls are made, of a refusal that is known: %t", made, known)
				}
				me, err := l.Me()
				if err != nil || me.(*model.User).Username == nil || me.(*model.User).Name != nil || l.Nodes() != 1 {
					t.Errorf("%d nodes: %+v, %v", l.Nodes(), me, err)
				}
				calls = w.count()
			}
			if struck.Kind == fault.OtherValue && calls != 0 {
				t.Errorf("%d calls more for an answer that came", calls)
			}
		})
	}
	w := open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	ended, end := context.WithCancel(t.Context())
	end()
	only, program, l := w.program(ended, t, query)
	if data := l.Direct(only, program); data != nil || w.count() != 0 {
		t.Errorf("an operation that has ended is answered with %s", data)
	}
}
