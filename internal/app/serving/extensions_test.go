package serving_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

func TestExtensions_areThoseThatTheRequestOrElseTheSettingsName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, request string
		settings      config.Extensions
		want          string
	}{
		{"all, unless something is said", `{}`, config.Extensions{Cost: true, RateLimit: true}, "cost rateLimit"},
		{"without those that the request leaves out", `{"cost": false, "rateLimit": false}`, config.Extensions{Cost: true, RateLimit: true}, ""},
		{"without the one that the request leaves out", `{"cost": false}`, config.Extensions{Cost: true, RateLimit: true}, "rateLimit"},
		{"explain, when that is all", `{"cost": false, "rateLimit": false, "explain": true}`, config.Extensions{Cost: true, RateLimit: true}, "explain"},
		{"none by the settings", `{}`, config.Extensions{}, ""},
		{"those that the request asks for, whatever the settings", `{"cost": true}`, config.Extensions{}, "cost"},
		{"as usual after a word that is neither true nor false", `{"cost": "no", "rateLimit": null}`, config.Extensions{Cost: true, RateLimit: true}, "cost rateLimit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := apptest.Start(t, func(s *config.Settings) { s.Extensions = c.settings })
			for _, operation := range []string{"{ me { username } }", "{ me { username } }"} { // the second comes from the cache
				request := `{"query": "` + operation + `", "extensions": ` + c.request + `}`
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL, bytes.NewReader([]byte(request)))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
				response, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				var got struct{ Extensions map[string]any }
				err = json.NewDecoder(response.Body).Decode(&got)
				_ = response.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
				if told := strings.Join(slices.Sorted(maps.Keys(got.Extensions)), " "); told != c.want {
					t.Errorf("extensions %q, want %q", told, c.want)
				}
			}
		})
	}
}
