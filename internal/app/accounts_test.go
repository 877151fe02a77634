package app_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
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

func TestApp_readsConnectedAccountsInTheirOwnNames(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t, "-local-control", "on")
	apptest.InMemory(&settings)
	a := apptest.Serve(t, settings)
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("", "metricsaurus", "instagram_business_manage_insights")
	b.signIn("", "cretaceouscoffee")
	meant := []string{"X-GramQL-CSRF", "1"}
	const query = `{ me { username } viewer { accounts { username user { id username followersCount media(first: 2) { nodes { id permalink } } insights(metrics: [REACH], period: DAY) { name } } } } }`
	got := b.ask(query, meant...)
	for i, name := range []string{"metricsaurus", "cretaceouscoffee"} {
		if apptest.At(got.Data, "viewer", "accounts", i, "user", "username") != name || len(apptest.List(got.Data, "viewer", "accounts", i, "user", "media", "nodes")) != 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if len(got.Errors) != 1 || got.Code() != "FORBIDDEN" || !strings.HasPrefix(pathOf(got), "viewer.accounts.1.user.insights") {
		t.Errorf("a permission that one account lacks: %+v", got.Errors)
	}
	if onward := b.ask(`{ viewer { accounts { user { media(first: 30) { nodes { id caption } } } } } }`, meant...); len(onward.Errors) > 0 || len(apptest.List(onward.Data, "viewer", "accounts", 0, "user", "media", "nodes")) != 30 {
		t.Errorf("pages after the first: %+v", onward.Errors)
	}
	m.control(http.MethodPost, "faults", `[{"kind":"OtherError","path":"/*","status":400,"body":"{\"error\":{\"code\":190}}"}]`)
	m.pass(2)
	b.dies("cretaceouscoffee")
	m.control(http.MethodDelete, "faults", "")
	got = b.ask(`{ viewer { accounts { state user { username biography } } } }`, meant...)
	if apptest.At(got.Data, "viewer", "accounts", 0, "user", "username") != "metricsaurus" || len(got.Errors) != 1 || got.Code() != "UNAUTHENTICATED" || pathOf(got) != "viewer.accounts.1.user" ||
		got.Errors[0].Extensions["loginUrl"] == nil || got.Errors[0].Extensions["reauthenticate"] != true {
		t.Errorf("an account that has to sign in again: %+v", got)
	}
	m.pass(17)
	const websites = `{ viewer { accounts { user { website } } } }`
	if got := b.ask(websites, meant...); apptest.At(got.Data, "viewer", "accounts", 0, "user", "website") == nil {
		t.Errorf("%+v", got)
	}
	m.control(http.MethodPost, "faults", `[{"kind":"OtherError","path":"/*","status":503,"body":"{}"}]`)
	m.pass(42)
	until(t, "the other account has to sign in again", func() bool {
		return apptest.At(b.ask(accounts, meant...).Data, "viewer", "accounts", 0, "state") == "NEEDS_REAUTHENTICATION"
	})
	if got := b.ask(websites, meant...); apptest.At(got.Data, "viewer", "accounts", 0, "user", "website") == nil || !got.Extensions.Reauthenticate || !got.Extensions.Cache.Stale {
		t.Errorf("what was read before: %+v", got)
	}
}

func TestApp_listsAllConnectedAccounts(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t, "-local-control", "on")
	apptest.InMemory(&settings)
	a := apptest.Serve(t, settings)
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("", "metricsaurus", "instagram_business_manage_insights")
	const list = `{ me { username } accounts { id username ...F insights(metrics: [REACH], period: DAY) { name } } } fragment F on User { media(first: 30) { nodes { id caption } } }`
	meant := []string{"X-GramQL-CSRF", "1"}
	if got := b.ask(`{ accounts { username } }`, meant...); len(apptest.List(got.Data, "accounts")) != 1 {
		t.Errorf("one account: %+v", got)
	}
	b.signIn("", "cretaceouscoffee")
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	for _, me := range []string{"metricsaurus", "cretaceouscoffee"} {
		got := b.ask(list, append(meant, "X-GramQL-Account", me)...)
		if apptest.At(got.Data, "me", "username") != me || len(apptest.List(got.Data, "accounts")) != 2 || len(got.Errors) != 1 || got.Code() != "FORBIDDEN" || !strings.HasPrefix(pathOf(got), "accounts.1.insights") {
			t.Errorf("in the name of %s: %+v", me, got)
		}
		for i, name := range []string{"metricsaurus", "cretaceouscoffee"} {
			if apptest.At(got.Data, "accounts", i, "username") != name || len(apptest.List(got.Data, "accounts", i, "media", "nodes")) != 30 {
				t.Errorf("%s: %+v", name, apptest.At(got.Data, "accounts", i))
			}
		}
	}
	if got := b.ask(`{ accounts { media(first: 120) { nodes { id } } } }`, append(meant, "X-GramQL-Account", "cretaceouscoffee")...); len(got.Errors) > 0 || len(apptest.List(got.Data, "accounts", 0, "media", "nodes")) != 120 {
		t.Errorf("a page after the first, of an account in whose name nobody asks: %+v", got.Errors)
	}
	if got := b.ask(`{ a: accounts { id } b: accounts { name } c: accounts { __typename } }`, meant...); len(got.Errors) > 0 || len(apptest.List(got.Data, "a")) != 2 || len(apptest.List(got.Data, "b")) != 2 || len(apptest.List(got.Data, "c")) != 2 {
		t.Errorf("three lists: %+v", got)
	}
	key, _ := b.createKey(`kind: SECRET, accounts: ["cretaceouscoffee"]`)
	if got := b.stranger().ask(`{ accounts { username } }`, "Authorization", "Bearer "+key); len(got.Errors) > 0 || len(apptest.List(got.Data, "accounts")) != 1 || apptest.At(got.Data, "accounts", 0, "username") != "cretaceouscoffee" {
		t.Errorf("by a key of one account: %+v", got)
	}
	m.control(http.MethodPost, "faults", `[{"kind":"OtherError","path":"/*","status":400,"body":"{\"error\":{\"code\":190}}"}]`)
	m.pass(2)
	b.ask(`{ me { followersCount } }`, append(meant, "X-GramQL-Account", "cretaceouscoffee")...)
	m.control(http.MethodDelete, "faults", "")
	got := b.ask(`{ accounts { username biography } }`, meant...)
	if len(apptest.List(got.Data, "accounts")) != 1 || apptest.At(got.Data, "accounts", 0, "username") != "metricsaurus" || len(got.Errors) != 1 || got.Code() != "UNAUTHENTICATED" || pathOf(got) != "accounts" {
		t.Errorf("an account that has to sign in again: %+v", got)
	}
}

