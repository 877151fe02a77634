package oauth_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/oauth"
)

// app is an app that takes callbacks, and writes down whom they are about.
type app struct {
	*httptest.Server
	secret string
	mu     sync.Mutex
	told   []string
}

func newApp(t *testing.T, secret string) *app {
	t.Helper()
	a := &app{secret: secret}
	a.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		signature, payload, _ := strings.Cut(r.PostFormValue("signed_request"), ".")
		mac := hmac.New(sha256.New, []byte(a.secret))
		mac.Write([]byte(payload))
		text, _ := base64.RawURLEncoding.DecodeString(payload)
		var signed struct {
			Algorithm string `json:"algorithm"`
			Issued    int64  `json:"issued_at"`
			User      string `json:"user_id"`
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		err := json.Unmarshal(text, &signed)
		if err != nil || signature != base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) || signed.Algorithm != "HMAC-SHA256" || signed.Issued != 1796040000+int64(len(a.told)) {
			t.Errorf("%s is signed by %s: %v", text, signature, err)
		}
		a.told = append(a.told, r.Method+" "+r.URL.Path+" "+signed.User)
	}))
	t.Cleanup(a.Close)
	return a
}

const (
	person = "10158560180051171"
	scoped = "24680011223344556"
)

func TestRemove_endsTheTokensOfAnAccountAndTellsTheAppOnceOfEachPerson(t *testing.T) {
	t.Parallel()
	for kind, path := range map[oauth.Callback]string{oauth.Deauthorize: "/base/meta/deauthorize", oauth.DataDeletion: "/base/meta/data-deletion"} {
		a := newApp(t, "demo-secret")
		w := open(t, localgraph.Options{PublicURL: a.URL + "/base/"})
		tokens := []string{w.short(instagram), w.long(instagram), w.long(facebook)}
		other := w.redeem(instagram, w.decide(instagram.address(), "allow", "cretaceouscoffee").Query().Get("code"))["access_token"].(string)
		unused := w.code(instagram)
		told, err := w.Login().Remove(t.Context(), kind, "metricsaurus")
		if err != nil || len(told) != 2 || told[0].Status != 200 {
			t.Fatal(err, told)
		}
		if want := []string{"POST " + path + " " + scoped, "POST " + path + " " + person}; !slices.Equal(a.told, want) {
			t.Errorf("told %q", a.told)
		}
		for _, token := range tokens {
			removed := w.refused("/me", "access_token", token)
			if number(removed["code"]) != "190" || number(removed["error_subcode"]) != "458" || removed["type"] != "OAuthException" {
				t.Errorf("%v", removed)
			}
		}
		w.get(200, "/me", "access_token", other)
		w.get(200, "/me", "access_token", localgraph.DemoToken)
		w.post(400, "/oauth/access_token", "client_id", "demo-app", "client_secret", "demo-secret", "grant_type", "authorization_code", "redirect_uri", redirect, "code", unused)
		w.get(200, "/me", "access_token", w.short(instagram))
	}
}

func TestRemovingTheAppByAToken_tellsTheApp(t *testing.T) {
	t.Parallel()
	a := newApp(t, "set-secret")
	w := open(t, localgraph.Options{PublicURL: a.URL, AppSecret: "set-secret"})
	for _, l := range []login{instagram, facebook} {
		token := w.short(l)
		w.decode(200, w.call(http.MethodDelete, "/v25.0/me/permissions?access_token="+token, nil))
		if removed := w.refused("/me", "access_token", token); number(removed["error_subcode"]) != "458" {
			t.Errorf("%v", removed)
		}
		w.Login().Close()
	}
	if want := []string{"POST /meta/deauthorize " + scoped, "POST /meta/deauthorize " + person}; !slices.Equal(a.told, want) {
		t.Errorf("told %q", a.told)
	}
}

func TestCallbacks_followNoRedirect(t *testing.T) {
	t.Parallel()
	elsewhere := newApp(t, "")
	app := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer app.Close()
	w := open(t, localgraph.Options{PublicURL: app.URL})
	told, err := w.Login().Remove(t.Context(), oauth.Deauthorize, "metricsaurus")
	if err != nil || told[0].Status != http.StatusTemporaryRedirect || elsewhere.told != nil {
		t.Errorf("%v, %v, %q", err, told, elsewhere.told)
	}
}
