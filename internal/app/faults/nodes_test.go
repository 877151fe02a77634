package faults_test

import (
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/plan"
)

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
			graph := apptest.OpenGraph(t, localgraph.Options{})
			w := apptest.StartOver(t, graph, func(s *config.Settings) { s.Lookups = dialect.Single })
			ids := w.Newest(localgraph.DemoToken, 10)
			w.Graph.Faults().Add(fault.Fault{Kind: fault.OtherError, Field: c.field, Body: c.body})
			w.Drain()
			got := w.Do(localgraph.DemoToken, `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Media {
				permalink shortcode likeCount insights(metrics: [REACH]) { name } } } }`, map[string]any{"ids": ids})
			for i, node := range apptest.List(got.Data, "nodes") {
				if apptest.At(node, "permalink") == nil || apptest.At(node, "shortcode") == nil || (apptest.At(node, "likeCount") == nil) != (c.part == "likeCount") {
					t.Errorf("media %d is %v", i, node)
				}
			}
			for _, err := range got.Errors {
				if len(err.Path) != 3 || err.Path[2] != c.part {
					t.Errorf("%v: %s", err.Path, err.Message)
				}
			}
			if calls := w.Drain(); len(got.Errors) != len(ids) || len(calls) > 2*len(ids)+plan.MaxRepairs {
				t.Errorf("%d errors after %d calls", len(got.Errors), len(calls))
			}
		})
	}
}