func pathOf(got apptest.Answer) string {
	text, _ := json.Marshal(got.Errors[0].Path)
	return strings.NewReplacer("[", "", "]", "", `"`, "", ",", ".").Replace(string(text))
}

func TestApp_readsAccountsOfOneTokenTogether(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t)
	b := newBrowser(t, a)
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	for query, calls := range map[string]int{
		"{ viewer { accounts { user { username } } } }":                                                                    1,
		"{ viewer { accounts { user { id } } } }":                                                                          0,
		"{ viewer { accounts { user { __typename } } } }":                                                                  0,
		"{ viewer { accounts { a: user { username } b: user { username name } c: user { biography } } } }":                 3,
		"{ viewer { accounts { user { username media(first: 1) { nodes { id caption children { nodes { id } } } } } } } }": 1,
	} {
		got := b.ask(query, "X-GramQL-CSRF", "1", "Cache-Control", "no-cache", "Explain", "1")
		users := apptest.List(got.Data, "viewer", "accounts")
		if len(got.Errors) > 0 || len(users) != 2 || got.Extensions.Cost.Actual > 10*calls+10 || got.Extensions.Cost.Actual > got.Extensions.Cost.Estimated || (got.Extensions.Cost.Actual < 10) != (calls == 0) {
			t.Errorf("%s: %+v", query, got)
		}
	}
	b.signIn("", "metricsaurus")
	key, _ := b.createKey(`kind: SECRET, accounts: ["metricsaurus"], scopes: ["read", "instagram_business_manage_insights"]`)
	got := b.stranger().ask("{ viewer { accounts { login user { username } } } me { username } }", "Authorization", "Bearer "+key)
	for _, each := range apptest.List(got.Data, "viewer", "accounts") {
		if apptest.At(each, "user", "username") != nil && apptest.At(each, "login") != "INSTAGRAM" {
			t.Errorf("by a token that opens others, too: %+v", got)
		}
	}
	if len(apptest.List(got.Data, "viewer", "accounts")) != 2 || len(got.Errors) != 1 || got.Code() != "UNAUTHENTICATED" {
		t.Errorf("by a key of one account: %+v", got)
	}
}

// What one Facebook token is for is one list of the Graph API's, as it is without a session.
func TestApp_listsAccountsOfOneTokenByOneCall(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t, "-local-control", "on")
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	m.control(http.MethodDelete, "calls", "")
	got := b.ask(`{ accounts { username } }`, "X-GramQL-CSRF", "1", "Cache-Control", "no-cache")
	if len(got.Errors) > 0 || len(apptest.List(got.Data, "accounts")) != 2 {
		t.Errorf("%+v", got)
	}
	if calls := m.control(http.MethodGet, "calls", ""); strings.Count(calls, `"path"`) != 1 || !strings.Contains(calls, `/me/accounts"`) {
		t.Errorf("calls: %s", calls)
	}
}

func TestApp_saysWhereAnAccountIsConnectedAgainByItsLoginType(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t, "-local-control", "on")
	apptest.InMemory(&settings)
	a := apptest.Serve(t, settings)
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("?login=instagram", "cretaceouscoffee")
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "pages_read_engagement", "instagram_basic")
	meant, other := []string{"X-GramQL-CSRF", "1"}, []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", "metricsaurus"}
	again := func(kind, account string) {
		m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"`+account+`"}`)
		until(t, account+" is revoked", func() bool {
			return strings.Contains(fmt.Sprint(b.ask(`{ viewer { accounts { username state } } }`, meant...).Data), "state:REVOKED username:"+account)
		})
		for query, header := range map[string][]string{
			`{ me { username } }`:                           append(slices.Clone(meant), "X-GramQL-Account", account),
			`{ accounts { username } }`:                     other,
			`{ viewer { accounts { user { username } } } }`: meant,
		} {
			got := b.ask(query, header...)
			if !slices.ContainsFunc(got.Errors, func(e apptest.Error) bool { return e.Extensions["loginUrl"] == b.base+"/login?login="+kind }) {
				t.Errorf("%s of %s: %+v", query, account, got.Errors)
			}
		}
	}
	again("facebook", "metricsaurus")
	again("instagram", "cretaceouscoffee")
}
