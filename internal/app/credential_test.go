package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app/apptest"
)

// whoAmI is the trusted document of the tests of keys.
const whoAmI = "query WhoAmI { me { username } }"

// createKey makes an API key in the browser's session, and returns its secret and id.
func (b *browser) createKey(input string) (secret, id string) {
	b.t.Helper()
	got := b.ask(`mutation { createApiKey(input: {`+input+`}) { secret apiKey { id prefix kind } } }`, "X-GramQL-CSRF", "1")
	if len(got.Errors) > 0 {
		b.t.Fatalf("%s: %+v", input, got.Errors)
	}
	return apptest.At(got.Data, "createApiKey", "secret").(string), apptest.At(got.Data, "createApiKey", "apiKey", "id").(string)
}

// stranger is a client without cookies.
func (b *browser) stranger() *browser { return &browser{b.t, &http.Client{}, b.base} }

func TestApp_answersByAPIKeysWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	manifest := filepath.Join(t.TempDir(), "manifest.json")
	text, _ := json.Marshal(map[string]string{"who": whoAmI, "other": "{ me { id } }", "write": `mutation W { like(input: {subjectId: "1"}) { subject { id } } }`})
	if err := os.WriteFile(manifest, text, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t, "-trusted-documents", manifest)))
	b.signIn("", "metricsaurus", "instagram_business_manage_comments", "instagram_business_manage_insights")
	b.signIn("", "cretaceouscoffee")
	bound, _ := b.createKey(`kind: SECRET, accounts: ["cretaceouscoffee"]`)
	narrow, _ := b.createKey(`kind: SECRET, scopes: ["read", "instagram_business_manage_insights"]`)
	few, _ := b.createKey(`kind: SECRET, documents: ["who"], ratePerMinute: 3`)
	public, _ := b.createKey(`kind: PUBLIC, origins: ["https://app.example"]`)
	by := b.stranger()
	for name, c := range map[string]struct {
		key, operation string
		header         []string
		code, username string
	}{
		"the account that it is bound to":    {bound, whoAmI, nil, "", "cretaceouscoffee"},
		"an account that it is not bound to": {bound, whoAmI, []string{"X-GramQL-Account", "metricsaurus"}, "UNAUTHENTICATED", ""},
		"an account of the header":           {narrow, whoAmI, []string{"X-GramQL-Account", "cretaceouscoffee"}, "", "cretaceouscoffee"},
		"a permission of its scopes":         {narrow, insights, nil, "", "metricsaurus"},
		"a permission of no scope":           {narrow, "{ me { username media(first: 1) { nodes { comments { nodes { id } } } } } }", nil, "FORBIDDEN", ""},
		"a write by a key that reads":        {narrow, `mutation { like(input: {subjectId: "1"}) { subject { id } } }`, nil, "FORBIDDEN", ""},
		"a mutation of people":               {bound, `mutation { createApiKey(input: {kind: SECRET}) { secret } }`, nil, "FORBIDDEN", ""},
		"its document":                       {few, whoAmI, nil, "", "metricsaurus"},
		"another trusted document":           {few, "{ me { id } }", nil, "FORBIDDEN", ""},
		"a public key on its page":           {public, whoAmI, []string{"Origin", "https://app.example"}, "", "metricsaurus"},
		"a public key elsewhere":             {public, whoAmI, []string{"Origin", "https://evil.example"}, "FORBIDDEN", ""},
		"a public key of no page":            {public, whoAmI, nil, "FORBIDDEN", ""},
		"a public key's other document":      {public, "{ me { username id } }", []string{"Origin", "https://app.example"}, "PERSISTED_QUERY_NOT_IN_LIST", ""},
		"a public key's introspection":       {public, "{ __schema { queryType { name } } }", []string{"Origin", "https://app.example"}, "PERSISTED_QUERY_NOT_IN_LIST", ""},
		"a public key that writes":           {public, `mutation W { like(input: {subjectId: "1"}) { subject { id } } }`, []string{"Origin", "https://app.example"}, "FORBIDDEN", ""},
		"a mistyped key":                     {bound[:len(bound)-1], whoAmI, nil, "UNAUTHENTICATED", ""},
	} {
		got := by.ask(c.operation, append(c.header, "Authorization", "Bearer "+c.key)...)
		if got.Code() != c.code || c.username != "" && apptest.At(got.Data, "me", "username") != c.username {
			t.Errorf("%s: %+v", name, got)
		}
	}
	useless := b.ask(`mutation { createApiKey(input: {kind: PUBLIC, origins: ["https://app.example"], documents: ["write"]}) { secret } }`, "X-GramQL-CSRF", "1")
	if useless.Code() != "BAD_USER_INPUT" || !regexp.MustCompile(`input\.documents.*[0-9a-f]{64}`).MatchString(useless.Errors[0].Message) {
		t.Errorf("a key that can do nothing: %+v", useless)
	}
	if got := by.ask(whoAmI, "Authorization", "Bearer "+few); got.Code() != "" {
		t.Errorf("the third of three: %+v", got)
	}
	if got := by.ask(whoAmI, "Authorization", "Bearer "+few); got.Code() != "RATE_LIMITED" || got.Errors[0].Extensions["retryAfter"] == nil {
		t.Errorf("the fourth of three: %+v", got)
	}
	shown := by.ask("{ viewer { accounts { username } sessions { id } apiKeys { accounts { username } lastUsedAt } } }", "Authorization", "Bearer "+bound)
	if text, _ := json.Marshal(shown.Data); !strings.HasPrefix(string(text), `{"viewer":{"accounts":[{"username":"cretaceouscoffee"}],"apiKeys":[{"accounts":[{"username":"cretaceouscoffee"}],"lastUsedAt":"`) ||
		!strings.HasSuffix(string(text), `Z"}],"sessions":[]}}`) {
		t.Errorf("a key is shown %s, %+v", text, shown.Errors)
	}
	listed := b.ask("{ viewer { apiKeys { id kind origins documents scopes ratePerMinute } } }", "X-GramQL-CSRF", "1")
	if len(apptest.List(listed.Data, "viewer", "apiKeys")) != 4 {
		t.Errorf("%+v", listed)
	}
}

