package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/graph"
)

// clients see the descriptions only, the planner the directives only.
func TestMediaMetric_descriptionsNameTheProductTypesThatTheDirectivesDo(t *testing.T) {
	schema, m, err := graph.NewSchema()
	if err != nil {
		t.Fatal(err)
	}
	metrics := m.Type("Media").Fields["insights"].Params[0].Values.Metrics
	for _, value := range schema.Schema().Types["MediaMetric"].EnumValues {
		if value.Directives.ForName("deprecated") != nil {
			continue
		}
		description := strings.ToLower(value.Description)
		for product, word := range map[string]string{"FEED": "feed", "REELS": "reels", "STORY": "stories"} {
			if said, has := strings.Contains(description, word), slices.Contains(metrics[value.Name].Products, product); said != has {
				t.Errorf("%s, %q: %s is %t in the directive", value.Name, value.Description, product, has)
			}
		}
	}
}
