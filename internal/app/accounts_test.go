package app_test

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/globalid"
)

// The Graph API ids of the demo world's accounts.
const metricsaurus, cretaceouscoffee = "17841405822304914", "17841405309211844"

// twoPages runs a program over a local graph in which one person has a Page for each of two
// accounts.
func twoPages(t *testing.T, flags ...string) (*app.App, config.Settings) {
	t.Helper()
	settings := apptest.Settings(t, flags...)
	a := apptest.Serve(t, settings)
	graph, err := sql.Open("sqlite", filepath.Join(settings.Data, "graph.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = graph.Close() }()
	if _, err := graph.ExecContext(t.Context(), `INSERT INTO page (id, person_id, account_id, name, category, category_list, tasks, access_token)
		SELECT id + 1, person_id, $1, 'Cretaceous Coffee', category, category_list, tasks, 'EAAdemocoffeepage' FROM page`, cretaceouscoffee); err != nil {
		t.Fatal(err)
	}
	return a, settings
}

// pagesScopes are what Facebook Login needs to reach accounts.
var pagesScopes = []string{"pages_show_list", "pages_read_engagement", "instagram_basic"}

func TestApp_asksInTheNameOfTheAccountThatIsChosen(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t)
	b := newBrowser(t, a)
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	meant := []string{"X-GramQL-CSRF", "1"}
	known := b.ask("{ viewer { accounts { id username } } }", meant...)
	ids := map[string]string{}
	for _, each := range apptest.List(known.Data, "viewer", "accounts") {
		ids[apptest.At(each, "username").(string)] = apptest.At(each, "id").(string)
	}
	if len(ids) != 2 {
		t.Fatalf("%+v", known)
	}
	first := "metricsaurus"
	if apptest.At(known.Data, "viewer", "accounts", 0, "username") != first {
		first = "cretaceouscoffee"
	}
	for name, c := range map[string]struct{ header, username string }{
		"no header":                  {"", first},
		"a username":                 {"cretaceouscoffee", "cretaceouscoffee"},
		"a username in capitals":     {"MetricSaurus", "metricsaurus"},
		"a Graph API id":             {cretaceouscoffee, "cretaceouscoffee"},
		"a global id":                {globalid.New("User", metricsaurus), "metricsaurus"},
		"the id of a connection":     {ids["cretaceouscoffee"], "cretaceouscoffee"},
		"another account's username": {"jayposiris", ""},
		"the id of another type":     {globalid.New("Media", cretaceouscoffee), ""},
	} {
		for _, query := range []string{
			"{ me { username } }", "{ me { username media(first: 1) { nodes { id } } } }", "{ b: me { id } me { username } }", "{ me { username } rateLimit { publishing { quotaUsage } } }",
			"query Who { __typename me { username } }",
		} {
			got := b.ask(query, append(meant, "X-GramQL-Account", c.header)...)
			if c.username == "" {
				if got.Code() != "UNAUTHENTICATED" || !strings.Contains(got.Errors[0].Message, "X-GramQL-Account") {
					t.Errorf("%s, %s: %+v", name, query, got)
				}
			} else if apptest.At(got.Data, "me", "username") != c.username || strings.Contains(query, "rateLimit") != (len(got.Errors) > 0) {
				t.Errorf("%s, %s: %+v", name, query, got)
			}
		}
	}
	if got := b.ask("{ me { __typename } accounts { username } }", append(meant, "X-GramQL-Account", "cretaceouscoffee")...); len(apptest.List(got.Data, "accounts")) != 2 || apptest.At(got.Data, "me", "__typename") != "User" {
		t.Errorf("all accounts: %+v", got)
	}
}

func TestApp_asksOverSocketsInTheNameOfTheAccountThatIsChosen(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t)
	b := newBrowser(t, a)
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	key, _ := b.createKey("kind: SECRET")
	const who = `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`
	for name, c := range map[string]struct {
		header, said []string
		want         string
	}{
		"the header":                       {[]string{"X-GramQL-Account", "cretaceouscoffee"}, nil, `"username":"cretaceouscoffee"`},
		"the payload":                      {nil, []string{"X-GramQL-Account", "cretaceouscoffee"}, `"username":"cretaceouscoffee"`},
		"the payload before the header":    {[]string{"X-GramQL-Account", "cretaceouscoffee"}, []string{"x-gramql-account", "metricsaurus"}, `"username":"metricsaurus"`},
		"the payload, beside a key":        {nil, []string{"Authorization", "Bearer " + key, "X-GramQL-Account", "cretaceouscoffee"}, `"username":"cretaceouscoffee"`},
		"the header, beside a key":         {[]string{"X-GramQL-Account", "cretaceouscoffee"}, []string{"Authorization", "Bearer " + key}, `"username":"cretaceouscoffee"`},
		"an account that nobody connected": {nil, []string{"X-GramQL-Account", "nobody"}, "UNAUTHENTICATED"},
	} {
		header := http.Header{"Origin": {b.base}}
		for i := 0; i < len(c.header); i += 2 {
			header.Set(c.header[i], c.header[i+1])
		}
		conn, _, err := websocket.Dial(t.Context(), b.base+"/graphql", &websocket.DialOptions{HTTPClient: b.Client, Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: header})
		if err != nil {
			t.Fatal(err)
		}
		payload := map[string]string{}
		for i := 0; i < len(c.said); i += 2 {
			payload[c.said[i]] = c.said[i+1]
		}
		text, _ := json.Marshal(map[string]any{"type": "connection_init", "payload": payload})
		b.exchange(conn, string(text))
		if got := b.exchange(conn, who); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
		_ = conn.CloseNow()
	}
}

func TestApp_writesInTheNameOfTheAccountThatIsChosen(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t)
	b := newBrowser(t, a)
	b.signIn("?login=facebook", "metricsaurus", append(pagesScopes, "instagram_content_publish")...)
	for account, id := range map[string]string{"metricsaurus": metricsaurus, "cretaceouscoffee": cretaceouscoffee} {
		meant := []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", account}
		posted := b.ask(`mutation { publishMedia(input: {content: {image: {imageUrl: "http://127.0.0.1:1/none.jpg", caption: "`+account+`"}}}) { publication { id } } }`, meant...)
		publication := apptest.At(posted.Data, "publishMedia", "publication", "id")
		if publication == nil {
			t.Fatalf("%s: %+v", account, posted)
		}
		for other, shows := range map[string]bool{metricsaurus: id == metricsaurus, cretaceouscoffee: id == cretaceouscoffee} {
			got := b.ask(`{ user(id: "`+other+`") { publications { nodes { id } } } }`, meant...)
			if listed := len(apptest.List(got.Data, "user", "publications", "nodes")) > 0; shows && !listed {
				t.Errorf("%s, publications of %s: %+v", account, other, got)
			}
		}
		made := b.ask(`mutation { createContainer(input: {content: {image: {imageUrl: "http://127.0.0.1:1/none.jpg"}}}) { container { id } } }`, meant...)
		if made.Code() == "UNAUTHENTICATED" || made.Code() == "NOT_FOUND" {
			t.Errorf("%s makes a container: %+v", account, made)
		}
	}
}
