package app_test

import (
	"errors"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

// apps are the apps of the tests that sign people in.
const apps = `[
	{"client_id": "phone", "client_name": "On a phone", "redirect_uris": ["com.example.app:/callback", "https://app.example/callback"]},
	{"client_id": "desktop", "redirect_uris": ["http://127.0.0.1/callback"], "scope": "read instagram_business_basic"}
]`

// appSettings are settings with the apps.
func appSettings(t *testing.T, flags ...string) config.Settings {
	t.Helper()
	file := filepath.Join(t.TempDir(), "apps.json")
	if err := os.WriteFile(file, []byte(apps), 0o600); err != nil {
		t.Fatal(err)
	}
	return apptest.Settings(t, append(flags, "-oauth-clients", file)...)
}

// clientOf is what an app has to do with the program that a browser is on.
func (b *browser) clientOf(id, redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: id, RedirectURL: redirect, Endpoint: oauth2.Endpoint{AuthURL: b.base + "/oauth/authorize", TokenURL: b.base + "/oauth/token"}}
}

// allow signs in at an address that an app sends people to, or does not allow it by another
// action, and returns what the app is told.
func (b *browser) allow(address, action, account string, permissions ...string) url.Values {
	b.t.Helper()
	window, err := b.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = window.Body.Close()
	return b.backToApp(window.Request.URL.String(), url.Values{"action": {action}, "account": {account}, "scope": permissions})
}

// errBack ends a browser's way: it is sent to an app.
var errBack = errors.New("back to the app")

// backToApp sends a form to a window, if there is one, and follows until the browser is sent
// away from this machine's servers. It returns what the app is told there.
func (b *browser) backToApp(window string, form url.Values) url.Values {
	b.t.Helper()
	var back *url.URL
	following := *b.Client
	following.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Query().Has("iss") {
			back = r.URL
			return errBack
		}
		return nil
	}
	answer, err := following.PostForm(window, form)
	if back != nil {
		return back.Query()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	text, _ := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	b.t.Fatalf("status %d at %s: %s", answer.StatusCode, answer.Request.URL, text)
	return nil
}

