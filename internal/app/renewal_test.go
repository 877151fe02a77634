package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
)

// meta is the local graph of a program, as its control API drives it.
type meta struct {
	t   *testing.T
	url string
}

func metaOf(t *testing.T, a *app.App) meta {
	t.Helper()
	var out bytes.Buffer
	if err := a.WriteStart(&out); err != nil {
		t.Fatal(err)
	}
	return meta{t, regexp.MustCompile(`graph: (http://127\S+)`).FindStringSubmatch(out.String())[1] + "/_control/"}
}

// control sends a request to the control API, and returns the answer.
func (m meta) control(method, name, body string) string {
	m.t.Helper()
	r, _ := http.NewRequestWithContext(m.t.Context(), method, m.url+name, strings.NewReader(body)) // the method and the address are fine
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= http.StatusBadRequest {
		m.t.Fatalf("%s: status %d, %v: %s", name, answer.StatusCode, err, text)
	}
	return string(text)
}

// pass lets days pass.
func (m meta) pass(days int) {
	m.t.Helper()
	m.control(http.MethodPost, "clock", fmt.Sprintf(`{"advance":"%dh"}`, 24*days))
}

// until waits until a condition holds, and fails after a minute.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("it never came that %s", what)
		}
	}
}

const accounts = `{ viewer { accounts { id graphId username login state scopes expiresAt connectedAt } } }`

func TestApp_renewsTokensLongBeforeTheyEnd(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("", "metricsaurus")
	meant := []string{"X-GramQL-CSRF", "1"}
	before, _ := apptest.At(b.ask(accounts, meant...).Data, "viewer", "accounts", 0).(map[string]any)
	ends := func() time.Time {
		account := apptest.At(b.ask(accounts, meant...).Data, "viewer", "accounts", 0)
		at, _ := time.Parse(time.RFC3339, fmt.Sprint(apptest.At(account, "expiresAt")))
		return at
	}
	first := ends()
	m.pass(59)
	until(t, "the token is renewed", func() bool { return ends().After(first.Add(58 * 24 * time.Hour)) })
	after, _ := apptest.At(b.ask(accounts, meant...).Data, "viewer", "accounts", 0).(map[string]any)
	delete(before, "expiresAt")
	delete(after, "expiresAt")
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("%v became %v", before, after)
	}
	m.pass(2)
	if got := b.ask("{ me { username } }", meant...); apptest.At(got.Data, "me", "username") != "metricsaurus" || len(got.Errors) > 0 {
		t.Errorf("the token that came does not work: %+v", got)
	}
}

