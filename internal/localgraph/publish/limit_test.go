package publish_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/scenario"
)

// times writes a text so often, with its number in place of a %.
func times(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "%", string(rune('a'+i/26))+string(rune('a'+i%26))))
	}
	return b.String()
}

func TestPublisher_takesWhatIsJustWithinEachLimit(t *testing.T) {
	t.Parallel()
	s := scenario.Open(t)
	const (
		tag     = `{"username":"u%","x":0,"y":1},`
		product = `{"product_id":6120034410000000,"x":1,"y":0},`
	)
	list := func(n int, item string) string { return "[" + strings.TrimSuffix(times(n, item), ",") + "]" }
	for _, test := range []struct {
		name, within, beyond, says string
	}{
		{"caption", strings.Repeat("é", 2200), strings.Repeat("é", 2201), "2207010"},
		{"caption", times(30, "#h% "), times(31, "#h% "), "hashtags"},
		{"caption", times(20, "@m% "), times(21, "@m% "), "mentions"},
		{"alt_text", strings.Repeat("é", 1000), strings.Repeat("é", 1001), "alt_text"},
		{"user_tags", list(20, tag), list(21, tag), "user_tags"},
		{"user_tags", `[{"username":"a","x":1,"y":0}]`, `[{"username":"a","x":-0.01,"y":0}]`, "user_tags[0]"},
		{"user_tags", `[{"username":"a","x":"0.5","y":"1"}]`, `[{"username":"a","x":0.5,"y":1.01}]`, "user_tags[0]"},
		{"user_tags", "[]", `[{"username":"a","x":0.5}]`, "user_tags[0]"},
		{"user_tags", "[]", `[{"username":"a","y":0.5}]`, "user_tags[0]"},
		{"user_tags", "[]", `[{"username":"a","x":"left","y":0.5}]`, "user_tags"},
		{"collaborators", times(5, "u%,")[:19], times(6, "u%,")[:23], "collaborators"},
		{"product_tags", list(5, product), list(6, product), "2207040"},
		{"product_tags", list(1, product), `[{"product_id":6120034410000000,"x":1.01,"y":0}]`, "product_tags[0]"},
		{"product_tags", list(1, product), `[{"product_id":6120034410000000,"x":0,"y":-1}]`, "product_tags[0]"},
		{"product_tags", list(1, product), `[{"product_id":6120034410000000,"x":0}]`, "2207036"},
		{"product_tags", list(1, product), `[{"product_id":6120034410000000,"y":0}]`, "2207036"},
		{"product_tags", list(1, product), `{"product_id":1}`, "product_tags"},
		{"location_id", "134895793791914", "0", "INVALID_LOCATION_ID"},
		{"is_ai_generated", "false", "maybe", "is_ai_generated"},
	} {
		for text, want := range map[string]int{test.within: http.StatusOK, test.beyond: http.StatusBadRequest} {
			form := url.Values{"image_url": {scenario.Picture}, test.name: {text}, "access_token": {"EAAdemometricsaurus"}}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/17841405822304914/media", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != want || want != http.StatusOK && !strings.Contains(w.Body.String(), test.says) {
				t.Errorf("%s %.40s: %d %s", test.name, text, w.Code, w.Body)
			}
		}
	}
}