// tokenOf signs a person in for an app, and returns the token that the app gets.
func (b *browser) tokenOf(client *oauth2.Config, account string, permissions ...string) *oauth2.Token {
	b.t.Helper()
	verifier := oauth2.GenerateVerifier()
	told := b.allow(client.AuthCodeURL("its state", oauth2.S256ChallengeOption(verifier)), "allow", account, permissions...)
	if told.Get("state") != "its state" || told.Get("iss") != b.base || told.Has("error") {
		b.t.Fatalf("%v", told)
	}
	token, err := client.Exchange(b.t.Context(), told.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

func TestApp_letsAppsSignPeopleIn(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, appSettings(t)))
	phone := b.clientOf("phone", "com.example.app:/callback")
	token := b.tokenOf(phone, "metricsaurus", "instagram_business_manage_insights")
	if !strings.HasPrefix(token.AccessToken, "gqa_") || token.Type() != "Bearer" || token.ExpiresIn != 900 || token.RefreshToken == "" || token.Extra("scope") != "read write" {
		t.Errorf("%s, %d s, scope %v", token.Type(), token.ExpiresIn, token.Extra("scope"))
	}
	by, bearer := b.stranger(), []string{"Authorization", "Bearer " + token.AccessToken}
	if got := by.ask(insights, bearer...); len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "metricsaurus" {
		t.Errorf("%+v", got)
	}
	shown := by.ask("{ viewer { accounts { username } sessions { id } apiKeys { id } } accounts { username } }", bearer...)
	if len(apptest.List(shown.Data, "viewer", "accounts")) != 1 || len(apptest.List(shown.Data, "viewer", "sessions")) != 0 || len(apptest.List(shown.Data, "viewer", "apiKeys")) != 0 || len(apptest.List(shown.Data, "accounts")) != 1 {
		t.Errorf("%+v", shown)
	}
	for _, mutation := range []string{
		`createApiKey(input: {kind: SECRET}) { secret }`, `revokeApiKey(input: {apiKeyId: "x"}) { revokedApiKeyId }`,
		`disconnectAccount(input: {accountId: "metricsaurus"}) { disconnectedAccountIds }`, `revokeSession(input: {sessionId: "x"}) { revokedSessionId }`,
	} {
		if got := by.ask("mutation { "+mutation+" }", bearer...); got.Code() != "FORBIDDEN" {
			t.Errorf("%s: %+v", mutation, got)
		}
	}
	for name, other := range map[string]string{
		"a refresh token": token.RefreshToken, "mistyped": token.AccessToken[:len(token.AccessToken)-1], "of elsewhere": "gqc_x",
	} {
		if got := by.ask(whoAmI, "Authorization", "Bearer "+other); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["hint"] == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestApp_holdsAppsToTheirScopes(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, apptest.Serve(t, appSettings(t)))
	token := b.tokenOf(b.clientOf("desktop", "http://127.0.0.1:49152/callback"), "metricsaurus", "instagram_business_manage_insights", "instagram_business_manage_comments")
	if token.Extra("scope") != "instagram_business_basic read" {
		t.Errorf("scope %v", token.Extra("scope"))
	}
	by := b.stranger()
	for operation, code := range map[string]string{
		whoAmI:   "",
		insights: "FORBIDDEN",
		`mutation { like(input: {subjectId: "1"}) { subject { id } } }`: "FORBIDDEN",
	} {
		if got := by.ask(operation, "Authorization", "Bearer "+token.AccessToken); got.Code() != code {
			t.Errorf("%s: %+v", operation, got)
		}
	}
}

func TestApp_tellsAppsWhySignInsFail(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, appSettings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	phone := b.clientOf("phone", "https://app.example/callback")
	for name, c := range map[string]struct {
		login, action string
		permissions   []string
		faults        string
		want          string
	}{
		"not allowed":            {"instagram", "deny", nil, "[]", "access_denied"},
		"not allowed, Facebook":  {"facebook", "deny", nil, "[]", "access_denied"},
		"a permission withheld":  {"facebook", "allow", []string{"pages_show_list", "pages_read_engagement"}, "[]", "access_denied"},
		"no answer":              {"instagram", "allow", nil, `[{"kind":"OtherError","path":"/oauth/access_token","status":503,"body":"{}"}]`, "temporarily_unavailable"},
		"a code that is refused": {"facebook", "allow", pagesScopes, `[{"kind":"OtherError","path":"/oauth/access_token","status":400,"body":"{\"error\":{\"code\":100}}"}]`, "server_error"},
	} {
		address := phone.AuthCodeURL("its state", oauth2.S256ChallengeOption(oauth2.GenerateVerifier()), oauth2.SetAuthURLParam("login", c.login))
		m.control(http.MethodPost, "faults", c.faults)
		told := b.allow(address, c.action, "metricsaurus", c.permissions...)
		m.control(http.MethodDelete, "faults", "")
		if told.Get("error") != c.want || told.Get("state") != "its state" || told.Get("iss") != b.base || told.Has("code") || (name == "a permission withheld") != strings.HasSuffix(told.Get("error_description"), ": instagram_basic") {
			t.Errorf("%s: %v", name, told)
		}
	}
}

func TestApp_keepsWhatAnAppAskedForWhenPeopleBeginAnew(t *testing.T) {
	t.Parallel()
	a := apptest.Serve(t, appSettings(t, "-local-control", "on"))
	b, m := newBrowser(t, a), metaOf(t, a)
	phone := b.clientOf("phone", "https://app.example/callback")
	window, err := b.Get(phone.AuthCodeURL("its state", oauth2.S256ChallengeOption(oauth2.GenerateVerifier()), oauth2.SetAuthURLParam("login", "facebook")))
	if err != nil {
		t.Fatal(err)
	}
	_ = window.Body.Close()
	m.control(http.MethodPost, "clock", `{"advance":"11m"}`)
	late, err := b.PostForm(window.Request.URL.String(), url.Values{"action": {"allow"}, "account": {"metricsaurus"}, "scope": pagesScopes})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(late.Body)
	_ = late.Body.Close()
	anew := regexp.MustCompile(`href="(/login\?login=facebook&amp;return_to=[^"]+)"`).FindSubmatch(text)
	if late.StatusCode != http.StatusBadRequest || anew == nil {
		t.Fatalf("status %d: %s", late.StatusCode, text)
	}
	if told := b.allow(b.base+html.UnescapeString(string(anew[1])), "allow", "metricsaurus", pagesScopes...); told.Get("code") == "" || told.Get("state") != "its state" {
		t.Errorf("%v", told)
	}
}

func TestNew_refusesAFileOfAppsThatIsWrong(t *testing.T) {
	t.Parallel()
	settings := appSettings(t)
	if err := os.WriteFile(settings.OAuthClients, []byte(`[{"client_id": "x", "redirect_uris": ["http://app.example/"]}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	absent := settings
	absent.OAuthClients += ".not"
	for want, s := range map[string]config.Settings{
		"-oauth-clients: " + settings.OAuthClients + `: app 1: redirect_uris: "http://app.example/" is not on https`: settings,
		"-oauth-clients: open": absent,
	} {
		_, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler))
		if wrong, ok := errors.AsType[*config.Error](err); !ok || !strings.HasPrefix(wrong.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
