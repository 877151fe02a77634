package oauth_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

const appToken = "demo-app|demo-secret"

// known is what debug_token knows of a token.
func (w *world) known(token string) map[string]any {
	w.t.Helper()
	return w.get(200, "/debug_token", "access_token", appToken, "input_token", token)["data"].(map[string]any)
}

func TestDebugToken_knowsTheTokensOfItsApp(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	system := w.redeem(facebook, w.decide(facebook.address("config_id", "demo-system"), "allow", "metricsaurus").Query().Get("code"))
	if system["expires_in"] != nil {
		t.Errorf("%v", system)
	}
	user := w.long(facebook, "instagram_basic", "pages_show_list")
	page := w.get(200, "/me/accounts", "access_token", user)["data"].([]any)[0].(map[string]any)["access_token"].(string)
	for token, want := range map[string]string{
		w.short(instagram): `{"app_id":"demo-app","application":"demo-app","data_access_expires_at":1803816000,"expires_at":1796043600,"granular_scopes":[{"scope":"instagram_business_basic"}],"is_valid":true,"issued_at":1796040000,"scopes":["instagram_business_basic"],"type":"USER","user_id":"17841405822304914"}`,
		user:               `{"app_id":"demo-app","application":"demo-app","data_access_expires_at":1803816000,"expires_at":1801224000,"granular_scopes":[{"scope":"public_profile"},{"scope":"pages_show_list","target_ids":["134895793791914"]},{"scope":"instagram_basic","target_ids":["17841405822304914"]}],"is_valid":true,"issued_at":1796040000,"scopes":["public_profile","pages_show_list","instagram_basic"],"type":"USER","user_id":"10158560180051171"}`,
		page:               `{"app_id":"demo-app","application":"demo-app","data_access_expires_at":1803816000,"expires_at":0,"granular_scopes":[{"scope":"public_profile"},{"scope":"pages_show_list","target_ids":["134895793791914"]},{"scope":"instagram_basic","target_ids":["17841405822304914"]}],"is_valid":true,"issued_at":1796040000,"profile_id":"134895793791914","scopes":["public_profile","pages_show_list","instagram_basic"],"type":"PAGE","user_id":"10158560180051171"}`,
		appToken:           `{"app_id":"demo-app","application":"demo-app","data_access_expires_at":0,"expires_at":0,"is_valid":true,"scopes":[],"type":"APP"}`,
		"IGAAguess":        `{"data_access_expires_at":0,"error":{"code":190,"message":"Invalid OAuth 2.0 Access Token"},"expires_at":0,"is_valid":false,"scopes":[]}`,
	} {
		got, err := json.Marshal(w.known(token))
		if err != nil || string(got) != want {
			t.Errorf("%v\ngot  %s\nwant %s", err, got, want)
		}
	}
	bisu := w.known(system["access_token"].(string))
	if bisu["type"] != "SYSTEM_USER" || number(bisu["expires_at"]) != "0" || bisu["user_id"] != "10158560180059923" || strings.Contains(toJSON(t, bisu), "134895793791914") {
		t.Errorf("%v", bisu)
	}
	// A system user has no Page, and its token opens the account.
	if list := w.get(200, "/me/accounts", "access_token", system["access_token"].(string))["data"].([]any); len(list) > 0 {
		t.Errorf("%v", list)
	}
	w.get(200, "/17841405822304914", "fields", "username", "access_token", system["access_token"].(string))

	w.now = w.now.Add(time.Hour)
	short := w.short(instagram)
	w.now = w.now.Add(time.Hour)
	if gone := w.known(short); gone["is_valid"] != false || gone["app_id"] != "demo-app" || number(gone["error"].(map[string]any)["subcode"]) != "463" {
		t.Errorf("%v", gone)
	}
}

func toJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDebugToken_isForTheOwnAppOnly(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{AppID: "second", AppSecret: "hush"})
	token := w.short(instagram)
	for _, asker := range []string{appToken, token, localgraph.DemoToken} {
		w.get(200, "/debug_token", "access_token", asker, "input_token", token)
	}
	if told := w.refused("/debug_token", "access_token", "second|hush", "input_token", token); number(told["code"]) != "100" || !strings.Contains(told["message"].(string), "must provide an app access token") {
		t.Errorf("%v", told)
	}
}

func TestAppToken_isGivenForTheSecretWithoutTellingIt(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	got := w.get(200, "/v25.0/oauth/access_token", "client_id", "demo-app", "client_secret", "demo-secret", "grant_type", "client_credentials")
	token := got["access_token"].(string)
	if !strings.HasPrefix(token, "demo-app|") || strings.Contains(token, "demo-secret") || got["token_type"] != "bearer" || got["expires_in"] != nil {
		t.Errorf("%v", got)
	}
	if w.get(200, "/debug_token", "access_token", token, "input_token", token)["data"].(map[string]any)["type"] != "APP" {
		t.Error("it is no token of an app")
	}
}

