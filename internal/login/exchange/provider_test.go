package exchange_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login/exchange"
)

func TestUpstream_hasTheAddressesOfMetaOrItsOwn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base  string
		login dialect.Login
		want  []string // of each login type the login, the window, and where calls go
	}{
		{"https://graph.instagram.com", dialect.Instagram, []string{
			"instagram", "https://www.instagram.com/oauth/authorize", "https://api.instagram.com/oauth/access_token", "https://graph.instagram.com/access_token",
			"https://graph.instagram.com/refresh_access_token", "https://graph.instagram.com/v27.0",
		}},
		{"https://graph.facebook.com/", dialect.Facebook, []string{
			"facebook", "https://www.facebook.com/v27.0/dialog/oauth", "https://graph.facebook.com/v27.0/oauth/access_token", "https://graph.facebook.com/v27.0/oauth/access_token",
			"https://graph.facebook.com/v27.0/oauth/access_token", "https://graph.facebook.com/v27.0",
		}},
		{"http://127.0.0.1:1/base", 0, []string{
			"instagram", "http://127.0.0.1:1/base/oauth/authorize", "http://127.0.0.1:1/base/oauth/access_token", "http://127.0.0.1:1/base/access_token",
			"http://127.0.0.1:1/base/refresh_access_token", "http://127.0.0.1:1/base/v27.0",
			"facebook", "http://127.0.0.1:1/base/v27.0/dialog/oauth", "http://127.0.0.1:1/base/v27.0/oauth/access_token", "http://127.0.0.1:1/base/v27.0/oauth/access_token",
			"http://127.0.0.1:1/base/v27.0/oauth/access_token", "http://127.0.0.1:1/base/v27.0",
		}},
		{"http://127.0.0.1:1", dialect.BasicDisplay, nil},
	} {
		base, err := url.Parse(c.base)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range (exchange.Upstream{Base: base, Version: "v27.0", Login: c.login}).Providers() {
			got = append(got, p.Login.String(), p.Authorize, p.Code, p.LongLived, p.Refresh, p.Graph)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.base, got)
		}
	}
}

func TestUpstream_asksForWhatIsSetOrTheUsual(t *testing.T) {
	t.Parallel()
	base, _ := url.Parse("http://127.0.0.1:1") // it is fine
	for name, c := range map[string]struct {
		scopes []string
		config string
		again  bool
		want   map[dialect.Login]url.Values // what differs between the windows
	}{
		"set": {[]string{"instagram_business_basic", "instagram_basic"}, "", false, map[dialect.Login]url.Values{
			dialect.Instagram: {"scope": {"instagram_business_basic"}}, dialect.Facebook: {"scope": {"instagram_basic"}},
		}},
		"set for one, again": {[]string{"instagram_basic"}, "", true, map[dialect.Login]url.Values{
			dialect.Instagram: {"scope": {"instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,instagram_business_manage_messages,instagram_business_manage_insights"}},
			dialect.Facebook:  {"scope": {"instagram_basic"}, "auth_type": {"rerequest"}},
		}},
		"a configuration": {nil, "42", false, map[dialect.Login]url.Values{
			dialect.Instagram: {"scope": {"instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,instagram_business_manage_messages,instagram_business_manage_insights"}},
			dialect.Facebook:  {"config_id": {"42"}},
		}},
	} {
		providers := exchange.Upstream{Base: base, Version: "v27.0", Scopes: c.scopes, Config: c.config}.Providers()
		for login, want := range c.want {
			p, ok := providers.Of(login)
			address, query, _ := strings.Cut(p.Window("app", "http://back", "its state", c.again), "?")
			got, err := url.ParseQuery(query)
			want["client_id"], want["redirect_uri"], want["response_type"], want["state"] = []string{"app"}, []string{"http://back"}, []string{"code"}, []string{"its state"}
			if !ok || err != nil || address != p.Authorize || got.Encode() != want.Encode() {
				t.Errorf("%s, %s: %s?%s", name, login, address, query)
			}
		}
	}
	providers := exchange.Upstream{Base: base, Version: "v27.0"}.Providers()
	if first, ok := providers.Of(0); !ok || first.Login != dialect.Instagram {
		t.Errorf("the usual login is %s", first.Login)
	}
	if _, ok := providers.Of(dialect.BasicDisplay); ok {
		t.Error("there is a login of Basic Display")
	}
}

func TestProvider_knowsWhatIsNotAskedFor(t *testing.T) {
	t.Parallel()
	p := exchange.Provider{Scopes: []string{"a", "b"}}
	configured := p
	configured.Config = "42"
	for _, c := range []struct {
		of          exchange.Provider
		permissions []string
		want        bool
	}{{p, []string{"a"}, false}, {p, []string{"a", "c"}, true}, {p, nil, false}, {configured, []string{"c"}, false}} {
		if got := c.of.AsksNotFor(c.permissions); got != c.want {
			t.Errorf("%v of %v, %q: %t", c.permissions, c.of.Scopes, c.of.Config, got)
		}
	}
}
