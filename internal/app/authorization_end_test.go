package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/gramql/gramql/internal/app/apptest"
)

// socketBy opens a socket by an access token, and asks on it who asks.
func (b *browser) socketBy(access string) *websocket.Conn {
	b.t.Helper()
	conn, _, err := websocket.Dial(b.t.Context(), b.base+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = conn.CloseNow() })
	b.exchange(conn, `{"type":"connection_init","payload":{"authorization":"Bearer `+access+`"}}`)
	if got := b.exchange(conn, `{"id":"1","type":"subscribe","payload":{"query":"{ me { username } }"}}`); !strings.Contains(got, `"username":"metricsaurus"`) {
		b.t.Fatal(got)
	}
	hear(b.t, conn) // that it is complete
	return conn
}

// send posts a form to an address of the program, as a page of an origin does where one is
// given, and returns the answer and its JSON.
func (b *browser) send(path string, form url.Values, origin string) (*http.Response, map[string]any) {
	b.t.Helper()
	r, _ := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode())) // the method and the address are fine
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var said map[string]any
	_ = json.NewDecoder(answer.Body).Decode(&said) // nothing is said of what was revoked
	return answer, said
}

func TestApp_endsWhatAnAppHasAndWhatIsLiveByThat(t *testing.T) {
	t.Parallel()
	const meant, yes = "X-GramQL-CSRF", "1"
	for name, c := range map[string]struct {
		end func(t *testing.T, b *browser, access, refresh string)
		// refreshes reports whether the app gets another access token then.
		refreshes bool
	}{
		"the app revokes its access token": {func(_ *testing.T, b *browser, access, _ string) {
			b.send("/oauth/revoke", url.Values{"token": {access}, "client_id": {"phone"}}, "")
		}, true},
		"the app revokes its refresh token": {func(_ *testing.T, b *browser, _, refresh string) {
			b.send("/oauth/revoke", url.Values{"token": {refresh}, "client_id": {"phone"}}, "")
		}, false},
		"the person signs the app out": {func(t *testing.T, b *browser, _, _ string) {
			t.Helper()
			for _, s := range apptest.List(b.ask("{ viewer { sessions { id userAgent current } } }", meant, yes).Data, "viewer", "sessions") {
				if s := s.(map[string]any); s["userAgent"] == "On a phone" {
					revoke := `mutation { revokeSession(input: {sessionId: "` + s["id"].(string) + `"}) { revokedSessionId } }`
					if got := b.ask(revoke, meant, yes); s["current"] != false || apptest.At(got.Data, "revokeSession", "revokedSessionId") != s["id"] {
						t.Errorf("%+v", got)
					}
					if got := b.ask(revoke, meant, yes); got.Code() != "NOT_FOUND" {
						t.Errorf("once more: %+v", got)
					}
					return
				}
			}
			t.Error("the app is not among the sessions")
		}, false},
		"the person disconnects the account": {func(t *testing.T, b *browser, _, _ string) {
			t.Helper()
			if got := b.ask(`mutation { disconnectAccount(input: {accountId: "metricsaurus"}) { disconnectedAccountIds } }`, meant, yes); len(got.Errors) > 0 {
				t.Errorf("%+v", got)
			}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBrowser(t, apptest.Serve(t, appSettings(t)))
			token := b.tokenOf(b.clientOf("phone", "com.example.app:/callback"), "metricsaurus")
			conn := b.socketBy(token.AccessToken)
			c.end(t, b, token.AccessToken, token.RefreshToken)
			if got := hear(t, conn); !strings.Contains(got, "4401") {
				t.Errorf("the socket says %s", got)
			}
			if got := b.stranger().ask(whoAmI, "Authorization", "Bearer "+token.AccessToken); got.Code() != "UNAUTHENTICATED" {
				t.Errorf("%+v", got)
			}
			answer, said := b.send("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.RefreshToken}, "client_id": {"phone"}}, "")
			if (answer.StatusCode == http.StatusOK) != c.refreshes {
				t.Errorf("status %d, %v", answer.StatusCode, said)
			}
		})
	}
}

func TestApp_endsWhatAppsHaveWhenThePersonRemovesTheMetaApp(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"deauthorize", "data-deletion"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			a := apptest.Serve(t, appSettings(t, "-local-control", "on"))
			b, m := newBrowser(t, a), metaOf(t, a)
			token := b.tokenOf(b.clientOf("phone", "com.example.app:/callback"), "metricsaurus")
			conn := b.socketBy(token.AccessToken)
			m.control(http.MethodPost, "callbacks", fmt.Sprintf(`{"kind":%q,"account":"metricsaurus"}`, kind))
			if got := hear(t, conn); !strings.Contains(got, "4401") {
				t.Errorf("the socket says %s", got)
			}
			if answer, said := b.send("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.RefreshToken}, "client_id": {"phone"}}, ""); answer.StatusCode != http.StatusBadRequest || said["error"] != "invalid_grant" {
				t.Errorf("status %d, %v", answer.StatusCode, said)
			}
		})
	}
}

