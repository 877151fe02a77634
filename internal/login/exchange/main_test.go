package exchange_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/login/exchange"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is when the tests happen.
var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// redirect is where Meta's window sends people back to.
const redirect = "http://127.0.0.1/login/callback"

// world is the local graph, and a client of it.
type world struct {
	t *testing.T
	*exchange.Client
	providers exchange.Providers
	// gate, unless nil, answers a call in the local graph's place.
	gate func(w http.ResponseWriter, r *http.Request) bool
}

// open starts a world; set, unless nil, changes what the client is made of.
func open(t *testing.T, set func(*exchange.Options)) *world {
	t.Helper()
	w := &world{t: t}
	now := func() time.Time { return noon }
	graph, err := localgraph.Open(t.Context(), localgraph.Options{Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	meta := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.gate == nil || !w.gate(rw, r) {
			graph.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(meta.Close)
	base, err := url.Parse(meta.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.providers = exchange.Upstream{Base: base, Version: "v27.0"}.Providers()
	o := exchange.Options{ID: "demo-app", Secret: "demo-secret", Redirect: redirect, Now: now}
	if set != nil {
		set(&o)
	}
	w.Client = exchange.New(o)
	return w
}

// provider returns that of a login type.
func (w *world) provider(login dialect.Login) exchange.Provider {
	w.t.Helper()
	p, ok := w.providers.Of(login)
	if !ok {
		w.t.Fatalf("there is no login by %s", login)
	}
	return p
}

// code has a person allow some permissions of metricsaurus in Meta's window.
func (w *world) code(p exchange.Provider, scopes ...string) string {
	w.t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(p.Window("demo-app", redirect, "state", false), url.Values{"action": {"allow"}, "account": {"metricsaurus"}, "scope": scopes})
	if err != nil {
		w.t.Fatal(err)
	}
	_ = answer.Body.Close()
	back, err := answer.Location()
	if err != nil {
		w.t.Fatal(answer.Status, err)
	}
	code, _, _ := strings.Cut(back.Query().Get("code"), "#")
	return code
}

// answers has the local graph answer calls, by the ends of their paths of which the longest
// counts, with a status and a body.
func (w *world) answers(status int, bodies map[string]string) {
	w.gate = func(rw http.ResponseWriter, r *http.Request) bool {
		longest, found := "", false
		for path := range bodies {
			if strings.HasSuffix(r.URL.Path, path) && len(path) >= len(longest) {
				longest, found = path, true
			}
		}
		if found {
			rw.WriteHeader(status)
			_, _ = io.WriteString(rw, bodies[longest])
		}
		return found
	}
}