func TestApp_letsBrowsersAskForPagesOfPublicKeys(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	b.signIn("", "metricsaurus")
	allowed := func() string {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodOptions, b.base+"/graphql", http.NoBody)
		for name, value := range map[string]string{"Origin": "https://app.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"} {
			r.Header.Set(name, value)
		}
		answer, err := b.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.Header.Get("Access-Control-Allow-Origin") + answer.Header.Get("Access-Control-Allow-Credentials")
	}
	if got := allowed(); got != "" {
		t.Errorf("before there is a key: %q", got)
	}
	_, id := b.createKey(`kind: PUBLIC, origins: ["https://app.example"]`)
	if got := allowed(); got != "https://app.example" {
		t.Errorf("with a key: %q", got)
	}
	if got := b.ask(`mutation { revokeApiKey(input: {apiKeyId: "`+id+`"}) { revokedApiKeyId } }`, "X-GramQL-CSRF", "1"); apptest.At(got.Data, "revokeApiKey", "revokedApiKeyId") != id {
		t.Errorf("%+v", got)
	}
	if got := allowed(); got != "" {
		t.Errorf("after it was revoked: %q", got)
	}
	if got := b.ask(`mutation { revokeApiKey(input: {apiKeyId: "`+id+`"}) { revokedApiKeyId } }`, "X-GramQL-CSRF", "1"); got.Code() != "NOT_FOUND" {
		t.Errorf("revoked again: %+v", got)
	}
}

func TestApp_endsWhatIsLiveWithItsKey(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t)))
	b.signIn("", "metricsaurus")
	secret, id := b.createKey(`kind: SECRET`)
	by := b.stranger()
	dial := func(key string) *websocket.Conn {
		t.Helper()
		conn, _, err := websocket.Dial(t.Context(), b.base+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.CloseNow() })
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(`{"type":"connection_init","payload":{"authorization":"Bearer `+key+`"}}`)); err != nil {
			t.Fatal(err)
		}
		return conn
	}
	if got := hear(t, dial(secret[:len(secret)-1])); !strings.Contains(got, "4403") {
		t.Errorf("a mistyped key: %s", got)
	}
	conn := dial(secret)
	hear(t, conn) // that the credential is taken
	const who = `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`
	if got := by.exchange(conn, who); !strings.Contains(got, `"username":"metricsaurus"`) {
		t.Fatal(got)
	}
	hear(t, conn) // that it is complete
	if got := b.ask(`mutation { revokeApiKey(input: {apiKeyId: "`+id+`"}) { revokedApiKeyId } }`, "X-GramQL-CSRF", "1"); len(got.Errors) > 0 {
		t.Fatalf("%+v", got)
	}
	if got := hear(t, conn); !strings.Contains(got, "4401") {
		t.Errorf("the socket of a key that was revoked says %s", got)
	}
	conn = dial(secret)
	hear(t, conn)
	if got := by.exchange(conn, who); !strings.Contains(got, "UNAUTHENTICATED") || !strings.Contains(got, `"type":"error"`) {
		t.Errorf("an operation by a key that was revoked: %s", got)
	}
	if got := by.ask(whoAmI, "Authorization", "Bearer "+secret); got.Code() != "UNAUTHENTICATED" {
		t.Errorf("%+v", got)
	}
}

