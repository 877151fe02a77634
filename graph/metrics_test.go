package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/mapping"
)

// clients see the descriptions only, the planner the directives only.
func TestMediaMetric_descriptionsNameTheProductTypesThatTheDirectivesDo(t *testing.T) {
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	metrics := m.Type("Media").Fields["insights"].Params[0].Values.Metrics
	for _, value := range schema.Types["MediaMetric"].EnumValues {
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

func TestUserMetric_descriptionsNameThePeriodsTypesAndBreakdownsThatTheDirectivesDo(t *testing.T) {
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	metrics := m.Type("User").Fields["insights"].Params[0].Values.Metrics
	const words = "DAY WEEK DAYS_28 LIFETIME series total AGE CITY COUNTRY GENDER FOLLOW_TYPE MEDIA_PRODUCT_TYPE CONTACT_BUTTON_TYPE timeframe"
	for _, value := range schema.Types["UserMetric"].EnumValues {
		if value.Directives.ForName("deprecated") != nil {
			continue
		}
		metric := metrics[value.Name]
		has := slices.Concat(metric.Periods, metric.Breakdowns)
		for _, way := range metric.Types {
			has = append(has, map[string]string{"TIME_SERIES": "series", "TOTAL_VALUE": "total"}[way])
		}
		if metric.Timeframe {
			has = append(has, "timeframe")
		}
		said := strings.FieldsFunc(value.Description, func(c rune) bool { return strings.ContainsRune(" ,.;", c) })
		for word := range strings.FieldsSeq(words) {
			if slices.Contains(said, word) != slices.Contains(has, word) {
				t.Errorf("%s, %q: %s is %t in the directive", value.Name, value.Description, word, slices.Contains(has, word))
			}
		}
	}
}
