package app_test

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
)

// watching is what a client does that wants to be told of accounts.
const watching = "subscription { accountChanged { username state } }"

// watch opens an event stream, and returns what reads its data from then on.
func (b *browser) watch(header ...string) *bufio.Scanner { return b.watchFor(watching, header...) }

// watchFor opens an event stream of a subscription, as watch does.
func (b *browser) watchFor(subscription string, header ...string) *bufio.Scanner {
	b.t.Helper()
	r, _ := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/graphql", strings.NewReader(`{"query":"`+subscription+`"}`)) // the method and the address are fine
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = answer.Body.Close() })
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != ":" { // it waits for changes now
		b.t.Fatalf("the stream begins with %q", lines.Text())
	}
	return lines
}

// told returns the next data of an event stream; "" at its end.
func told(lines *bufio.Scanner) string {
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && data != "" {
			return data
		}
	}
	return ""
}

// ends has the access to metricsaurus end in some way.
var ends = map[string]func(*browser){
	"removed": func(b *browser) { b.callBack("deauthorize", signedAt(time.Now(), scopedMetricsaurus)) },
	"deleted": func(b *browser) {
		b.callBack("data-deletion", signedAt(time.Now().Add(-time.Minute), scopedMetricsaurus))
	},
	"disconnected": func(b *browser) {
		if got := b.ask(`mutation { disconnectAccount(input: {accountId: "metricsaurus"}) { disconnectedAccountIds } }`, "X-GramQL-CSRF", "1"); len(got.Errors) > 0 {
			b.t.Errorf("%+v", got)
		}
	},
}

const (
	revoked = `{"data":{"accountChanged":{"username":"metricsaurus","state":"REVOKED"}}`
	// signedOut is how the error begins that is the last thing which is told.
	signedOut = `"message":"the session or the credential has ended, or the access to its account was taken back","extensions":{"code":"UNAUTHENTICATED","hint":"Sign in again, or ask by another credential.","loginUrl":"%s/login?login=instagram","reauthenticate":true,"retryable":false}`
)

func TestApp_tellsThatAnAccountIsRevokedBeforeItsStreamsEnd(t *testing.T) {
	t.Parallel()
	for name, end := range ends {
		for _, several := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, one of several accounts: %t", name, several), func(t *testing.T) {
				t.Parallel()
				a := apptest.Serve(t, apptest.Settings(t))
				b := newBrowser(t, a)
				if several {
					b.signIn("", "cretaceouscoffee")
				}
				b.signIn("", "metricsaurus")
				key, _ := b.createKey(`kind: SECRET, accounts: ["metricsaurus"]`)
				for _, ended := range b.watchAll(key, end) {
					ended()
				}
			})
		}
	}
}

// watchAll has the access to metricsaurus end while event streams watch that ask in its
// name, and returns what looks at each.
func (b *browser) watchAll(key string, end func(*browser)) (ended []func()) {
	b.t.Helper()
	meant := []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", "metricsaurus"}
	for name, lines := range map[string]*bufio.Scanner{"session": b.watch(meant...), "key": b.stranger().watch("Authorization", "Bearer "+key)} {
		ended = append(ended, func() {
			first, second, third := told(lines), told(lines), told(lines)
			if !strings.HasPrefix(first, revoked) || !strings.Contains(second, fmt.Sprintf(signedOut, b.base)) || third != "" || lines.Err() != nil {
				b.t.Errorf("the stream of a %s is told %q, %q, %q, %v", name, first, second, third, lines.Err())
			}
		})
	}
	end(b)
	return ended
}

func TestApp_tellsThatAnAccountIsRevokedBeforeItsSocketsAreClosed(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	until(t, "a socket on which the subscription had begun is told", func() bool {
		b.signIn("", "metricsaurus")
		conn := b.dial(b.base)
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(`{"id":"w","type":"subscribe","payload":{"query":"`+watching+`"}}`)); err != nil {
			t.Fatal(err)
		}
		for range 5 { // meanwhile it begins
			b.ask(accounts, "X-GramQL-CSRF", "1")
		}
		ends["disconnected"](b)
		first := hear(t, conn)
		begun := strings.Contains(first, revoked)
		if begun {
			first = hear(t, conn)
		}
		if !strings.HasPrefix(first, `{"id":"w","type":"error"`) || !strings.Contains(first, fmt.Sprintf(signedOut, b.base)) {
			t.Fatal(first)
		}
		if last := hear(t, conn); !strings.Contains(last, "4401") {
			t.Fatal(last)
		}
		return begun
	})
}

func TestApp_tellsThatAnAccountIsRevokedToStreamsInTheNameOfAnother(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	b.signIn("", "cretaceouscoffee")
	for name, end := range ends {
		b.signIn("", "metricsaurus")
		lines := b.watch("X-GramQL-CSRF", "1")
		end(b)
		if got := told(lines); !strings.HasPrefix(got, revoked) {
			t.Errorf("%s: %s", name, got)
		}
		b.signIn("", "cretaceouscoffee")
		if got := told(lines); !strings.Contains(got, "UNAUTHENTICATED") {
			t.Errorf("%s: the stream has ended before its session: %s", name, got)
		}
	}
}