func TestApp_takesNoTokensOfTheGraphAPIWithoutPassthrough(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, apptest.Settings(t, "-passthrough", "off")))
	b.signIn("", "metricsaurus")
	secret, _ := b.createKey(`kind: SECRET`)
	by := b.stranger()
	if got := by.ask(whoAmI, "Authorization", "Bearer IGAAdemometricsaurus"); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["hint"] == nil {
		t.Errorf("a token: %+v", got)
	}
	if got := by.ask(whoAmI, "Authorization", "Bearer "+secret); apptest.At(got.Data, "me", "username") != "metricsaurus" {
		t.Errorf("a key: %+v", got)
	}
	if got := b.ask(whoAmI, "X-GramQL-CSRF", "1"); apptest.At(got.Data, "me", "username") != "metricsaurus" {
		t.Errorf("a session: %+v", got)
	}
}

func TestApp_asksByAKeyInTheNameOfNoOtherAccountThanBefore(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*browser, meta){
		"disconnected": func(b *browser, _ meta) {
			b.ask(`mutation { disconnectAccount(input: {accountId: "metricsaurus"}) { disconnectedAccountIds } }`, "X-GramQL-CSRF", "1")
		},
		"removed by the person": func(_ *browser, m meta) {
			m.control(http.MethodPost, "callbacks", `{"kind":"deauthorize","account":"metricsaurus"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.Serve(t, apptest.Settings(t, "-local-control", "on"))
			b, m := newBrowser(t, a), metaOf(t, a)
			b.signIn("", "metricsaurus")
			b.signIn("", "cretaceouscoffee")
			of := map[string]string{}
			of["all"], _ = b.createKey("kind: SECRET")
			of["both, the second named first"], _ = b.createKey(`kind: SECRET, accounts: ["cretaceouscoffee", "metricsaurus"]`)
			other, _ := b.createKey(`kind: SECRET, accounts: ["cretaceouscoffee"]`)
			by := b.stranger()
			for which, key := range of {
				if got := by.ask(whoAmI, "Authorization", "Bearer "+key); apptest.At(got.Data, "me", "username") != "metricsaurus" {
					t.Errorf("%s, before: %+v", which, got)
				}
			}
			end(b, m)
			for which, key := range of {
				credential := []string{"Authorization", "Bearer " + key}
				for _, operation := range []string{whoAmI, `{ media(id: "17895695668004550") { caption } }`, `mutation { createComment(input: {mediaId: "17895695668004550", message: "Hello"}) { comment { id } } }`} {
					if got := by.ask(operation, credential...); got.Code() != "UNAUTHENTICATED" || !strings.Contains(fmt.Sprint(got.Errors[0].Extensions["hint"]), "X-GramQL-Account") {
						t.Errorf("%s, %s: %+v", which, operation, got)
					}
				}
				if got := by.ask(`{ user(id: "`+cretaceouscoffee+`") { username } }`, credential...); len(got.Errors) > 0 || apptest.At(got.Data, "user", "username") != "cretaceouscoffee" {
					t.Errorf("%s, of the other by its id: %+v", which, got)
				}
				if got := by.ask(whoAmI, append(credential, "X-GramQL-Account", "cretaceouscoffee")...); len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
					t.Errorf("%s, in the name of the other: %+v", which, got)
				}
				if got := by.ask(whoAmI, append(credential, "X-GramQL-Account", "metricsaurus")...); got.Code() != "UNAUTHENTICATED" {
					t.Errorf("%s, in the name of the one that is gone: %+v", which, got)
				}
				got := by.ask(`{ accounts { username } viewer { accounts { user { username } } } }`, credential...)
				if len(got.Errors) > 0 || len(apptest.List(got.Data, "accounts")) != 1 || apptest.At(got.Data, "viewer", "accounts", 0, "user", "username") != "cretaceouscoffee" {
					t.Errorf("%s, lists: %+v", which, got)
				}
			}
			if got := by.ask(whoAmI, "Authorization", "Bearer "+other); apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
				t.Errorf("a key of the other: %+v", got)
			}
			b.signIn("", "metricsaurus") // keys are for it no more
			if got := by.ask(whoAmI, "Authorization", "Bearer "+of["all"]); got.Code() != "UNAUTHENTICATED" {
				t.Errorf("connected again: %+v", got)
			}
		})
	}
}
