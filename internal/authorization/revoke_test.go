package authorization_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/authorization"
)

func TestRevoke_endsATokenOrAllOfASignIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form          func(first, second answer) url.Values
		header        []string
		status        int
		code          string
		first, second bool // which access tokens work then
		refreshes     bool
	}{
		"an access token": {func(_, second answer) url.Values { return url.Values{"token": {second.Access}, "client_id": {"phone"}} }, nil, 200, "", true, false, true},
		"with a wrong hint": {func(_, second answer) url.Values {
			return url.Values{"token": {second.Access}, "client_id": {"phone"}, "token_type_hint": {"refresh_token"}}
		}, nil, 200, "", true, false, true},
		"a refresh token": {func(_, second answer) url.Values {
			return url.Values{"token": {second.Refresh}, "client_id": {"phone"}}
		}, nil, 200, "", false, false, false},
		"an old refresh token":     {func(first, _ answer) url.Values { return url.Values{"token": {first.Refresh}, "client_id": {"phone"}} }, nil, 200, "", false, false, false},
		"by the app in the header": {func(_, second answer) url.Values { return url.Values{"token": {second.Refresh}} }, basic("phone", ""), 200, "", false, false, false},
		"by whoever has it":        {func(_, second answer) url.Values { return url.Values{"token": {second.Refresh}} }, nil, 200, "", false, false, false},
		"a token of nobody":        {func(_, _ answer) url.Values { return url.Values{"token": {"x"}, "client_id": {"phone"}} }, nil, 200, "", true, true, true},
		"a made-up refresh token": {func(_, _ answer) url.Values {
			return url.Values{"token": {newWorld(t).signedIn().Refresh}, "client_id": {"phone"}}
		}, nil, 200, "", true, true, true},
		"no token": {func(_, _ answer) url.Values { return url.Values{"client_id": {"phone"}} }, nil, 400, "invalid_request", true, true, true},
		"another app's access": {func(_, second answer) url.Values {
			return url.Values{"token": {second.Access}, "client_id": {"desktop"}}
		}, nil, 400, "unauthorized_client", true, true, true},
		"another app's refresh": {func(_, second answer) url.Values {
			return url.Values{"token": {second.Refresh}, "client_id": {"desktop"}}
		}, nil, 400, "unauthorized_client", true, true, true},
		"an unknown app": {func(_, second answer) url.Values {
			return url.Values{"token": {second.Refresh}, "client_id": {"other"}}
		}, nil, 401, "invalid_client", true, true, true},
		"an empty app":            {func(_, second answer) url.Values { return url.Values{"token": {second.Refresh}, "client_id": {""}} }, nil, 401, "invalid_client", true, true, true},
		"an unknown app's header": {func(_, second answer) url.Values { return url.Values{"token": {second.Refresh}} }, basic("other", ""), 401, "invalid_client", true, true, true},
		"JSON":                    {func(_, second answer) url.Values { return url.Values{"token": {second.Refresh}} }, []string{"Content-Type", "application/json"}, 400, "invalid_request", true, true, true},
	} {
		w := newWorld(t)
		first := w.signedIn()
		second := w.post(w.Token, forRefresh(first.Refresh))
		other := w.signedIn()
		got := w.post(w.Revoke, c.form(first, second), c.header...)
		if got.status != c.status || got.Error != c.code || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %+v", name, got)
		}
		if w.works(first.Access) != c.first || w.works(second.Access) != c.second || !w.works(other.Access) {
			t.Errorf("%s: the first access token works: %v, the second: %v, that of another sign-in: %v", name, !c.first, !c.second, w.works(other.Access))
		}
		if refreshed := w.post(w.Token, forRefresh(second.Refresh)); (refreshed.status == http.StatusOK) != c.refreshes {
			t.Errorf("%s: then %+v", name, refreshed)
		}
	}
}

func TestRevoke_saysThatTheFaultIsOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.signedIn()
	_ = w.db.Close()
	for _, token := range []string{got.Access, got.Refresh} {
		if busy := w.post(w.Revoke, url.Values{"token": {token}}); busy.status != http.StatusServiceUnavailable {
			t.Errorf("%+v", busy)
		}
	}
	answered := httptest.NewRecorder()
	if w.Revoke(answered, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)); answered.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: status %d", answered.Code)
	}
}

func TestSignInsOf_showPeopleTheAppsThatTheyHaveSignedInTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.signedIn()
	w.now = noon.Add(time.Minute)
	if got := w.post(w.Token, forRefresh(first.Refresh)); got.status != http.StatusOK {
		t.Fatalf("%+v", got)
	}
	form := forCode(w.code(desktop))
	form.Set("client_id", "desktop")
	form.Set("redirect_uri", desktop.Get("redirect_uri"))
	second := w.post(w.Token, form)
	w.code(phone) // which the app has not used
	all, err := w.SignInsOf(t.Context(), w.person)
	for i := range all {
		if all[i].ID == "" {
			t.Error("it has no id")
		}
	}
	if err != nil || len(all) != 2 || all[0].App != "desktop" || !all[0].CreatedAt.Equal(w.now) || all[1].App != "On a phone" || !all[1].CreatedAt.Equal(noon) || !all[1].SeenAt.Equal(w.now) {
		t.Fatalf("%+v, %v", all, err)
	}
	for name, c := range map[string]struct{ person, id string }{"of another": {"another", all[1].ID}, "unknown": {w.person, "x"}} {
		if err := w.EndSignIn(t.Context(), c.person, c.id); !errors.Is(err, authorization.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.EndSignIn(t.Context(), w.person, all[1].ID); err != nil || w.works(first.Access) || !w.works(second.Access) {
		t.Errorf("%v", err)
	}
	w.Clients = nil
	if all, err := w.SignInsOf(t.Context(), w.person); err != nil || len(all) > 0 {
		t.Errorf("of an app that is gone: %+v, %v", all, err)
	}
}

func TestMetadata_saysWhereEverythingIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answered := httptest.NewRecorder()
	w.Metadata(answered, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	var got map[string]any
	if err := json.Unmarshal(answered.Body.Bytes(), &got); err != nil || answered.Header().Get("Access-Control-Allow-Origin") != "*" || answered.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%v, %v", err, answered.Header())
	}
	for name, want := range map[string]string{
		"issuer": "https://gramql.example/base", "authorization_endpoint": "https://gramql.example/base/oauth/authorize", "token_endpoint": "https://gramql.example/base/oauth/token",
		"revocation_endpoint": "https://gramql.example/base/oauth/revoke", "code_challenge_methods_supported": "[S256]", "response_types_supported": "[code]",
		"token_endpoint_auth_methods_supported": "[none]", "grant_types_supported": "[authorization_code refresh_token]", "authorization_response_iss_parameter_supported": "true",
		"response_modes_supported": "[query]", "revocation_endpoint_auth_methods_supported": "[none]",
	} {
		if text, _ := json.Marshal(got[name]); strings.NewReplacer(`"`, "", ",", " ").Replace(string(text)) != want {
			t.Errorf("%s: %s", name, text)
		}
	}
	if scopes, _ := got["scopes_supported"].([]any); !slices.Contains(scopes, any("read")) || !slices.Contains(scopes, any("instagram_business_basic")) {
		t.Errorf("%v", scopes)
	}
	const path = "/.well-known/oauth-authorization-server"
	for base, want := range map[string][]string{"": {path, path + "/base"}, "/base": {path + "/base", "/base" + path}} {
		if got := w.MetadataPaths(base); !slices.Equal(got, want) {
			t.Errorf("below %q: %q", base, got)
		}
	}
}
