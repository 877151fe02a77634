package oauth_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/localgraph"
)

// refusal is a request of the login that is refused, and how.
type refusal struct {
	Name         string
	Method, Path string
	// Params are the parameters of a right request, but for those that are named here:
	// "" leaves one out. In them $short, $long, $facebook, $old, $code and $used stand
	// for tokens and codes.
	Params map[string]string
	// Later is how long after these were issued the request is sent.
	Later  time.Duration
	Status int
	// Body is the answer without its trace id.
	Body string
}

var trace = regexp.MustCompile(`,"fbtrace_id":"[^"]*"`)

// right are the parameters of a right request to each address.
var right = map[string]map[string]string{
	"GET /oauth/authorize":          {"client_id": "demo-app", "redirect_uri": redirect, "response_type": "code", "scope": all},
	"GET /v25.0/dialog/oauth":       {"client_id": "demo-app", "redirect_uri": redirect, "response_type": "code", "scope": pages},
	"POST /oauth/access_token":      {"client_id": "demo-app", "client_secret": "demo-secret", "grant_type": "authorization_code", "redirect_uri": redirect, "code": "$code"},
	"GET /access_token":             {"grant_type": "ig_exchange_token", "client_secret": "demo-secret", "access_token": "$short"},
	"GET /refresh_access_token":     {"grant_type": "ig_refresh_token", "access_token": "$long"},
	"GET /v25.0/oauth/access_token": {"client_id": "demo-app", "client_secret": "demo-secret", "redirect_uri": redirect, "code": "$facebookCode"},
	"GET /debug_token":              {"access_token": "demo-app|demo-secret", "input_token": "$short"},
	"GET /me/permissions":           {"access_token": "$short"},
	"DELETE /me/permissions":        {"access_token": "$short"},
}

func TestLogin_refusesInMetasWords(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/refused.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []refusal
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	w := open(t, localgraph.Options{})
	named := strings.NewReplacer(
		"$short", w.short(instagram), "$long", w.long(instagram), "$code", w.code(instagram), "$used", used(w, instagram),
		"$facebookCode", w.code(facebook), "$facebookUsed", used(w, facebook), "$facebook", w.short(facebook),
		"$system", w.short(login{window: facebook.window, more: []string{"config_id", "demo-system"}}),
	)
	start := w.now
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			w.t, w.now = t, start.Add(c.Later)
			if c.Method == "" {
				c.Method = http.MethodGet
			}
			params := url.Values{}
			for name, value := range right[c.Method+" "+c.Path] {
				params.Set(name, named.Replace(value))
			}
			for name, value := range c.Params {
				params.Set(name, named.Replace(value))
				if value == "" {
					params.Del(name)
				}
			}
			address, form := c.Path, url.Values(nil)
			if c.Method == http.MethodPost {
				form = params
			} else {
				address += "?" + params.Encode()
			}
			answer := w.call(c.Method, address, form)
			if answer.Code != max(c.Status, http.StatusBadRequest) || answer.Header().Get("Location") != "" {
				t.Fatalf("status %d: %s", answer.Code, answer.Body)
			}
			if got := trace.ReplaceAllString(answer.Body.String(), ""); got != c.Body {
				t.Errorf("got  %s\nwant %s", got, c.Body)
			}
		})
	}
}

// used returns a code that is used up.
func used(w *world, l login) string {
	code := w.code(l)
	w.redeem(l, code)
	return code
}
