// Package loadertest runs operations that tests write down by a loader over the local
// graph, without the GraphQL layer: the calls that they make, and what these find.
//
//	world.go    a local graph, the loaders over it, and the calls that it gets
//	case.go     an operation of a YAML file, and what must come of it
//	refusal.go  errors that the local graph refuses calls of the operation with
//	found.go    writes down what an operation found
package loadertest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// folder holds the demo world, which is slow to make and which no test changes.
var folder string

// opening lets one local graph at a time make the demo world, if it is not there yet.
var opening sync.Mutex

// Main runs the tests of a package, and ends the program. No test may leave a goroutine
// behind.
func Main(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "gramql"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"), goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(folder)
		os.Exit(code)
	}))
}

// tokens are the demo world's, one for each login type.
var tokens = map[dialect.Login]string{
	dialect.BasicDisplay: "IGQVdemojayposiris",
	dialect.Instagram:    localgraph.DemoToken,
	dialect.Facebook:     "EAAdemometricsaurus",
}

// World is a local graph, the loaders over it, and the calls that it gets.
type World struct {
	*loader.Loaders
	Graph   *localgraph.Server
	Dialect *dialect.Dialect
	// Token is the one that calls are made with.
	Token string
	// Under makes the calls that the World has written down.
	Under graphapi.Doer
	// Anew has each call that is to be made anew say so.
	Anew bool

	mu    sync.Mutex
	calls []string
}

// Open starts a local graph of its own for a test.
func Open(t *testing.T, login dialect.Login, mode dialect.LookupMode, o localgraph.Options) *World {
	t.Helper()
	o.Dir, o.Log = folder, slog.New(slog.DiscardHandler)
	opening.Lock()
	local, err := localgraph.Open(t.Context(), o)
	opening.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(local)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	network := &http.Transport{}
	t.Cleanup(func() {
		network.CloseIdleConnections()
		server.Close()
		if err := local.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &World{Graph: local, Dialect: dialect.Of(login), Token: tokens[login]}
	w.Under = graphapi.NewServer(graphapi.Options{
		Base: base, Version: localgraph.DefaultVersion, Log: o.Log, Transport: authorized{network, w},
	})
	w.Loaders = w.newLoaders(mode)
	return w
}

// newLoaders returns loaders over the World that nothing is known to yet.
func (w *World) newLoaders(mode dialect.LookupMode) *loader.Loaders {
	// A busy machine must not part what is looked up together.
	return &loader.Loaders{
		Models: model.Entities, Lookups: mode, Wait: 20 * time.Millisecond, Log: slog.New(slog.DiscardHandler), Client: graphapi.New(w),
	}
}

// authorized adds the token to each request.
type authorized struct {
	next  http.RoundTripper
	world *World
}

// RoundTrip makes the request.
func (a authorized) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+a.world.Token)
	return a.next.RoundTrip(r)
}

// Do makes a call, and writes the call down: behind its line stands whether a cache may not
// keep the answer.
func (w *World) Do(ctx context.Context, call graphapi.Call) (*graphapi.Answer, error) {
	answer, err := w.Under.Do(ctx, call)
	line := Line(call)
	if w.Anew && call.Anew {
		line += " (anew)"
	}
	if err == nil && !call.KeptWhole(answer) {
		line += " (not kept)"
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, line)
	return answer, err
}

// cursors are the local graph's own: what stands in them is its business.
var cursors = regexp.MustCompile(`\b(after|before)(\(|=)[^)&]*`)

// Line writes a call down in one line, with the items of a batch that differ by their id
// only as one.
func Line(call graphapi.Call) string {
	if len(call.Batch) == 0 {
		return cursors.ReplaceAllString(call.String(), "$1$2…")
	}
	var items []string
	times := map[string]int{}
	for _, item := range call.Batch {
		item.Path = "/*"
		line := strings.TrimPrefix(Line(item), "GET ")
		if times[line]++; times[line] == 1 {
			items = append(items, line)
		}
	}
	slices.Sort(items)
	for i, line := range items {
		items[i] = fmt.Sprint(times[line], " × ", line)
	}
	return "POST " + strings.Join(items, "; ")
}

// Calls returns the calls that were made since it was last asked, in the order of their
// lines.
func (w *World) Calls() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	calls := w.calls
	w.calls = nil
	slices.Sort(calls)
	return calls
}

// viewers makes the viewers of tests by their tokens.
var viewers = viewer.NewHasher("", new(url.URL), nil)

// Viewer returns a context of the viewer with the World's token.
func (w *World) Viewer(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewers.Viewer(w.Token, w.Dialect))
}

// Load plans an operation of the viewer with the World's token, and returns the plan and
// its loader.
func (w *World) Load(ctx context.Context, t *testing.T, query string, variables map[string]any) (*plan.Plan, *loader.Loader) {
	t.Helper()
	p := plan.Compile(plantest.Mapping(t), w.Dialect, plantest.Operation(t, query, variables))
	return p, w.New(w.Viewer(ctx), p)
}

// loginOf returns the login type of that name; Instagram's where there is none.
func loginOf(t *testing.T, name string) dialect.Login {
	t.Helper()
	login, err := dialect.ParseLogin(cmp.Or(name, "instagram"))
	if err != nil {
		t.Fatal(err)
	}
	return login
}

// Media returns the newest media of the account with the World's token.
func (w *World) Media(t *testing.T, n int32) *connection.Slice {
	t.Helper()
	_, l := w.Load(t.Context(), t, `query($n: Int) { me { media(first: $n) { nodes { id } edges { cursor } } } }`, map[string]any{"n": n})
	me, err := l.Me()
	if err != nil {
		t.Fatal(err)
	}
	s := Slice(t, l, me, paging.Args{First: &n})
	w.Calls()
	return s
}

// Slice returns a slice of the only planned edge of a node.
func Slice(t *testing.T, l *loader.Loader, parent entity.Entity, args paging.Args) *connection.Slice {
	t.Helper()
	edge := parent.EntityBase().Plan.Edges[0]
	params := slices.Clone(paging.WithoutPosition(fields.WithoutLimit(edge.Params)))
	for i, p := range params {
		if p.Name == edge.Actor { // as plans have it, which do not know the account
			params[i].Value = expansion.Actor
		}
	}
	window, err := paging.NewWindow(edge.Edge, nil, args, params...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Connection(parent.EntityBase(), edge, window, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// IDs returns the Graph API ids of the items of a slice.
func IDs(s *connection.Slice) []string {
	ids := make([]string, s.Len())
	for i := range ids {
		ids[i] = entity.IDOf(s.Item(i))
	}
	return ids
}
