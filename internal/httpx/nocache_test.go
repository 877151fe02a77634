package httpx_test

import (
	"net/http"
	"testing"

	"github.com/gramql/gramql/internal/httpx"
)

func TestNoCache_isWhatARequestSaysInAnyOfItsDirectives(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  bool
	}{
		"nothing":                            {nil, false},
		"no-cache":                           {[]string{"no-cache"}, true},
		"in any case":                        {[]string{"No-Cache"}, true},
		"after another directive":            {[]string{"max-age=0, no-cache"}, true},
		"in another line":                    {[]string{"max-age=0", "no-cache"}, true},
		"another directive":                  {[]string{"max-age=0"}, false},
		"one whose name only begins like it": {[]string{"no-cache-please"}, false},
		"the opposite":                       {[]string{"only-if-cached"}, false},
		"empty":                              {[]string{""}, false},
	} {
		header := http.Header{}
		if c.lines != nil {
			header["Cache-Control"] = c.lines
		}
		if got := httpx.NoCache(header); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
