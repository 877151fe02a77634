package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/localgraph"
)

func TestApp_findsWhatItKeepsByItsIDForThoseWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b, other := newBrowser(t, a), newBrowser(t, a)
	b.signIn("", "metricsaurus")
	b.signIn("?login=facebook", "metricsaurus", pagesScopes...)
	other.signIn("", "cretaceouscoffee")
	key, keyID := b.createKey("kind: SECRET")
	otherKey, otherID := b.createKey("kind: SECRET, name: \"another\"")
	meant := []string{"X-GramQL-CSRF", "1"}
	got := b.ask(`{ viewer { accounts { __typename id username } apiKeys { __typename id prefix } sessions { __typename id current } } }`, meant...)
	ids := map[string]string{}
	var all []string
	for _, list := range []string{"accounts", "apiKeys", "sessions"} {
		for i, each := range apptest.List(got.Data, "viewer", list) {
			id := apptest.At(each, "id").(string)
			ids[fmt.Sprint(list, i)], all = id, append(all, id)
		}
	}
	const node = ` __typename id ... on ConnectedAccount { username user { username } } ... on ApiKey { prefix kind } ... on Session { current }`
	found := b.ask(`{ nodes(ids: `+quoted(all)+`) {`+node+`} }`, meant...)
	if len(found.Errors) > 0 || len(apptest.List(found.Data, "nodes")) != len(all) || len(all) != 5 {
		t.Fatalf("%d ids: %+v", len(all), found)
	}
	for i, each := range apptest.List(found.Data, "nodes") {
		alone := b.ask(`query { node(id: "`+all[i]+`") {`+node+`} }`, meant...)
		if apptest.At(each, "id") != all[i] || fmt.Sprint(apptest.At(alone.Data, "node")) != fmt.Sprint(each) {
			t.Errorf("%s: %v in a list, and %+v alone", all[i], each, alone)
		}
	}
	for i, want := range map[int]string{0: "ConnectedAccount", 1: "ConnectedAccount", 2: "ApiKey", 3: "ApiKey", 4: "Session"} {
		if apptest.At(found.Data, "nodes", i, "__typename") != want || i < 2 && apptest.At(found.Data, "nodes", i, "user", "username") != "metricsaurus" {
			t.Errorf("%+v", apptest.At(found.Data, "nodes", i))
		}
	}
	// By a key its accounts and itself are seen; by another's session, and a Graph API token, nothing is.
	for who, c := range map[string]struct {
		by     *browser
		header []string
		sees   string
	}{
		"a key":             {b.stranger(), []string{"Authorization", "Bearer " + key}, "accounts0 accounts1 " + keyID},
		"another key":       {b.stranger(), []string{"Authorization", "Bearer " + otherKey}, "accounts0 accounts1 " + otherID},
		"another person":    {other, meant, ""},
		"a Graph API token": {b.stranger(), []string{"Authorization", "Bearer " + localgraph.DemoToken}, ""},
	} {
		for name, id := range ids {
			got := c.by.ask(`{ node(id: "`+id+`") { id __typename } }`, c.header...)
			sees := strings.Contains(c.sees, name) || strings.Contains(c.sees, id)
			if len(got.Errors) > 0 || (apptest.At(got.Data, "node", "id") == id) != sees || (apptest.At(got.Data, "node") != nil) != sees {
				t.Errorf("%s asks for %s: %+v", who, name, got)
			}
		}
	}
	if got := newBrowser(t, a).ask(`{ node(id: "`+all[0]+`") { id } }`, meant...); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("nobody asks: %+v", got)
	}
	for name, id := range map[string]string{"another type's": globalid.NewKept("Viewer", "A"), "a type's that is none": globalid.NewKept("Nothing", "A"), "a media's": globalid.NewKept("Media", "A")} {
		if got := b.ask(`{ node(id: "`+id+`") { id } }`, meant...); got.Code() == "" || got.Code() == "INTERNAL" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := b.ask(`{ node(id: "`+globalid.NewKept("Session", "nobodys")+`") { id } }`, meant...); len(got.Errors) > 0 || apptest.At(got.Data, "node") != nil {
		t.Errorf("a session that there is none of: %+v", got)
	}
}

func TestApp_takesWhatItKeepsByItsID(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	b.signIn("", "metricsaurus")
	b.signIn("", "cretaceouscoffee")
	meant := []string{"X-GramQL-CSRF", "1"}
	second := apptest.At(b.ask(`{ viewer { accounts { id } } }`, meant...).Data, "viewer", "accounts", 1, "id").(string)
	if got := b.ask(whoAmI, append(meant, "X-GramQL-Account", second)...); apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
		t.Errorf("in the header: %+v", got)
	}
	key, id := b.createKey(`kind: SECRET, accounts: ["` + second + `"]`)
	if got := b.stranger().ask(whoAmI, "Authorization", "Bearer "+key); apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
		t.Errorf("of a key: %+v", got)
	}
	ended := func(field, input, payload string) any {
		t.Helper()
		got := b.ask(`mutation { `+field+`(input: {`+input+`}) { `+payload+` } }`, meant...)
		if len(got.Errors) > 0 {
			t.Errorf("%s: %+v", field, got)
		}
		return apptest.At(got.Data, field, payload)
	}
	if got := ended("revokeApiKey", `apiKeyId: "`+id+`"`, "revokedApiKeyId"); got != id {
		t.Errorf("the key %s ended as %v", id, got)
	}
	if got := ended("disconnectAccount", `accountId: "`+second+`"`, "disconnectedAccountIds"); fmt.Sprint(got) != fmt.Sprint([]any{second}) {
		t.Errorf("the connection %s ended as %v", second, got)
	}
	session := apptest.At(b.ask(`{ viewer { sessions { id } } }`, meant...).Data, "viewer", "sessions", 0, "id")
	if got := ended("revokeSession", fmt.Sprintf("sessionId: %q", session), "revokedSessionId"); got != session {
		t.Errorf("the session %s ended as %v", session, got)
	}
	if got := b.ask(whoAmI, meant...); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("after that: %+v", got)
	}
}

// quoted returns texts as a list in GraphQL.
func quoted(texts []string) string {
	list, _ := json.Marshal(texts) // texts are always JSON
	return string(list)
}