func TestApp_tellsTheErrorsOfAChangedAccountWithTheirPathsFromTheRoot(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "pages_read_engagement", "instagram_basic")
	b.signIn("", "cretaceouscoffee")
	lines := b.watchFor("subscription { accountChanged { login user { username } } }", "X-GramQL-CSRF", "1", "X-GramQL-Account", "cretaceouscoffee")
	ends["disconnected"](b)
	if got := told(lines); !strings.Contains(got, `"path":["accountChanged","user"]`) {
		t.Error(got)
	}
}

func TestApp_endsOtherStreamsWithTheirSessionWithoutAWordOfAccounts(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	b.signIn("", "metricsaurus")
	lines := b.watch("X-GramQL-CSRF", "1")
	if status := b.logout(); status >= http.StatusBadRequest {
		t.Fatalf("status %d", status)
	}
	if first, second := told(lines), told(lines); !strings.Contains(first, fmt.Sprintf(signedOut, b.base)) || second != "" {
		t.Errorf("told %q, %q", first, second)
	}
}

func TestApp_answersAMutationThatEndsTheAccessByWhichItIsAsked(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	b.signIn("", "metricsaurus")
	conn := b.dial(b.base)
	first := b.exchange(conn, `{"id":"1","type":"subscribe","payload":{"query":"mutation { disconnectAccount(input: {accountId: \"metricsaurus\"}) { disconnectedAccountIds } }"}}`)
	if second, third := hear(t, conn), hear(t, conn); !strings.Contains(first, `{"data":{"disconnectAccount":{"disconnectedAccountIds":["`) || second != `{"id":"1","type":"complete"}` || !strings.Contains(third, "4401") {
		t.Errorf("heard %q, %q, %q", first, second, third)
	}
}

const (
	scheduled = `{"data":{"publication":{"state":"SCHEDULED","error":null}}`
	withdrawn = `{"data":{"publication":{"state":"FAILED","error":{"code":"UNAUTHENTICATED","outcome":"NOT_SENT"}}}`
)

// following schedules a post of metricsaurus, and returns the subscription to its state.
func (b *browser) following(a *app.App) string {
	b.t.Helper()
	got := b.ask(publishing(imageOf(b.t, a), fmt.Sprintf(", publishAt: %q", time.Now().Add(time.Hour).Format(time.RFC3339))), "X-GramQL-CSRF", "1", "X-GramQL-Account", "metricsaurus")
	id, _ := apptest.At(got.Data, "publishMedia", "publication", "id").(string)
	if len(got.Errors) > 0 || id == "" {
		b.t.Fatalf("%+v", got)
	}
	return `subscription { publication(id: \"` + id + `\") { state error { code outcome } } }`
}

func TestApp_tellsHowAPostEndsWithTheAccessOfItsAccount(t *testing.T) {
	t.Parallel()
	for name, end := range ends {
		for _, as := range []string{"metricsaurus", "cretaceouscoffee"} {
			t.Run(fmt.Sprintf("%s, asked as %s", name, as), func(t *testing.T) {
				t.Parallel()
				a := apptest.Serve(t, apptest.Settings(t))
				b := newBrowser(t, a)
				b.signIn("", "metricsaurus", "instagram_business_content_publish")
				b.signIn("", "cretaceouscoffee")
				post := b.following(a)
				key, _ := b.createKey("kind: SECRET")
				conn := b.dialWith(b.base, map[string]string{"X-GramQL-Account": as})
				heard := []string{b.exchange(conn, `{"id":"w","type":"subscribe","payload":{"query":"`+post+`"}}`)}
				streams := map[string]*bufio.Scanner{
					"session": b.watchFor(post, "X-GramQL-CSRF", "1", "X-GramQL-Account", as),
					"key":     b.stranger().watchFor(post, "Authorization", "Bearer "+key, "X-GramQL-Account", as),
				}
				for by, lines := range streams {
					if first := told(lines); !strings.HasPrefix(first, scheduled) {
						t.Errorf("by a %s: %s", by, first)
					}
				}
				end(b)
				for by, lines := range streams {
					if last, more := told(lines), told(lines); !strings.HasPrefix(last, withdrawn) || more != "" || lines.Err() != nil {
						t.Errorf("by a %s: %q, %q, %v", by, last, more, lines.Err())
					}
				}
				heard = append(heard, hear(t, conn), hear(t, conn))
				if !strings.Contains(heard[0], scheduled) || !strings.Contains(heard[1], withdrawn) || heard[2] != `{"id":"w","type":"complete"}` {
					t.Errorf("on a socket: %q", heard)
				}
			})
		}
	}
}

func TestApp_tellsNothingOfAPostThatGoesOnToASessionThatHasEnded(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	b.signIn("", "metricsaurus", "instagram_business_content_publish")
	lines := b.watchFor(b.following(a), "X-GramQL-CSRF", "1")
	first := told(lines)
	b.logout()
	if second, third := told(lines), told(lines); !strings.HasPrefix(first, scheduled) || !strings.Contains(second, fmt.Sprintf(signedOut, b.base)) || third != "" {
		t.Errorf("told %q, %q, %q", first, second, third)
	}
}
