package present_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

// guesses are what hints say of some errors at some fields only, and where it is known.
var guesses = []struct {
	words string
	known func(field string, products []string, code int) bool
}{
	{"have seen the story", func(field string, products []string, code int) bool {
		return field == "insights" && fmt.Sprint(products) == "[STORY]" && code == 10
	}},
	{"product type", func(field string, _ []string, code int) bool { return field == "insights" && code == 100 }},
	{"lost the video", func(field string, _ []string, code int) bool {
		return field == "copyrightCheckInformation" && code == 9005
	}},
	{"a permission", func(_ string, _ []string, code int) bool { return code == 10 || code >= 200 && code < 300 }},
	{"businessDiscovery", func(_ string, _ []string, code int) bool { return code == 36104 }},
	{"not known here", func(_ string, _ []string, code int) bool {
		return slices.Contains([]int{352, 506, 777, 9004, 36000, 36105}, code)
	}},
	{"withdrawn", func(_ string, _ []string, code int) bool { return code == 12 }},
	{"fbtraceId", func(string, []string, int) bool { return false }}, // none of them has a trace
	{"a URL", func(string, []string, int) bool { return false }},     // none of them is of a write
	{"-graph leads to", func(_ string, _ []string, code int) bool { return code == 0 }},
	{"little later", func(string, []string, int) bool { return false }}, // none of them passes
}

// Each code, at fields of media of each product type, hints nothing that is not known.
func TestPresent_hintsNothingThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"caption", "insights(metrics: [REACH])", "comments", "copyrightCheckInformation", "viewCount"} {
		selected := field
		if field == "comments" || strings.HasPrefix(field, "insights") || field == "copyrightCheckInformation" {
			selected += " { __typename }"
		}
		name, _, _ := strings.Cut(field, "(")
		for _, products := range [][]string{nil, {"FEED"}, {"REELS"}, {"AD"}, {"FEED", "STORY"}, {"STORY"}} {
			at := place{query: "{ media(id: 5) { " + selected + " } }", path: []any{"media", name}, products: products}
			for _, code := range []int{0, 3, 10, 12, 24, 25, 100, 110, 200, 299, 352, 368, 506, 803, 2500, 9004, 9005, 9009, 36000, 36104, 36105, 777} {
				shown, _ := at.show(t, &graphapi.Error{Status: 400, Code: code, Message: "No"})
				hint, _ := shown.Extensions["hint"].(string)
				if hint == "" {
					t.Errorf("%s, %v, %d: no hint", field, products, code)
				}
				for _, g := range guesses {
					if strings.Contains(hint, g.words) && !g.known(name, products, code) {
						t.Errorf("%s, %v, %d: %s", field, products, code, hint)
					}
				}
			}
		}
	}
}
