package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
)

func TestApp_answersOverItsOwnLocalGraph(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	w := apptest.NewWorld(t, a.GraphQL())
	before := a.LocalGraph().Statements()
	got := w.Do(localgraph.DemoToken, apptest.FeedOperation, nil)
	if n := len(apptest.List(got.Data, "me", "media", "nodes")); n != 10 || len(got.Errors) > 0 {
		t.Errorf("%d media, errors %+v", n, got.Errors)
	}
	if n := len(got.Extensions.Explain.Calls); n != 1 {
		t.Errorf("%d calls", n)
	}
	// The account and its media, their children and comments, and the replies.
	if n := a.LocalGraph().Statements() - before; n != 5 {
		t.Errorf("%d SQL statements for five levels", n)
	}
	for token, want := range map[string]int{localgraph.DemoToken: 50, apptest.FacebookToken: 1} {
		lookUp := w.Do(token, apptest.NodesByID, map[string]any{"ids": w.Newest(token, 50)})
		if calls := lookUp.Extensions.Explain.Calls; len(calls) != want {
			t.Errorf("50 ids take %d calls with %s, want %d as at Meta's servers", len(calls), token, want)
		}
	}
	image := apptest.At(w.Ask(localgraph.DemoToken, "{ me { profilePictureUrl } }", nil), "me", "profilePictureUrl").(string)
	if r, err := http.Get(image); err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("the profile picture %s: %v", image, err)
	} else {
		_ = r.Body.Close()
	}
}

func TestApp_startLinesTellWhereEverythingIs(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	var out bytes.Buffer
	if err := a.WriteStart(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	base := strings.TrimSuffix(a.GraphQL(), "/graphql")
	if len(lines) != 4 || lines[0] != "graphql: "+a.GraphQL() || lines[1] != "playground: "+base+"/" ||
		!strings.HasPrefix(lines[2], "graph: http://127.0.0.1:") || lines[3] != "demo token: "+localgraph.DemoToken {
		t.Errorf("%q", lines)
	}
}

func TestApp_explainsNothingWhenItIsSwitchedOff(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.Explain = false })
	if body := w.Post(localgraph.DemoToken, "{ me { username } }", nil); bytes.Contains(body, []byte("explain")) {
		t.Errorf("%s", body)
	}
}

func TestApp_speaksTheLoginTypeOfTheSettings(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, func(s *config.Settings) { s.Login = dialect.BasicDisplay })
	a := w.Do("IGQVdemojayposiris", "{ me { username name } }", nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "UNSUPPORTED" || apptest.At(a.Data, "me", "username") != "jayposiris" {
		t.Errorf("%+v", a)
	}
	w = apptest.Start(t, func(s *config.Settings) { s.Login = dialect.Facebook })
	if w.Do(localgraph.DemoToken, "{ me { username } }", nil); !slices.Equal(w.Drain(), []string{
		"GET /v25.0/me/accounts?fields=instagram_business_account{id,username}&limit=1",
		"GET /v25.0/me/accounts?fields=instagram_business_account{id}&limit=1", // to see that no field is to blame
	}) {
		t.Error("the setting does not decide over the token's first letters")
	}
}

func TestApp_refusesAMalformedAuthorization(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for _, header := range []string{"Basic", "Basic abc", "Bearer a b"} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL, strings.NewReader(`{"query":"{ me { id } }"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", header)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		_, _ = body.ReadFrom(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized || !strings.Contains(body.String(), "UNAUTHENTICATED") {
			t.Errorf("Authorization %q: status %d, %s", header, response.StatusCode, &body)
		}
	}
	if calls := w.Drain(); len(calls) > 0 {
		t.Errorf("calls were made: %s", calls)
	}
}

func TestApp_answersAllAtOnceWithoutMixingThem(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	viewers := []struct{ token, username, newest string }{
		{localgraph.DemoToken, "metricsaurus", apptest.NewestPost}, {"IGQVdemojayposiris", "jayposiris", "17895695668004550"},
	}
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			v, n := viewers[i%2], 1+i/2
			key := fmt.Sprintf("m%d", i)
			data := w.Do(v.token, fmt.Sprintf("{ me { username %s: media(first: %d) { nodes { graphId username } } } }", key, n), nil).Data
			nodes := apptest.List(data, "me", key, "nodes")
			if apptest.At(data, "me", "username") != v.username || apptest.At(nodes, 0, "graphId") != v.newest || v.username == "metricsaurus" && len(nodes) != n {
				t.Errorf("%s with first: %d has %d media: %v", v.username, n, len(nodes), apptest.At(data, "me", "username"))
			}
			for _, node := range nodes {
				if apptest.At(node, "username") != v.username {
					t.Errorf("%s is shown a media of %v", v.username, apptest.At(node, "username"))
				}
			}
		})
	}
	all.Wait()
}
