package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/plan"
)

const nodesByID = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Media { username } } }"

// ways are the ways to look up fifty nodes, and what each costs.
var ways = []struct {
	name, token string
	lookups     dialect.LookupMode
	calls       int
	with        string // how the first call begins
}{
	{"?ids= takes one call", localgraph.DemoToken, dialect.IDs, 1, "GET /v25.0/?fields=id,username,media_type&ids="},
	{"a batch takes one call", facebookToken, dialect.Batch, 1, "POST /v25.0/ batch of 50"},
	{"Facebook Login is asked by a batch when nothing is said", facebookToken, dialect.Auto, 1, "POST /v25.0/ batch of 50"},
	{"single calls are one for each", localgraph.DemoToken, dialect.Single, 50, "GET /v25.0/1"},
	{"Instagram Login is asked by single calls when nothing is said", localgraph.DemoToken, dialect.Auto, 50, "GET /v25.0/1"},
}

func TestNodes_looksFiftyUp(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			w := start(t, func(s *config.Settings) { s.Lookups = way.lookups })
			ids := w.feed(way.token, 50)
			slices.Reverse(ids) // the order is the client's
			w.drain()
			w.delay = 2 * time.Millisecond
			found := list(w.ask(way.token, nodesByID, map[string]any{"ids": ids}), "nodes")
			for i, id := range ids {
				if at(found, i, "id") != id || at(found, i, "username") != "metricsaurus" {
					t.Errorf("node %d is %v, want %s", i, at(found, i), id)
				}
			}
			calls := w.drain()
			if len(calls) != way.calls || len(calls[0]) < len(way.with) || calls[0][:len(way.with)] != way.with {
				t.Errorf("%d calls, want %d: %s", len(calls), way.calls, calls[0])
			}
			if w.most > 8 {
				t.Errorf("%d calls were in flight at once", w.most)
			}
		})
	}
}

func TestNodes_areNullWhereTheIDIsUnknown(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			w := start(t, func(s *config.Settings) { s.Lookups = way.lookups })
			ids := w.feed(way.token, 50)
			for i := 3; i < 50; i += 5 { // more than there are repairs
				ids[i] = globalid.New("Media", "1799999999999"+string(rune('0'+i/5)))
			}
			for i, node := range list(w.ask(way.token, nodesByID, map[string]any{"ids": ids}), "nodes") {
				if unknown := i%5 == 3; unknown != (node == nil) || !unknown && at(node, "id") != ids[i] {
					t.Errorf("node %d is %v", i, node)
				}
			}
		})
	}
}

func TestNodes_keepsToEightInFlightWithSupplements(t *testing.T) {
	t.Parallel()
	w := start(t)
	ids := w.feed(localgraph.DemoToken, 30)
	w.drain()
	w.delay = 2 * time.Millisecond
	data := w.ask(localgraph.DemoToken, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Media {
		a: comments(first: 1) { nodes { id } } b: insights(metrics: [REACH]) { name } c: insights(metrics: [SAVED]) { name } } } }`, map[string]any{"ids": ids})
	for i, node := range list(data, "nodes") {
		if b, c := at(node, "b", 0, "name"), at(node, "c", 0, "name"); b != "reach" || c != "saved" {
			t.Errorf("media %d has the metrics %v and %v", i, b, c)
		}
	}
	if w.most > 8 {
		t.Errorf("%d calls were in flight at once", w.most)
	}
}

func TestNodes_takesNoMoreThan500(t *testing.T) {
	t.Parallel()
	w := start(t)
	a := w.do(localgraph.DemoToken, nodesByID, map[string]any{"ids": slices.Repeat([]string{globalid.New("Media", "1")}, 501)})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || len(w.drain()) != 0 {
		t.Errorf("%+v", a)
	}
}

// feed returns the global ids of an account's newest media.
func (w *world) feed(token string, n int) []string {
	w.t.Helper()
	var ids []string
	for _, media := range list(w.ask(token, "query ($n: Int) { me { media(first: $n) { nodes { id } } } }", map[string]any{"n": n}), "me", "media", "nodes") {
		ids = append(ids, at(media, "id").(string))
	}
	return ids
}

// refusedParts are errors about a part of every media, and that part.
var refusedParts = []struct{ name, field, part, body string }{
	{"a field that nothing names", "like_count", "likeCount", `{"error":{"message":"odd","code":36110}}`},
	{"a field that is named", "like_count", "likeCount", `{"error":{"message":"(#12) like_count field is deprecated","code":12}}`},
	{"a field that is no parameter", "like_count", "likeCount", `{"error":{"message":"Invalid parameter","code":100}}`},
	{"a permission", "insights", "insights", `{"error":{"message":"(#10) Application does not have permission for this action","code":10}}`},
	{"an edge that is not found", "insights", "insights", `{"error":{"message":"Object with ID '17927651176397409' does not exist","code":100,"error_subcode":33}}`},
	{"an edge that fails each time", "insights", "insights", `{"error":{"message":"An unknown error occurred","code":1}}`},
}

func TestNodes_loseNoMoreThanWhatIsRefusedOfAll(t *testing.T) {
	t.Parallel()
	for _, c := range refusedParts {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			graph, err := openGraph(localgraph.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = graph.Close() })
			w := startOver(t, graph, func(s *config.Settings) { s.Lookups = dialect.Single })
			ids := w.feed(localgraph.DemoToken, 10)
			w.graph.Faults().Add(localgraph.Fault{Kind: localgraph.OtherError, Field: c.field, Body: c.body})
			w.drain()
			got := w.do(localgraph.DemoToken, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Media {
				permalink shortcode likeCount insights(metrics: [REACH]) { name } } } }`, map[string]any{"ids": ids})
			for i, node := range list(got.Data, "nodes") {
				if at(node, "permalink") == nil || at(node, "shortcode") == nil || (at(node, "likeCount") == nil) != (c.part == "likeCount") {
					t.Errorf("media %d is %v", i, node)
				}
			}
			for _, err := range got.Errors {
				if len(err.Path) != 3 || err.Path[2] != c.part {
					t.Errorf("%v: %s", err.Path, err.Message)
				}
			}
			if calls := w.drain(); len(got.Errors) != len(ids) || len(calls) > 2*len(ids)+plan.MaxRepairs {
				t.Errorf("%d errors after %d calls", len(got.Errors), len(calls))
			}
		})
	}
}
