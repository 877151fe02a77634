package loader_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/connection"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/viewer"
)

// folder holds the demo world, which is slow to make and which no test changes.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "gramql"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"), goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(folder)
		os.Exit(code)
	}))
}

// Models with the fields that these tests read.
type (
	User struct {
		entity.Base
		Username *string `graphapi:"username"`
	}
	Media struct {
		entity.Base
		Caption       *string `graphapi:"caption"`
		CommentsCount *int32  `graphapi:"comments_count"`
		Owner         *User   `graphapi:"owner"`
	}
	Comment struct {
		entity.Base
		Text *string `graphapi:"text"`
	}
)

var models = entity.NewModels(map[string]any{"User": new(User), "Media": new(Media), "Comment": new(Comment)})

var logins = map[dialect.Login]string{
	dialect.BasicDisplay: "IGQVdemojayposiris",
	dialect.Instagram:    localgraph.DemoToken,
	dialect.Facebook:     "EAAdemometricsaurus",
}

// world is a local graph, the loaders over it, and the calls it gets.
type world struct {
	*loader.Loaders
	graph   *localgraph.Server
	dialect *dialect.Dialect
	token   string
	mu      sync.Mutex
	calls   []string
}

// open starts a local graph of its own for a test.
func open(t *testing.T, login dialect.Login, mode dialect.LookupMode, o localgraph.Options) *world {
	t.Helper()
	w := &world{dialect: dialect.Of(login), token: logins[login]}
	o.Dir, o.Log = folder, slog.New(slog.DiscardHandler)
	graph, err := localgraph.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(graph)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	network := &http.Transport{}
	t.Cleanup(func() {
		network.CloseIdleConnections()
		server.Close()
		if err := graph.Close(); err != nil {
			t.Error(err)
		}
	})
	w.graph = graph
	// A busy machine must not part what is looked up together.
	w.Loaders = &loader.Loaders{Models: models, Lookups: mode, Wait: 50 * time.Millisecond, Client: graphapi.New(graphapi.NewServer(graphapi.Options{
		Base: base, Version: localgraph.DefaultVersion, Log: o.Log,
		Transport: authorized{network, w},
	}))}
	return w
}

// authorized adds the token to each call, and records the call.
type authorized struct {
	next  http.RoundTripper
	world *world
}

func (a authorized) RoundTrip(r *http.Request) (*http.Response, error) {
	a.world.mu.Lock()
	a.world.calls = append(a.world.calls, r.Method+" "+r.URL.Path)
	a.world.mu.Unlock()
	r.Header.Set("Authorization", "Bearer "+a.world.token)
	return a.next.RoundTrip(r)
}

// count returns how many calls were made since the last count.
func (w *world) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(w.calls)
	w.calls = nil
	return n
}

// schema returns the schema in schema/, and its mapping.
var schema = sync.OnceValues(func() (*ast.Schema, *mapping.Mapping) {
	files, _ := filepath.Glob("../../schema/*.graphqls")
	var sources []*ast.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	s := gqlparser.MustLoadSchema(sources...)
	m, err := mapping.Read(s)
	if err != nil {
		panic(err)
	}
	return s, m
})

// load plans an operation, and returns the plan and its loader.
func (w *world) load(ctx context.Context, t *testing.T, query string, variables map[string]any) (*plan.Plan, *loader.Loader) {
	t.Helper()
	s, m := schema()
	doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	values, err := validator.VariableValues(s, doc.Operations[0], variables)
	if err != nil {
		t.Fatal(err)
	}
	p := plan.Compile(m, w.dialect, &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: values})
	return p, w.New(ctx, p)
}

// nodes looks nodes up by their ids, all at once.
func (w *world) nodes(ctx context.Context, t *testing.T, typeName string, graphIDs ...string) ([]entity.Entity, []error, *loader.Loader) {
	t.Helper()
	ids := make([]any, len(graphIDs))
	for i, id := range graphIDs {
		ids[i] = globalid.New(typeName, id)
	}
	p, l := w.load(ctx, t, `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { caption } } }`, map[string]any{"ids": ids})
	found, errs := l.LookUp(p.Roots()[0].Lookups...)
	return found, errs, l
}

// media returns the ids of the newest media.
func (w *world) media(t *testing.T, n int) []string {
	t.Helper()
	_, l := w.load(t.Context(), t, `query($n: Int) { me { media(first: $n) { nodes { id } } } }`, map[string]any{"n": n})
	me, err := l.Me()
	if err != nil {
		t.Fatal(err)
	}
	first := int32(n)
	s := slice(t, l, me, paging.Args{First: &first})
	w.count()
	return ids(s)
}

// slice returns a slice of the only planned edge of a node.
func slice(t *testing.T, l *loader.Loader, parent entity.Entity, args paging.Args) *connection.Slice {
	t.Helper()
	edge := parent.EntityBase().Plan.Edges[0]
	window, err := paging.NewWindow(edge.Edge, nil, args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Connection(parent.EntityBase(), edge, window, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ids(s *connection.Slice) []string {
	list := make([]string, s.Len())
	for i := range list {
		list[i] = entity.IDOf(s.Item(i))
	}
	return list
}

// soon is longer than any call here takes.
const soon = time.Minute

// viewers makes the viewers of tests by their tokens.
var viewers = viewer.NewHasher("", new(url.URL), nil)

// viewer returns a context whose viewer has that token.
func (w *world) viewer(t *testing.T, token string) context.Context {
	t.Helper()
	return viewer.NewContext(t.Context(), viewers.Viewer(token, w.dialect))
}
