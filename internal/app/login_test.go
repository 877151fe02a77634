package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
)

// browser is a browser that people log in with.
type browser struct {
	t *testing.T
	*http.Client
	base string
}

func newBrowser(t *testing.T, a *app.App) *browser {
	t.Helper()
	jar, _ := cookiejar.New(nil) // never fails without options
	return &browser{t, &http.Client{Jar: jar}, strings.TrimSuffix(a.GraphQL(), "/graphql")}
}

// signIn logs in, and allows some permissions of an account; the browser follows all
// redirects, as people's do.
func (b *browser) signIn(query, account string, scopes ...string) {
	b.t.Helper()
	window, err := b.Get(b.base + "/login" + query)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = window.Body.Close()
	end, err := b.PostForm(window.Request.URL.String(), url.Values{"action": {"allow"}, "account": {account}, "scope": scopes})
	if err != nil {
		b.t.Fatal(err)
	}
	text, _ := io.ReadAll(end.Body)
	_ = end.Body.Close()
	if end.StatusCode != http.StatusOK || end.Request.URL.String() != b.base+"/" {
		b.t.Fatalf("status %d at %s: %s", end.StatusCode, end.Request.URL, text)
	}
}

// ask asks in the browser's session; header are names and values in turn.
func (b *browser) ask(operation string, header ...string) apptest.Answer {
	b.t.Helper()
	body, _ := json.Marshal(map[string]string{"query": operation}) // texts are always JSON
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var got apptest.Answer
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		b.t.Fatal(err)
	}
	return got
}

const insights = `{ me { username insights(metrics: [REACH], period: DAY) { name } } }`

func TestApp_letsPeopleConnectAnAccountAndAskInItsName(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t)
	a := apptest.Serve(t, settings)
	b := newBrowser(t, a)
	meant := []string{"X-GramQL-CSRF", "1"}
	if got := b.ask(insights, meant...); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("nobody is signed in: %+v", got)
	}
	for _, kind := range []string{"", "?login=facebook"} {
		b.signIn(kind, "metricsaurus", "pages_show_list", "pages_read_engagement", "instagram_basic")
		if got := b.ask("{ me { username } }", meant...); apptest.At(got.Data, "me", "username") != "metricsaurus" || len(got.Errors) > 0 {
			t.Fatalf("%+v", got)
		}
	}
	b = newBrowser(t, a)
	b.signIn("?login=instagram", "cretaceouscoffee")
	if got := b.ask(insights, meant...); got.Code() != "FORBIDDEN" {
		t.Errorf("insights were not allowed: %+v", got)
	}
	b.signIn("", "cretaceouscoffee", "instagram_business_manage_insights")
	if got := b.ask(insights, meant...); len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
		t.Errorf("%+v", got)
	}
	known := b.ask("{ viewer { accounts { graphId username login state scopes expiresAt } sessions { userAgent current } } }", meant...)
	if text, _ := json.Marshal(known.Data); len(known.Errors) > 0 || !strings.Contains(string(text), `"graphId":"17841405309211844"`) || strings.Count(string(text), `"state":"ACTIVE"`) != 1 ||
		!strings.Contains(string(text), `["instagram_business_basic","instagram_business_manage_insights"]`) || !strings.Contains(string(text), `"login":"INSTAGRAM"`) || strings.Count(string(text), `"current":true`) != 1 {
		t.Errorf("%s, %+v", text, known.Errors)
	}
	for _, header := range [][]string{nil, {"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
		if got := b.ask(insights, header...); got.Code() != "UNAUTHENTICATED" {
			t.Errorf("%q: %+v", header, got)
		}
	}
	if got := b.ask("{ me { username } }", "Origin", b.base); apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
		t.Errorf("a page of ours: %+v", got)
	}
	if got := b.ask("{ me { username } }", "Authorization", "Bearer IGAAdemometricsaurus"); apptest.At(got.Data, "me", "username") != "metricsaurus" {
		t.Errorf("a token beside the cookie: %+v", got)
	}
	if got := b.ask(insights, append(meant, "X-GramQL-Account", "metricsaurus")...); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["loginUrl"] != b.base+"/login" {
		t.Errorf("an account that is not connected: %+v", got)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.base+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", b.base)
	answer, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if got := b.ask(insights, meant...); answer.StatusCode != http.StatusNoContent || got.Code() != "UNAUTHENTICATED" {
		t.Errorf("status %d, %+v", answer.StatusCode, got)
	}
}
