package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
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
	var got apptest.Answer
	if err := json.Unmarshal([]byte(b.post(operation, header...)), &got); err != nil {
		b.t.Fatal(err)
	}
	return got
}

// post asks as ask does, and returns the answer's text.
func (b *browser) post(operation string, header ...string) string {
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
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
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
	if got := b.ask(insights, append(meant, "X-GramQL-Account", "metricsaurus")...); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["loginUrl"] != b.base+"/login" ||
		got.Errors[0].Extensions["hint"] != "The account's access is missing, expired or revoked: sign in again in a browser, at loginUrl." {
		t.Errorf("an account that is not connected: %+v", got)
	}
	status := b.logout()
	if got := b.ask(insights, meant...); status != http.StatusNoContent || got.Code() != "UNAUTHENTICATED" {
		t.Errorf("status %d, %+v", status, got)
	}
}

// logout ends the session, as a page of ours does, and returns the answer's status.
func (b *browser) logout() int {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/logout", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Origin", b.base)
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// dial opens a socket from a page of an origin, with the browser's cookies.
func (b *browser) dial(origin string) *websocket.Conn {
	b.t.Helper()
	return b.dialWith(origin, nil)
}

// dialWith opens a socket as dial does, with the payload of connection_init.
func (b *browser) dialWith(origin string, payload map[string]string) *websocket.Conn {
	b.t.Helper()
	conn, _, err := websocket.Dial(b.t.Context(), b.base+"/graphql", &websocket.DialOptions{
		HTTPClient: b.Client, Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Origin": {origin}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = conn.CloseNow() })
	text, _ := json.Marshal(map[string]any{"type": "connection_init", "payload": payload}) // texts are always JSON
	b.exchange(conn, string(text))
	return conn
}

// exchange says something on a socket, and returns the next message, or why there is none.
func (b *browser) exchange(conn *websocket.Conn, say string) string {
	b.t.Helper()
	if err := conn.Write(b.t.Context(), websocket.MessageText, []byte(say)); err != nil {
		return err.Error()
	}
	return hear(b.t, conn)
}

func hear(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, text, err := conn.Read(ctx)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestApp_endsWhatIsLiveWithItsSession(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	here, there := newBrowser(t, a), newBrowser(t, a)
	here.signIn("", "metricsaurus")
	there.signIn("", "metricsaurus")
	const who = `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`
	ours, ourOther := here.dial(here.base), there.dial(there.base)
	for _, conn := range []*websocket.Conn{ours, ourOther} {
		if got := here.exchange(conn, who); !strings.Contains(got, `"username":"metricsaurus"`) {
			t.Fatal(got)
		}
		hear(t, conn) // that it is complete
	}
	here.logout()
	if got := hear(t, ours); !strings.Contains(got, "4401") {
		t.Errorf("the socket of a session that has ended says %s", got)
	}
	if got := there.exchange(ourOther, who); !strings.Contains(got, `"username":"metricsaurus"`) {
		t.Errorf("the socket of another session says %s", got)
	}
}

func TestApp_answersNoSocketInASessionForAPageOfElsewhere(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t)
	settings.CORSOrigins = "https://app.example"
	b := newBrowser(t, apptest.Serve(t, settings))
	b.signIn("", "metricsaurus")
	if got := b.exchange(b.dial("https://app.example"), `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`); !strings.Contains(got, "UNAUTHENTICATED") {
		t.Error(got)
	}
}

func TestApp_letsPeopleEndSessionsAndDisconnectAccounts(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	here, there := newBrowser(t, a), newBrowser(t, a)
	here.signIn("", "metricsaurus")
	here.signIn("", "cretaceouscoffee")
	there.signIn("", "metricsaurus")
	const meant, yes = "X-GramQL-CSRF", "1"
	socket := there.dial(there.base)
	sessions := apptest.List(here.ask("{ viewer { sessions { id current } } }", meant, yes).Data, "viewer", "sessions")
	if len(sessions) != 2 {
		t.Fatalf("%v", sessions)
	}
	for _, s := range sessions {
		if s := s.(map[string]any); s["current"] == false {
			revoke := `mutation { revokeSession(input: {sessionId: "` + s["id"].(string) + `"}) { revokedSessionId } }`
			if got := here.ask(revoke, meant, yes); apptest.At(got.Data, "revokeSession", "revokedSessionId") != s["id"] {
				t.Errorf("%+v", got)
			}
			if got := here.ask(revoke, meant, yes); got.Code() != "NOT_FOUND" {
				t.Errorf("once more: %+v", got)
			}
		}
	}
	if got := hear(t, socket); !strings.Contains(got, "4401") {
		t.Errorf("the socket of the session says %s", got)
	}
	if got := there.ask(whoAmI, meant, yes); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("the session that was ended: %+v", got)
	}

	const disconnect = `mutation { disconnectAccount(input: {accountId: "metricsaurus"}) { disconnectedAccountIds } }`
	if got := here.stranger().ask(disconnect, "Authorization", "Bearer "+localgraph.DemoToken); got.Code() != "FORBIDDEN" {
		t.Errorf("by an access token: %+v", got)
	}
	if got := here.ask(disconnect, meant, yes); len(apptest.List(got.Data, "disconnectAccount", "disconnectedAccountIds")) != 1 {
		t.Errorf("%+v", got)
	}
	if got := here.ask(disconnect, meant, yes); got.Code() != "NOT_FOUND" {
		t.Errorf("once more: %+v", got)
	}
	if got := here.ask(whoAmI, meant, yes, "X-GramQL-Account", "metricsaurus"); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("the account that was disconnected: %+v", got)
	}
	if got := here.ask(whoAmI, meant, yes); apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
		t.Errorf("the other account: %+v", got)
	}
}
