package app_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

func TestApp_findsConnectedAccountsByTheirIDsInTheirOwnNames(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	meant := []string{"X-GramQL-CSRF", "1"}
	both(b)
	listed := b.ask(`{ accounts { id graphId media(first: 2) { pageInfo { endCursor } nodes { id } } } }`, meant...)
	at := func(path ...any) string {
		return fmt.Sprint(apptest.At(listed.Data, append([]any{"accounts"}, path...)...))
	}
	first, second, cursor := at(0, "id"), at(1, "id"), at(1, "media", "pageInfo", "endCursor")
	const user = ` ... on User { id username media(first: 2) { nodes { id caption } } }`
	for name, c := range map[string]struct {
		query string
		calls int
		path  []any
	}{
		"node":                 {`{ node(id: "` + second + `") {` + user + `} }`, 1, []any{"node"}},
		"user by a global id":  {`{ user(id: "` + second + `") {` + user + `} }`, 1, []any{"user"}},
		"user by a graphId":    {`{ user(id: "` + at(1, "graphId") + `") {` + user + `} }`, 1, []any{"user"}},
		"nodes, one of them":   {`{ nodes(ids: ["` + second + `"]) {` + user + `} }`, 1, []any{"nodes", 0}},
		"nodes, the other too": {`{ nodes(ids: ["` + second + `", "` + first + `"]) { id` + user + `} }`, 2, []any{"nodes", 0}},
		"a page after another": {`{ node(id: "` + second + `") { ... on User { username media(first: 2, after: "` + cursor + `") { nodes { id } } } } }`, 1, []any{"node"}},
		"by an alias":          {`{ x: node(id: "` + second + `") { __typename ... on User { u: username username media(first: 30) { nodes { caption } } } } }`, 1, []any{"x"}},
	} {
		for range 2 {
			calls, got := m.made(b, c.query, append(meant, "Cache-Control", "no-cache")...)
			if len(got.Errors) > 0 || calls > c.calls || apptest.At(apptest.At(got.Data, c.path...), "username") != "cretaceouscoffee" || len(apptest.List(apptest.At(got.Data, c.path...), "media", "nodes")) < 2 ||
				got.Extensions.Cost.Actual > got.Extensions.Cost.Estimated {
				t.Errorf("%s, %d calls: %+v", name, calls, got)
			}
		}
	}
	for query, want := range map[string]string{
		`{ node(id: "` + first + `") {` + user + `} }`: "metricsaurus",
	} {
		if calls, got := m.made(b, query, append(meant, "Cache-Control", "no-cache")...); calls != 1 || apptest.At(got.Data, "node", "username") != want {
			t.Errorf("%s, %d calls: %+v", query, calls, got)
		}
	}
	bound, _ := b.createKey(`kind: SECRET, accounts: ["metricsaurus"]`)
	if got := b.stranger().ask(`{ node(id: "`+second+`") { id } }`, "Authorization", "Bearer "+bound); len(got.Errors) > 0 || apptest.At(got.Data, "node") != nil {
		t.Errorf("by a key of another account: %+v", got)
	}
	m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"cretaceouscoffee"}`)
	if got := b.ask(`{ nodes(ids: ["`+first+`", "`+second+`"]) {`+user+`} }`, meant...); len(got.Errors) != 1 || got.Code() != "UNAUTHENTICATED" || pathOf(got) != "nodes.1" || apptest.At(got.Data, "nodes", 0, "username") != "metricsaurus" {
		t.Errorf("an account that took its access back: %+v", got)
	}
}
