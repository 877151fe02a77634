package oauth_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

func TestInstagramLogin_leadsFromTheWindowToATokenThatCanBeRefreshed(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	to := w.decide(instagram.address("state", "a b&c"), "allow", "metricsaurus", "instagram_business_manage_insights")
	if !strings.HasPrefix(to.String(), redirect+"?code=AQB") || to.Query().Get("state") != "a b&c" || to.Fragment != "_" {
		t.Errorf("sent to %s", to)
	}
	short := w.redeem(instagram, to.Query().Get("code"))
	if got := to.Query().Get("state"); got != "a b&c" {
		t.Error(got)
	}
	granted := []any{"instagram_business_basic", "instagram_business_manage_insights"}
	if number(short["user_id"]) != "17841405822304914" || !slices.Equal(short["permissions"].([]any), granted) {
		t.Errorf("%v", short)
	}
	long := w.get(200, "/access_token", "grant_type", "ig_exchange_token", "client_secret", "demo-secret", "access_token", short["access_token"].(string))
	if !strings.HasPrefix(long["access_token"].(string), "IGAA") || long["token_type"] != "bearer" || number(long["expires_in"]) != "5184000" {
		t.Errorf("%v", long)
	}
	w.now = w.now.Add(59 * 24 * time.Hour)
	fresh := w.get(200, "/refresh_access_token", "grant_type", "ig_refresh_token", "access_token", long["access_token"].(string))
	if number(fresh["expires_in"]) != "5184000" || fresh["permissions"] != "instagram_business_basic,instagram_business_manage_insights" {
		t.Errorf("%v", fresh)
	}
	w.now = w.now.Add(2 * 24 * time.Hour)
	if told := w.refused("/me", "access_token", long["access_token"].(string)); number(told["code"]) != "190" || number(told["error_subcode"]) != "463" {
		t.Errorf("the old one: %v", told)
	}
	if me := w.get(200, "/me", "fields", "username,user_id", "access_token", fresh["access_token"].(string)); me["username"] != "metricsaurus" || number(me["user_id"]) != "17841405822304914" {
		t.Errorf("%v", me)
	}
}

func TestFacebookLogin_leadsFromTheDialogToThePages(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	to := w.decide(facebook.address("state", "s"), "allow", "metricsaurus", strings.Split(pages, ",")...)
	if to.Query().Get("state") != "s" || to.Fragment != "_=_" {
		t.Errorf("sent to %s", to)
	}
	short := w.redeem(facebook, to.Query().Get("code"))
	if short["token_type"] != "bearer" || number(short["expires_in"]) != "7200" {
		t.Errorf("%v", short)
	}
	long := w.get(200, "/v25.0/oauth/access_token", "grant_type", "fb_exchange_token", "client_id", "demo-app", "client_secret", "demo-secret", "fb_exchange_token", short["access_token"].(string))
	if number(long["expires_in"]) != "5184000" {
		t.Errorf("%v", long)
	}
	page := func(user any) string {
		list := w.get(200, "/me/accounts", "fields", "id,name,access_token,instagram_business_account", "access_token", user.(string))["data"].([]any)
		one := list[0].(map[string]any)
		if len(list) != 1 || one["instagram_business_account"].(map[string]any)["id"] != "17841405822304914" {
			t.Errorf("%v", list)
		}
		return one["access_token"].(string)
	}
	brief, lasting := page(short["access_token"]), page(long["access_token"])
	w.now = w.now.Add(61 * 24 * time.Hour)
	if told := w.refused("/me", "access_token", brief); number(told["error_subcode"]) != "463" {
		t.Errorf("a Page's token outlives the short-lived token that it came with: %v", told)
	}
	me := w.get(200, "/me", "fields", "name,access_token", "access_token", lasting)
	if me["name"] != "Metricsaurus" || me["access_token"] != lasting {
		t.Errorf("%v", me)
	}
	w.get(200, "/17841405822304914/insights", "metric", "reach", "period", "day", "access_token", lasting)
	if told := w.refused("/17841405822304914/media", "fields", "comments", "access_token", lasting); number(told["code"]) != "10" {
		t.Errorf("comments were not allowed: %v", told)
	}
}

func TestBasicDisplay_leadsToATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	code := w.decide(basic.address(), "allow", "jayposiris", "user_media").Query().Get("code")
	short := w.redeem(basic, code)
	if !strings.HasPrefix(short["access_token"].(string), "IGQV") || number(short["user_id"]) != "17841405793187218" || short["permissions"] != nil {
		t.Errorf("%v", short)
	}
	w.get(200, "/me/media", "access_token", short["access_token"].(string))
}

func TestTokens_mayDoWhatWasAllowed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		login  login
		scopes []string
		path   string
		status int
	}{
		"insights allowed":                {instagram, []string{"instagram_business_manage_insights"}, "/me/insights?metric=reach&period=day", 200},
		"insights declined":               {instagram, []string{"instagram_business_manage_comments"}, "/me/insights?metric=reach&period=day", 400},
		"comments allowed":                {instagram, []string{"instagram_business_manage_comments"}, "/17927651176397409/comments", 200},
		"nothing but what is compulsory":  {instagram, nil, "/me/media", 200},
		"comments declined":               {instagram, nil, "/17927651176397409/comments", 400},
		"the profile of Basic Display":    {basic, nil, "/me?fields=username", 200},
		"the media of Basic Display":      {basic, nil, "/me/media", 400},
		"Pages declined":                  {facebook, nil, "/me/accounts", 400},
		"Pages allowed":                   {facebook, []string{"pages_show_list"}, "/me/accounts", 200},
		"an account without its Page":     {facebook, []string{"instagram_basic"}, "/17841405822304914", 400},
		"a Page without its account":      {facebook, []string{"pages_read_engagement"}, "/17841405822304914", 400},
		"a Page with its account":         {facebook, []string{"instagram_basic", "pages_read_engagement"}, "/17841405822304914", 200},
		"what the app did not ask for":    {facebook, []string{"instagram_basic", "pages_read_engagement", "instagram_manage_comments"}, "/17927651176397409/comments", 400},
		"an account that is not the same": {instagram, nil, "/17841405309211844", 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, localgraph.Options{})
			answer := w.call(http.MethodGet, c.path, nil, "Authorization", "Bearer "+w.short(c.login, c.scopes...))
			if answer.Code != c.status {
				t.Errorf("status %d: %s", answer.Code, answer.Body)
			}
		})
	}
}

func TestTokens_outliveARestartButNoReset(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{Dir: t.TempDir()})
	token, code := w.long(instagram), w.code(instagram)
	w.stop()
	w.start()
	w.get(200, "/me", "access_token", token)
	w.redeem(instagram, code)
	if err := w.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if told := w.refused("/me", "access_token", token); number(told["code"]) != "190" || told["error_subcode"] != nil {
		t.Errorf("%v", told)
	}
}
