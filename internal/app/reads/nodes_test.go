package reads_test

import (
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
)

// ways are the ways to look up fifty nodes, and what each costs.
var ways = []struct {
	name, token string
	lookups     dialect.LookupMode
	calls       int
	with        string // how the first call begins
}{
	{"?ids= takes one call", localgraph.DemoToken, dialect.IDs, 1, "GET /v25.0/?fields=id,username,media_type&ids="},
	{"a batch takes one call", apptest.FacebookToken, dialect.Batch, 1, "POST /v25.0/ batch of 50"},
	{"Facebook Login is asked by a batch when nothing is said", apptest.FacebookToken, dialect.Auto, 1, "POST /v25.0/ batch of 50"},
	{"single calls are one for each", localgraph.DemoToken, dialect.Single, 50, "GET /v25.0/1"},
	{"Instagram Login is asked by single calls when nothing is said", localgraph.DemoToken, dialect.Auto, 50, "GET /v25.0/1"},
}

func TestNodes_looksFiftyUp(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t, func(s *config.Settings) { s.Lookups = way.lookups })
			ids := w.Newest(way.token, 50)
			slices.Reverse(ids) // the order is the client's
			w.Drain()
			w.Delay = 2 * time.Millisecond
			found := apptest.List(w.Ask(way.token, apptest.NodesByID, map[string]any{"ids": ids}), "nodes")
			for i, id := range ids {
				if apptest.At(found, i, "id") != id || apptest.At(found, i, "username") != "metricsaurus" {
					t.Errorf("node %d is %v, want %s", i, apptest.At(found, i), id)
				}
			}
			calls := w.Drain()
			if len(calls) != way.calls || len(calls[0]) < len(way.with) || calls[0][:len(way.with)] != way.with {
				t.Errorf("%d calls, want %d: %s", len(calls), way.calls, calls[0])
			}
			if w.MostInFlight > 8 {
				t.Errorf("%d calls were in flight at once", w.MostInFlight)
			}
		})
	}
}

func TestNodes_areNullWhereTheIDIsUnknown(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t, func(s *config.Settings) { s.Lookups = way.lookups })
			ids := w.Newest(way.token, 50)
			for i := 3; i < 50; i += 5 { // more than there are repairs
				ids[i] = globalid.New("Media", "1799999999999"+string(rune('0'+i/5)))
			}
			for i, node := range apptest.List(w.Ask(way.token, apptest.NodesByID, map[string]any{"ids": ids}), "nodes") {
				if unknown := i%5 == 3; unknown != (node == nil) || !unknown && apptest.At(node, "id") != ids[i] {
					t.Errorf("node %d is %v", i, node)
				}
			}
		})
	}
}

func TestNodes_keepsToEightInFlightWithSupplements(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ids := w.Newest(localgraph.DemoToken, 30)
	w.Drain()
	w.Delay = 2 * time.Millisecond
	data := w.Ask(localgraph.DemoToken, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Media {
		a: comments(first: 1) { nodes { id } } b: insights(metrics: [REACH]) { name } c: insights(metrics: [SAVED]) { name } } } }`, map[string]any{"ids": ids})
	for i, node := range apptest.List(data, "nodes") {
		if b, c := apptest.At(node, "b", 0, "name"), apptest.At(node, "c", 0, "name"); b != "reach" || c != "saved" {
			t.Errorf("media %d has the metrics %v and %v", i, b, c)
		}
	}
	if w.MostInFlight > 8 {
		t.Errorf("%d calls were in flight at once", w.MostInFlight)
	}
}

func TestNodes_takesNoMoreThan500(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	a := w.Do(localgraph.DemoToken, apptest.NodesByID, map[string]any{"ids": slices.Repeat([]string{globalid.New("Media", "1")}, 501)})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || len(w.Drain()) != 0 {
		t.Errorf("%+v", a)
	}
}
