package hostile_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// pages takes several pages of its edge.
const pages = `{ me { media(first: 120) { nodes { id comments(first: 60) { nodes { id } } } } } }`

// two looks two media up besides.
var two = `{ me { username } nodes(ids: ["` + globalid.New("Media", apptest.NewestPost) + `", "` + globalid.New("Media", apptest.SecondPost) + `"]) { ... on Media { caption } } }`

// canary counts who comes by.
func canary(t *testing.T) (url string, hits *atomic.Int32) {
	t.Helper()
	hits = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	t.Cleanup(server.Close)
	return server.URL, hits
}

func TestUpstream_linksAreNeverFollowed(t *testing.T) {
	t.Parallel()
	url, hits := canary(t)
	w := apptest.StartFaulty(t, localgraph.Options{}, []fault.Fault{
		{Kind: fault.ForeignLinks, To: url}, {Kind: fault.ShortPage, Edge: "media", Times: 3},
	})
	data := w.Ask(apptest.FacebookToken, pages, nil)
	if calls, media := w.Drain(), apptest.List(data, "me", "media", "nodes"); len(calls) < 3 || len(media) != 120 {
		t.Errorf("%d media by the calls %v, want all by several", len(media), calls)
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the other server was asked %d times", n)
	}
}

func TestUpstream_redirectsAreNeverFollowed(t *testing.T) {
	t.Parallel()
	url, hits := canary(t)
	for _, token := range []string{localgraph.DemoToken, apptest.FacebookToken} {
		for _, lookups := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
			w := apptest.StartFaulty(t, localgraph.Options{Legacy: true}, []fault.Fault{{Kind: fault.Redirected, To: url}}, func(s *config.Settings) {
				s.Lookups = lookups
			})
			body := string(w.Post(token, two, nil))
			if !strings.Contains(body, "UPSTREAM_ERROR") || strings.Contains(body, url) {
				t.Errorf("a redirect of %s to %s is answered %s", lookups, url, body)
			}
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("the other server was asked %d times", n)
	}
}

func TestUpstream_thatRequiresAProofGetsItWithEachCall(t *testing.T) {
	t.Parallel()
	for _, lookups := range []dialect.LookupMode{dialect.IDs, dialect.Batch, dialect.Single} {
		for secret, want := range map[config.Secret]string{appSecret: "", "": "UPSTREAM_ERROR", "another": "UPSTREAM_ERROR"} {
			w := apptest.StartFaulty(t, localgraph.Options{Legacy: true, AppSecret: appSecret, Proof: true}, nil, func(s *config.Settings) {
				s.AppSecret, s.Lookups = secret, lookups
			})
			a := w.Do(apptest.FacebookToken, two, nil)
			for _, e := range a.Errors {
				if hint, _ := e.Extensions["hint"].(string); e.Extensions["code"] != want || !strings.Contains(hint, "-app-secret-file") {
					t.Errorf("%s: %+v", lookups, e)
				}
			}
			if (apptest.At(a.Data, "me", "username") == "metricsaurus") != (want == "") || (apptest.At(a.Data, "nodes", 1, "caption") != nil) != (want == "") {
				t.Errorf("%s: %v and %d errors, want code %q", lookups, a.Data, len(a.Errors), want)
			}
			if calls := w.Drain(); len(calls) > 3 {
				t.Errorf("%s: %d calls; none can help", lookups, len(calls))
			}
		}
	}
}

func TestUpstream_thatIsNotThereIsToldWithoutItsAddress(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	w := apptest.NewWorld(t, apptest.Serve(t, apptest.Settings(t, "-graph", gone.URL, "-login", "facebook", "-cache", "off")).GraphQL())
	body := string(w.Post(apptest.FacebookToken, "{ me { username } }", nil))
	if !strings.Contains(body, "UPSTREAM_ERROR") {
		t.Errorf("%s", body)
	}
	for _, inner := range []string{"127.0.0.1", "dial", "connection refused", ".go", "goroutine", "github.com", "SELECT"} {
		if strings.Contains(body, inner) {
			t.Errorf("the answer tells of %q: %s", inner, body)
		}
	}
}
