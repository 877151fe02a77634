package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/globalid"
)

// writer are the permissions of Instagram Login that writes need.
var writer = []string{"instagram_business_manage_comments", "instagram_business_content_publish"}

// both signs a browser in with two accounts, each with a token of its own, and returns the ids
// of the second one: of its connection, and of its user.
func both(b *browser) (ids map[string]string) {
	b.t.Helper()
	b.signIn("", "metricsaurus", writer...)
	b.signIn("", "cretaceouscoffee", writer...)
	return b.idsOf(1)
}

// idsOf returns all ids of a connected account of the browser's.
func (b *browser) idsOf(index int) (ids map[string]string) {
	b.t.Helper()
	got := b.ask(`{ viewer { accounts { id graphId user { id graphId } } } }`, "X-GramQL-CSRF", "1")
	text := func(path ...any) string {
		return fmt.Sprint(apptest.At(got.Data, append([]any{"viewer", "accounts", index}, path...)...))
	}
	return map[string]string{
		"the id of its connection": text("id"), "its Graph API id": text("graphId"), "its Graph API id as a global one": globalid.New("User", text("graphId")),
		"its user's id": text("user", "id"), "its user's graphId": text("user", "graphId"),
	}
}

// made returns how many calls came for an operation by a browser, and its answer.
func (m meta) made(by *browser, operation string, header ...string) (int, apptest.Answer) {
	m.t.Helper()
	m.control(http.MethodDelete, "calls", "")
	got := by.ask(operation, header...)
	return strings.Count(m.control(http.MethodGet, "calls", ""), `"path"`), got
}

