package oauth_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph"
)

var (
	radio    = regexp.MustCompile(`<input type="radio" name="account" value="([^"]*)"`)
	checkbox = regexp.MustCompile(`<input type="checkbox" name="scope" value="([^"]*)"( checked)?( disabled)?>`)
	button   = regexp.MustCompile(`<button type="submit" name="action" value="([^"]*)"`)
)

// found are the first groups of all matches.
func found(form *regexp.Regexp, in string) (all []string) {
	for _, match := range form.FindAllStringSubmatch(in, -1) {
		all = append(all, match[1])
	}
	return all
}

func TestWindow_offersTheAccountsAndPermissionsOfItsLoginType(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	for name, c := range map[string]struct {
		address          string
		accounts, scopes []string
	}{
		"Instagram Login": {instagram.address(), []string{"metricsaurus", "cretaceouscoffee"}, strings.Split(all, ",")},
		"Instagram Login, separated by spaces": {
			instagram.address("scope", "instagram_business_manage_insights instagram_business_basic"), []string{"metricsaurus", "cretaceouscoffee"},
			[]string{"instagram_business_basic", "instagram_business_manage_insights"},
		},
		"Basic Display":             {basic.address(), []string{"metricsaurus", "jayposiris", "pebble.and.pine", "cretaceouscoffee"}, []string{"user_profile", "user_media"}},
		"Facebook Login":            {facebook.address("scope", "pages_show_list"), []string{"metricsaurus"}, []string{"public_profile", "pages_show_list"}},
		"Facebook Login, no scopes": {facebook.address("scope", "", "response_type", ""), []string{"metricsaurus"}, []string{"public_profile"}},
	} {
		answer := w.call(http.MethodGet, c.address, nil)
		page := answer.Body.String()
		if answer.Code != 200 || !slices.Equal(found(radio, page), c.accounts) || !slices.Equal(found(checkbox, page), c.scopes) ||
			!slices.Equal(found(button, page), []string{"allow", "deny"}) || strings.Count(page, `value="metricsaurus" checked`) != 1 {
			t.Errorf("%s: %s", name, page)
		}
		for _, box := range checkbox.FindAllStringSubmatch(page, -1) {
			compulsory := slices.Contains([]string{"instagram_business_basic", "user_profile", "public_profile"}, box[1])
			if box[2] == "" || compulsory != (box[3] != "") || compulsory != strings.Contains(page, `<input type="hidden" name="scope" value="`+box[1]+`">`) {
				t.Errorf("%s: %q", name, box)
			}
		}
		for header, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Access-Control-Allow-Origin": "",
			"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
		} {
			if got := answer.Header().Get(header); got != want {
				t.Errorf("%s: %s: %s", name, header, got)
			}
		}
	}
}

func TestWindow_takesWhatClientsSendBesides(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	for _, more := range []string{"enable_fb_login=0", "enable_fb_login=false", "enable_fb_login=true", "force_authentication=1", "force_reauth=true"} {
		if answer := w.call(http.MethodGet, instagram.address()+"&"+more, nil); answer.Code != 200 {
			t.Errorf("%s: %s", more, answer.Body)
		}
	}
}

func TestWindow_tellsTheAppOfADenial(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	for address, want := range map[string]string{
		instagram.address("state", "s"):                                 redirect + "?error=access_denied&error_description=The+user+denied+your+request&error_reason=user_denied&state=s#_",
		facebook.address():                                              redirect + "?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied#_=_",
		facebook.address("response_type", "token", "state", "s"):        redirect + "#error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=s",
		instagram.address("redirect_uri", "http://localhost/back?to=1"): "http://localhost/back?to=1&error=access_denied&error_description=The+user+denied+your+request&error_reason=user_denied#_",
	} {
		if got := w.decide(address, "deny", "").String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestWindow_isShownAgainIfNothingWasDecided(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	for name, c := range map[string]struct {
		form   url.Values
		header []string
		says   string
	}{
		"no account":           {url.Values{"action": {"allow"}}, nil, "Choose one of the accounts."},
		"a personal account":   {url.Values{"action": {"allow"}, "account": {"jayposiris"}}, nil, "Choose one of the accounts."},
		"no button":            {url.Values{"account": {"metricsaurus"}}, nil, "Allow or deny."},
		"another site's form":  {url.Values{"action": {"allow"}, "account": {"metricsaurus"}}, []string{"Sec-Fetch-Site", "cross-site"}, "Another site"},
		"another origin's one": {url.Values{"action": {"deny"}}, []string{"Origin", "https://evil.example"}, "Another site"},
	} {
		answer := w.call(http.MethodPost, instagram.address(), c.form, c.header...)
		if page := answer.Body.String(); answer.Code != 400 || !strings.Contains(page, `<p role="alert">`+c.says) || answer.Header().Get("Location") != "" {
			t.Errorf("%s: status %d, %s", name, answer.Code, page)
		}
	}
	kept := w.call(http.MethodPost, instagram.address(), url.Values{"scope": {"instagram_business_manage_comments"}}).Body.String()
	for _, box := range checkbox.FindAllStringSubmatch(kept, -1) {
		if ticked := box[2] != ""; ticked != (box[1] == "instagram_business_manage_comments" || box[3] != "") {
			t.Errorf("%q", box)
		}
	}
}

func TestWindow_sendsPeopleBackOnlyToTheApp(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{PublicURL: "https://gramql.example/api"})
	for address, taken := range map[string]bool{
		"http://127.0.0.1:1/back":                  true,
		"https://[::1]/back":                       true,
		"http://LocalHost:3000":                    true,
		"http://127.9.9.9/":                        true,
		"https://gramql.example/api/login":         true,
		"https://GRAMQL.example/api":               true,
		"https://gramql.example/apis":              false,
		"https://gramql.example/api/../other":      false,
		"https://gramql.example/":                  false,
		"http://gramql.example/api/login":          false,
		"https://gramql.example:8443/api/login":    false,
		"https://gramql.example.evil.example/api/": false,
		"https://u@127.0.0.1/":                     false,
		"http://127.0.0.1/#here":                   false,
		"http://128.0.0.1/":                        false,
		"http://localhost.evil.example/":           false,
		"myapp://callback":                         false,
		"/login/callback":                          false,
		"//127.0.0.1/":                             false,
		"javascript:alert(1)":                      false,
		"http://127.0.0.1/\n":                      false,
		"https://":                                 false,
	} {
		if answer := w.call(http.MethodGet, instagram.address("redirect_uri", address), nil); (answer.Code == 200) != taken {
			t.Errorf("%q: status %d", address, answer.Code)
		}
	}
	nowhere := open(t, localgraph.Options{})
	if answer := nowhere.call(http.MethodGet, instagram.address("redirect_uri", "https://gramql.example/"), nil); answer.Code != 400 {
		t.Errorf("status %d", answer.Code)
	}
}

func TestWindow_showsTextAsText(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{AppID: `<script>alert("1")</script>`, AppSecret: "x"})
	page := w.call(http.MethodGet, instagram.address("client_id", `<script>alert("1")</script>`), nil).Body.String()
	if strings.Contains(page, "<script") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error(page)
	}
}

func TestWindow_neverSendsAForeignStateBackUnquoted(t *testing.T) {
	t.Parallel()
	w := open(t, localgraph.Options{})
	state := "a&code=stolen#\r\nSet-Cookie: x"
	to := w.decide(instagram.address("state", state), "allow", "metricsaurus")
	if to.Query().Get("state") != state || len(to.Query()["code"]) != 1 || to.Query().Get("code") == "stolen" {
		t.Errorf("%s", to)
	}
}
