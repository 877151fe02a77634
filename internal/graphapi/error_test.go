package graphapi_test

import (
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
)

func TestError_tellsWhatMetaTellsPeople(t *testing.T) {
	for _, c := range []struct{ message, title, text, told string }{
		{"Invalid parameter", "Media posted before", "", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "Media posted before", "It was posted before.", "Invalid parameter: Media posted before"},
		{"Invalid parameter", "", "", "Invalid parameter"},
		{"Invalid parameter", "", "It was posted before.", "Invalid parameter: It was posted before."},
		{"", "Media posted before", "", "Media posted before"},
		{"", "Sorry", "It was posted before.", "It was posted before."},
		{"Same", "Same", "", "Same"},
		{"Same, and more", "", "Same", "Same, and more"},
	} {
		e := graphapi.Error{Message: c.message, UserTitle: c.title, UserMessage: c.text}
		if got := e.Told(); got != c.told {
			t.Errorf("told %q, want %q", got, c.told)
		}
	}
}