func TestApp_writesAsTheConnectedAccountThatTheInputChooses(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	meant := []string{"X-GramQL-CSRF", "1"}
	ids := both(b)
	post := apptest.At(b.ask(`{ me { media(first: 1) { nodes { id } } } }`, append(meant, "X-GramQL-Account", "cretaceouscoffee")...).Data, "me", "media", "nodes", 0, "id")
	comment := func(account string) string {
		return fmt.Sprintf(`mutation { createComment(input: {mediaId: %q, message: "Hello", accountId: %q}) { comment { id text username } media { id owner { username } } } }`, post, account)
	}
	for name, id := range ids {
		calls, got := m.made(b, comment(id), meant...)
		if len(got.Errors) > 0 || apptest.At(got.Data, "createComment", "comment", "username") != "cretaceouscoffee" || apptest.At(got.Data, "createComment", "media", "id") != post {
			t.Errorf("%s: %+v", name, got)
		}
		if calls > 2 || got.Extensions.Cost.Actual > got.Extensions.Cost.Estimated {
			t.Errorf("%s takes %d calls: %s", name, calls, m.control(http.MethodGet, "calls", ""))
		}
	}
	all := fmt.Sprintf(`mutation { a: createComment(input: {mediaId: %q, message: "a", accountId: %q}) { comment { username } } b: createComment(input: {mediaId: %[1]q, message: "b"}) { comment { username } } }`, post, ids["its user's id"])
	if got := b.ask(all, meant...); apptest.At(got.Data, "a", "comment", "username") != "cretaceouscoffee" || apptest.At(got.Data, "b") != nil || len(got.Errors) != 1 || pathOf(got) != "b" {
		t.Errorf("one mutation as another account, and one as the viewer's own: %+v", got)
	}
	bound, _ := b.createKey(`kind: SECRET, accounts: ["metricsaurus"]`)
	free, _ := b.createKey(`kind: SECRET`)
	for name, id := range ids {
		for who, c := range map[string]struct{ key, code string }{
			"a key of all accounts":    {free, ""},
			"a key of another account": {bound, "NOT_FOUND"},
		} {
			if got := b.stranger().ask(comment(id), "Authorization", "Bearer "+c.key); got.Code() != c.code || c.code != "" && got.Errors[0].Extensions["outcome"] != "NOT_SENT" {
				t.Errorf("%s names %s: %+v", who, name, got)
			}
		}
	}
	for name, c := range map[string]struct{ id, code string }{
		"the id of a media":         {fmt.Sprint(post), "BAD_USER_INPUT"},
		"a text that is no id":      {"cretaceouscoffee", "BAD_USER_INPUT"},
		"an id that nobody has":     {"17841400000000001", "NOT_FOUND"},
		"a connection that none is": {globalid.NewKept("ConnectedAccount", "nobodys"), "NOT_FOUND"},
	} {
		if got := b.ask(comment(c.id), meant...); got.Code() != c.code {
			t.Errorf("%s: %+v", name, got)
		}
	}
	m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"cretaceouscoffee"}`)
	for name, id := range ids {
		if calls, got := m.made(b, comment(id), meant...); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["reauthenticate"] != true || got.Errors[0].Extensions["outcome"] != "NOT_SENT" || calls > 0 {
			t.Errorf("%s, which took its access back, after %d calls: %+v", name, calls, got)
		}
	}
}

func TestApp_publishesAsTheConnectedAccountThatTheInputChooses(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b := newBrowser(t, a)
	meant := []string{"X-GramQL-CSRF", "1"}
	ids := both(b)
	post := func(more string) (string, apptest.Answer) {
		got := b.ask(publishing(imageOf(t, a), `, idempotencyKey: "one"`+more), meant...)
		id, _ := apptest.At(got.Data, "publishMedia", "publication", "id").(string)
		return id, got
	}
	own, _ := post("")
	first, got := post(fmt.Sprintf(", accountId: %q", ids["its user's id"]))
	if own == "" || first == "" || first == own {
		t.Fatalf("as me %q, as another %q: %+v", own, first, got)
	}
	for name, id := range ids {
		if again, got := post(fmt.Sprintf(", accountId: %q", id)); again != first {
			t.Errorf("%s: %q, not %q: %+v", name, again, first, got)
		}
	}
	becomes(t, "PUBLISHED", func() any {
		return apptest.At(b.ask(`{ publication(id: "`+first+`") { state } }`, meant...).Data, "publication", "state")
	})
	for _, query := range []string{
		`{ publication(id: "` + first + `") { id media { caption } } }`, `{ publication: node(id: "` + first + `") { ... on Publication { id media { caption } } } }`,
		`{ nodes(ids: ["` + first + `", "` + own + `"]) { ... on Publication { id media { caption } } } }`,
	} {
		got := b.ask(query, meant...)
		one := apptest.At(got.Data, "publication")
		if one == nil {
			one = apptest.At(got.Data, "nodes", 0)
		}
		if len(got.Errors) > 0 || apptest.At(one, "id") != first || apptest.At(one, "media", "caption") != "later" {
			t.Errorf("in the name of another account, %s: %+v", query, got)
		}
	}
	waiting, _ := apptest.At(b.ask(publishing(imageOf(t, a), `, publishAt: "`+time.Now().Add(24*time.Hour).UTC().Format(time.RFC3339)+`", accountId: "`+cretaceouscoffee+`"`), meant...).Data, "publishMedia", "publication", "id").(string)
	if got := b.ask(`mutation { cancelPublication(input: {publicationId: "`+waiting+`"}) { publication { id state media { id } } } }`, meant...); apptest.At(got.Data, "cancelPublication", "publication", "state") != "CANCELLED" {
		t.Errorf("a post of another account is cancelled: %+v", got)
	}
	bound, _ := b.createKey(`kind: SECRET, accounts: ["metricsaurus"]`)
	if got := b.stranger().ask(`{ publication(id: "`+first+`") { id } }`, "Authorization", "Bearer "+bound); apptest.At(got.Data, "publication") != nil || len(got.Errors) > 0 {
		t.Errorf("by a key of another account: %+v", got)
	}
	as := []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", "cretaceouscoffee"}
	if got := b.ask(`{ me { publications { nodes { id media { owner { username } caption } } } } }`, as...); len(apptest.List(got.Data, "me", "publications", "nodes")) != 2 || apptest.At(got.Data, "me", "publications", "nodes", 1, "id") != first ||
		apptest.At(got.Data, "me", "publications", "nodes", 1, "media", "caption") != "later" {
		t.Errorf("the account's publications: %+v", got)
	}
}

func TestApp_writesAsNoAccountOfAnotherPerson(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b, other, m := newBrowser(t, a), newBrowser(t, a), metaOf(t, a)
	b.signIn("", "metricsaurus", writer...)
	other.signIn("", "cretaceouscoffee", writer...)
	for name, id := range other.idsOf(0) {
		for field, input := range map[string]string{
			"createComment": `mediaId: "17895695668004550", message: "x"`, "publishMedia": `content: {image: {imageUrl: "http://127.0.0.1:1/none.jpg"}}`,
		} {
			got := b.ask(`mutation { `+field+`(input: {`+input+`, accountId: "`+id+`"}) { __typename } }`, "X-GramQL-CSRF", "1")
			if got.Code() != "NOT_FOUND" || got.Errors[0].Extensions["outcome"] != "NOT_SENT" {
				t.Errorf("%s as another person's account, by %s: %+v", field, name, got)
			}
		}
	}
	post := apptest.At(b.ask(`{ me { media(first: 1) { nodes { id } } } }`, "X-GramQL-CSRF", "1").Data, "me", "media", "nodes", 0, "id")
	for name, id := range b.idsOf(0) {
		calls, got := m.made(b, fmt.Sprintf(`mutation { createComment(input: {mediaId: %q, message: "x", accountId: %q}) { comment { id } } }`, post, id), "X-GramQL-CSRF", "1")
		if len(got.Errors) > 0 || calls != 1 || got.Extensions.Cost.Actual > got.Extensions.Cost.Estimated {
			t.Errorf("as one's own account, by %s, %d calls: %+v", name, calls, got)
		}
	}
}

func TestApp_writesAsTheAccountOfAFacebookPageThatTheInputChooses(t *testing.T) {
	t.Parallel()
	a, _ := twoPages(t, "-local-control", "on")
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("?login=facebook", "metricsaurus", append(pagesScopes, "instagram_manage_comments")...)
	as := []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", "metricsaurus"}
	post := apptest.At(b.ask(`{ me { media(first: 1) { nodes { id } } } }`, "X-GramQL-CSRF", "1", "X-GramQL-Account", "cretaceouscoffee").Data, "me", "media", "nodes", 0, "id")
	for name, id := range map[string]string{"the Graph API id": cretaceouscoffee, "the global id": globalid.New("User", cretaceouscoffee)} {
		calls, got := m.made(b, fmt.Sprintf(`mutation { createComment(input: {mediaId: %q, message: "x", accountId: %q}) { comment { text username } } }`, post, id), as...)
		if len(got.Errors) > 0 || calls > 2 || apptest.At(got.Data, "createComment", "comment", "username") != "cretaceouscoffee" {
			t.Errorf("%s, %d calls: %+v", name, calls, got)
		}
	}
	who := apptest.At(b.ask(`{ viewer { accounts { id } } }`, as...).Data, "viewer", "accounts", 0, "id")
	if calls, got := m.made(b, fmt.Sprintf(`mutation { createComment(input: {mediaId: %q, message: "x", accountId: %q}) { comment { id } } }`, post, who), as...); len(got.Errors) > 0 || calls != 1 {
		t.Errorf("the id of a connection, %d calls: %+v", calls, got)
	}
}