func TestApp_asksMetaForOneTokenWhenAHundredRequestsMeetADeadOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault string
		days  int
		code  string
	}{
		"renewed": {`[{"kind":"OtherError","path":"/me","status":400,"times":1,"body":"{\"error\":{\"code\":190}}"}]`, 2, ""},
		"dead":    {`[{"kind":"OtherError","path":"/*","status":400,"body":"{\"error\":{\"code\":190}}"}]`, 2, "UNAUTHENTICATED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
			b, m := newBrowser(t, a), metaOf(t, a)
			b.signIn("", "metricsaurus")
			m.pass(c.days)
			m.control(http.MethodPost, "faults", c.fault)
			m.control(http.MethodDelete, "calls", "")
			var all sync.WaitGroup
			for i := range 100 {
				all.Go(func() {
					got := b.ask(fmt.Sprintf("{ me { a%d: username } }", i), "X-GramQL-CSRF", "1")
					if got.Code() != c.code || c.code == "" && apptest.At(got.Data, "me", fmt.Sprintf("a%d", i)) != "metricsaurus" {
						t.Errorf("%+v", got)
					}
					if c.code != "" && (got.Errors[0].Extensions["loginUrl"] != b.base+"/login?login=instagram" || got.Errors[0].Extensions["reauthenticate"] != true) {
						t.Errorf("%+v", got.Errors)
					}
				})
			}
			all.Wait()
			if calls := m.control(http.MethodGet, "calls", ""); strings.Count(calls, "/refresh_access_token") != 1 {
				t.Error(calls)
			}
			want := map[string]string{"": "ACTIVE", "UNAUTHENTICATED": "NEEDS_REAUTHENTICATION"}[c.code]
			if got := b.ask(accounts, "X-GramQL-CSRF", "1"); apptest.At(got.Data, "viewer", "accounts", 0, "state") != want {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestApp_answersFromTheCacheInEachStateOfAnAccount(t *testing.T) {
	t.Parallel()
	settings := apptest.Settings(t, "-local-control", "on")
	apptest.InMemory(&settings)
	a := apptest.Serve(t, settings)
	b, m := newBrowser(t, a), metaOf(t, a)
	b.signIn("", "metricsaurus")
	m.pass(19)
	meant := []string{"X-GramQL-CSRF", "1"}
	if got := b.ask("{ me { username } }", meant...); len(got.Errors) > 0 {
		t.Fatal(got)
	}
	fails := func(status int, body string) {
		m.control(http.MethodPost, "faults", fmt.Sprintf(`[{"kind":"OtherError","path":"/*","status":%d,"body":%q}]`, status, body))
	}
	const down, refused = "UPSTREAM_ERROR", "UNAUTHENTICATED"
	for _, c := range []struct {
		when   string
		do     func()
		state  string
		signIn bool
		days   int
		code   string // of what was not read before
	}{
		{"the Graph API is down", func() { fails(503, "{}"); m.pass(10) }, "ACTIVE", false, 10, down},
		{"the token ends soon", func() { m.pass(27) }, "EXPIRING", false, 37, down},
		{"the token has ended", func() { m.pass(6) }, "NEEDS_REAUTHENTICATION", true, 43, refused},
		{"the Graph API is up again", func() { m.control(http.MethodDelete, "faults", "") }, "NEEDS_REAUTHENTICATION", true, 43, refused},
		{"the Graph API refuses tokens", func() { fails(400, `{"error":{"code":190}}`); m.pass(1) }, "NEEDS_REAUTHENTICATION", true, 44, refused},
		{"the person has removed the app", func() {
			m.control(http.MethodDelete, "faults", "")
			m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"metricsaurus"}`)
		}, "REVOKED", true, 0, refused},
	} {
		c.do()
		until(t, c.when, func() bool {
			return apptest.At(b.ask(accounts, meant...).Data, "viewer", "accounts", 0, "state") == c.state
		})
		got := b.ask("{ me { username } }", meant...)
		if c.days == 0 {
			if got.Code() != refused || apptest.At(got.Data, "me") != nil {
				t.Errorf("%s: %+v", c.when, got)
			}
		} else if len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "metricsaurus" || got.Extensions.Reauthenticate != c.signIn || !got.Extensions.Cache.Stale || got.Extensions.Cache.AgeSeconds/24/3600 != c.days {
			t.Errorf("%s: %+v", c.when, got)
		}
		got = b.ask("{ me { name } }", meant...)
		if got.Code() != c.code || (got.Errors[0].Extensions["loginUrl"] != nil) != c.signIn || (got.Errors[0].Extensions["reauthenticate"] == true) != c.signIn {
			t.Errorf("%s, of what was not read before: %+v", c.when, got)
		}
	}
	b.signIn("", "metricsaurus")
	if got := b.ask("{ me { username } }", meant...); len(got.Errors) > 0 || got.Extensions.Reauthenticate || got.Extensions.Cache.Stale {
		t.Errorf("signed in again: %+v", got)
	}
}

func TestApp_endsWhatIsLiveWhenThePersonRemovesTheApp(t *testing.T) {
	t.Parallel()
	for kind, state := range map[string]any{"deauthorize": "REVOKED", "data-deletion": nil} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			settings := apptest.Settings(t, "-local-control", "on")
			apptest.InMemory(&settings)
			a := apptest.Serve(t, settings)
			b, m := newBrowser(t, a), metaOf(t, a)
			b.signIn("", "metricsaurus")
			meant := []string{"X-GramQL-CSRF", "1"}
			if got := b.ask("{ me { username } }", meant...); len(got.Errors) > 0 {
				t.Fatal(got)
			}
			conn := b.dial(b.base)
			told := m.control(http.MethodPost, "callbacks", fmt.Sprintf(`{"kind":%q,"account":"metricsaurus"}`, kind))
			if !strings.Contains(told, `"status": 200`) {
				t.Fatal(told)
			}
			if got := hear(t, conn); !strings.Contains(got, "4401") {
				t.Errorf("the socket says %s", got)
			}
			if got := b.ask("{ me { username } }", meant...); got.Code() != "UNAUTHENTICATED" {
				t.Errorf("%+v", got)
			}
			if got := b.ask(accounts, meant...); apptest.At(got.Data, "viewer", "accounts", 0, "state") != state {
				t.Errorf("%+v", got)
			}
			b.signIn("", "metricsaurus")
			if got := b.ask("{ me { username } }", meant...); len(got.Errors) > 0 {
				t.Errorf("connected again: %+v", got)
			}
			if got := b.exchange(b.dial(b.base), `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`); !strings.Contains(got, `"username":"metricsaurus"`) {
				t.Errorf("a new socket says %s", got)
			}
		})
	}
}

// told returns what a client is told first of accounts whose state has changed, or the error.
func (b *browser) told(header ...string) string {
	b.t.Helper()
	const watch = `{"query":"subscription { accountChanged { username state } }"}`
	r, _ := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/graphql", strings.NewReader(watch)) // the method and the address are fine
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Last-Event-ID", "0") // from the first change on
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return data
		}
	}
	b.t.Fatal("the stream ended", lines.Err())
	return ""
}

// dies has Meta refuse the token of an account from now on.
func (b *browser) dies(account string) {
	b.t.Helper()
	if got := b.ask(whoAmI, "X-GramQL-CSRF", "1", "X-GramQL-Account", account); got.Code() != "UNAUTHENTICATED" {
		b.t.Fatalf("%+v", got)
	}
}

func TestApp_tellsPeopleOfAccountsWhoseStateChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*browser, *browser) []string{
		"only the person whose accounts they are": func(_, other *browser) []string {
			other.signIn("", "cretaceouscoffee")
			return []string{"X-GramQL-CSRF", "1"}
		},
		"by a key only of those that the key is for": func(b, other *browser) []string {
			b.signIn("", "cretaceouscoffee")
			key, _ := b.createKey(`kind: SECRET, accounts: ["cretaceouscoffee"]`)
			other.Client = b.Client
			return []string{"Authorization", "Bearer " + key}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
			b, other, m := newBrowser(t, a), newBrowser(t, a), metaOf(t, a)
			b.signIn("", "metricsaurus")
			header := test(b, other)
			m.pass(2)
			m.control(http.MethodPost, "faults", `[{"kind":"OtherError","path":"/*","status":400,"body":"{\"error\":{\"code\":190}}"}]`)
			b.dies("metricsaurus")
			other.dies("cretaceouscoffee")
			const change = `{"data":{"accountChanged":{"username":"%s","state":"NEEDS_REAUTHENTICATION"}}`
			if got := b.told("X-GramQL-CSRF", "1"); !strings.HasPrefix(got, fmt.Sprintf(change, "metricsaurus")) {
				t.Errorf("the first change is %s", got)
			}
			if got := other.told(header...); !strings.HasPrefix(got, fmt.Sprintf(change, "cretaceouscoffee")) {
				t.Errorf("others are told %s", got)
			}
			if got := b.stranger().told("Authorization", "Bearer "+localgraph.DemoToken); !strings.Contains(got, "FORBIDDEN") {
				t.Errorf("an access token is told %s", got)
			}
		})
	}
}
