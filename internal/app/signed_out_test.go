package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

// sessionEnds has the session of a browser end in some way, of which the browser does not know.
var sessionEnds = map[string]func(b, other *browser, m meta){
	"revoked": func(b, other *browser, _ meta) {
		id := apptest.At(b.ask("{ viewer { sessions { id } } }", "X-GramQL-CSRF", "1").Data, "viewer", "sessions", 0, "id")
		other.signIn("", "metricsaurus")
		if got := other.ask(fmt.Sprintf(`mutation { revokeSession(input: {sessionId: %q}) { revokedSessionId } }`, id), "X-GramQL-CSRF", "1"); len(got.Errors) > 0 {
			b.t.Fatalf("%+v", got)
		}
	},
	"expired": func(_, _ *browser, m meta) { m.pass(91) },
}

func TestApp_tellsPeopleWhoseSessionHasEndedWhereToSignIn(t *testing.T) {
	t.Parallel()
	for name, end := range sessionEnds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := apptest.Settings(t, "-local-control", "on")
			apptest.InMemory(&settings)
			a := apptest.Serve(t, settings)
			b := newBrowser(t, a)
			b.signIn("", "metricsaurus")
			end(b, newBrowser(t, a), metaOf(t, a))
			want := fmt.Sprintf(`"hint":"Sign in again in a browser, at loginUrl.","loginUrl":"%s/login","reauthenticate":true,"retryable":false`, b.base)
			conn := b.dial(b.base)
			for _, operation := range []string{
				"{ me { username } }", "{ accounts { username } }", `{ publication(id: "1") { state } }`,
				`mutation { like(input: {subjectId: "1"}) { subject { id } } }`, `mutation { revokeSession(input: {sessionId: "1"}) { revokedSessionId } }`,
				"subscription { accountChanged { state } }", `subscription { publication(id: "1") { state } }`,
			} {
				heard := map[string]string{
					"an event stream": told(b.watchFor(strings.ReplaceAll(operation, `"`, `\"`), "X-GramQL-CSRF", "1")),
					"a socket":        b.exchange(conn, fmt.Sprintf(`{"id":"1","type":"subscribe","payload":{"query":%q}}`, operation)),
				}
				hear(t, conn) // that it is complete
				if !strings.HasPrefix(operation, "subscription") {
					heard["a plain request"] = b.post(operation, "X-GramQL-CSRF", "1")
				}
				for by, got := range heard {
					if !strings.Contains(strings.ReplaceAll(got, `"outcome":"NOT_SENT",`, ""), want) {
						t.Errorf("%s by %s: %s", operation, by, got)
					}
				}
			}
		})
	}
}

func TestApp_tellsWhichHeaderACookieLacks(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	b.signIn("", "metricsaurus")
	got := b.ask("{ me { username } }")
	if hint, _ := got.Errors[0].Extensions["hint"].(string); got.Code() != "UNAUTHENTICATED" || !strings.Contains(hint, "X-GramQL-CSRF: 1") || got.Errors[0].Extensions["loginUrl"] != nil {
		t.Errorf("%+v", got)
	}
}

func TestApp_takesATokenBesideTheCookieOfASessionThatHasEnded(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, apptest.Settings(t))
	b := newBrowser(t, a)
	b.signIn("", "metricsaurus")
	sessionEnds["revoked"](b, newBrowser(t, a), meta{})
	conn := b.dialWith(b.base, map[string]string{"authorization": "Bearer IGAAdemometricsaurus"})
	if got := b.exchange(conn, `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`); !strings.Contains(got, `"username":"metricsaurus"`) {
		t.Error(got)
	}
}