func TestPermissions_areListedAndTakenBackOneByOne(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	first, second := w.short(instagram, "instagram_business_manage_insights"), w.short(instagram, "instagram_business_manage_insights", "instagram_business_manage_comments")
	list := func(token string, path ...string) (all []string) {
		for _, one := range w.get(200, "/me/permissions"+strings.Join(path, ""), "access_token", token)["data"].([]any) {
			all = append(all, one.(map[string]any)["permission"].(string)+" "+one.(map[string]any)["status"].(string))
		}
		return all
	}
	want := []string{
		"instagram_business_basic granted", "instagram_business_manage_insights granted",
		"instagram_business_content_publish declined", "instagram_business_manage_comments declined", "instagram_business_manage_messages declined",
	}
	if got := list(first); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := list(first, "/instagram_business_manage_insights"); !slices.Equal(got, want[1:2]) {
		t.Errorf("%q", got)
	}
	gone := w.decode(200, w.call(http.MethodDelete, "/me/permissions/instagram_business_manage_insights?access_token="+second, nil))
	if gone["success"] != true {
		t.Errorf("%v", gone)
	}
	for _, token := range []string{first, second} {
		if got := list(token); !slices.Contains(got, "instagram_business_manage_insights declined") || slices.Contains(got, "instagram_business_manage_insights granted") {
			t.Errorf("%q", got)
		}
		if told := w.refused("/me/insights", "metric", "reach", "period", "day", "access_token", token); number(told["code"]) != "10" {
			t.Errorf("%v", told)
		}
	}
	w.get(200, "/17927651176397409/comments", "access_token", second)
	if got := list("EAAdemobasic"); !slices.Equal(got, []string{"public_profile granted", "pages_show_list granted", "pages_read_engagement granted", "instagram_basic granted"}) {
		t.Errorf("%q", got)
	}
}

func TestPermissions_takeBackEverythingOfThePersonAndNobodyElse(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	first, second, other := w.short(instagram), w.long(instagram), w.short(facebook, "instagram_basic")
	w.decode(200, w.call(http.MethodDelete, "/17841405822304914/permissions?access_token="+first, nil))
	for _, token := range []string{first, second} {
		if told := w.refused("/me", "access_token", token); number(told["error_subcode"]) != "458" || told["message"] != "Error validating access token: The user has not authorized application demo-app." {
			t.Errorf("%v", told)
		}
	}
	w.get(200, "/me", "access_token", other)
	w.get(200, "/me", "access_token", localgraph.DemoToken)
	if gone := w.known(first); number(gone["error"].(map[string]any)["subcode"]) != "458" || gone["is_valid"] != false {
		t.Errorf("%v", gone)
	}
}

func TestFacebookLogin_givesTokensWithoutACodeToThoseWhoAskForThem(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	to := w.decide(facebook.address("response_type", "token", "state", "s"), "allow", "metricsaurus", "pages_show_list")
	if to.RawQuery != "" {
		t.Errorf("%s", to)
	}
	got := map[string]string{}
	for pair := range strings.SplitSeq(to.EscapedFragment(), "&") {
		name, value, _ := strings.Cut(pair, "=")
		got[name] = value
	}
	if got["expires_in"] != "7200" || got["data_access_expiration_time"] != "1803816000" || got["state"] != "s" {
		t.Errorf("%v", got)
	}
	for _, name := range []string{"access_token", "long_lived_token"} {
		w.get(200, "/me/accounts", "access_token", got[name])
	}
	if long := w.known(got["long_lived_token"]); number(long["expires_at"]) != "1801224000" {
		t.Errorf("%v", long)
	}
}

func TestConfiguration_grantsAllOrNothing(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	address := facebook.address("config_id", "demo-config", "scope", "")
	if page := w.call(http.MethodGet, address, nil).Body.String(); strings.Count(page, " disabled>") != len(found(checkbox, page)) || len(found(checkbox, page)) < 15 {
		t.Error(page)
	}
	got := w.redeem(facebook, w.decide(address, "allow", "metricsaurus", "pages_show_list").Query().Get("code"))
	if number(got["expires_in"]) != "5184000" {
		t.Errorf("%v", got)
	}
	w.get(200, "/17841405822304914/insights", "metric", "reach", "period", "day", "access_token", got["access_token"].(string))
}