func TestApp_endsAccessTokensAfterAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, appSettings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	token := b.tokenOf(b.clientOf("phone", "com.example.app:/callback"), "metricsaurus")
	m.control(http.MethodPost, "clock", `{"advance":"15m"}`)
	got := b.stranger().ask(whoAmI, "Authorization", "Bearer "+token.AccessToken)
	if hint, _ := got.Errors[0].Extensions["hint"].(string); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["reauthenticate"] != true || !strings.Contains(hint, "grant_type=refresh_token") {
		t.Errorf("%+v", got)
	}
	answer, said := b.send("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.RefreshToken}, "client_id": {"phone"}}, "")
	access, _ := said["access_token"].(string)
	if got := b.stranger().ask(whoAmI, "Authorization", "Bearer "+access); answer.StatusCode != http.StatusOK || len(got.Errors) > 0 {
		t.Errorf("status %d, %+v", answer.StatusCode, got)
	}
}

func TestApp_letsPagesThatAreAppsAskFromTheirOrigins(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, appSettings(t)))
	for origin, want := range map[string]string{
		"https://app.example": "https://app.example", "http://127.0.0.1:5173": "http://127.0.0.1:5173",
		"https://evil.example": "", "http://app.example": "", "null": "",
	} {
		for _, path := range []string{"/oauth/token", "/oauth/revoke", "/graphql"} {
			answer, _ := b.send(path, url.Values{}, origin)
			if got := answer.Header.Get("Access-Control-Allow-Origin"); got != want || answer.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s: pages of %s are told %q", path, origin, got)
			}
		}
	}
	for _, path := range []string{"/oauth/authorize", "/oauth/authorize/signed-in"} {
		if answer, _ := b.send(path, url.Values{}, "https://app.example"); answer.Header.Get("Access-Control-Allow-Origin") != "" || answer.StatusCode == http.StatusOK {
			t.Errorf("%s: status %d, %v", path, answer.StatusCode, answer.Header)
		}
	}
}

func TestApp_tellsAppsWhereEverythingIs(t *testing.T) {
	t.Parallel()
	settings := appSettings(t)
	settings.BasePath, settings.PublicURL = "/in", "https://gramql.example/out"
	a := apptest.Serve(t, settings)
	root := strings.TrimSuffix(a.GraphQL(), "/in/graphql")
	for path, want := range map[string]int{
		"/in/.well-known/oauth-authorization-server": 200, "/.well-known/oauth-authorization-server/in": 200, "/.well-known/oauth-authorization-server/out": 200,
		"/.well-known/oauth-authorization-server": 404, "/in/oauth/authorize": 400, "/oauth/authorize": 404,
	} {
		status, _, body := get(t, root+path)
		if status != want || want == 200 && !strings.Contains(body, `"issuer":"https://gramql.example/out"`) {
			t.Errorf("%s: status %d, %s", path, status, body)
		}
	}
}

func TestApp_writesNoSecretOfAppsIntoItsLog(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	settings := appSettings(t, "-access-log", "on")
	b := newBrowser(t, apptest.ServeLogging(t, settings, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	token := b.tokenOf(b.clientOf("phone", "com.example.app:/callback"), "metricsaurus")
	b.stranger().ask(whoAmI, "Authorization", "Bearer "+token.AccessToken)
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token.RefreshToken}, "client_id": {"phone"}}
	_, second := b.send("/oauth/token", refresh, "")
	next, _ := second["refresh_token"].(string)
	b.send("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {next}, "client_id": {"phone"}}, "")
	if answer, said := b.send("/oauth/token", refresh, ""); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("an old refresh token: %v", said)
	}
	text := log.String()
	if !strings.Contains(text, "an old refresh token was used") {
		t.Errorf("nothing is logged of an old refresh token: %s", text)
	}
	for _, hidden := range []string{"gqa_", "gqr_", "gqc_", "code=", "its state", "its+state", token.RefreshToken[4:12]} {
		if strings.Contains(text, hidden) {
			t.Errorf("the log has %s", hidden)
		}
	}
}

// lockedBuffer is a buffer for several writers.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
