package exchange_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login/exchange"
)

// metricsaurus is the Graph API id of the demo world's account.
const metricsaurus = "17841405822304914"

// pages are the permissions that lead to the accounts of Pages.
var pages = []string{"pages_show_list", "pages_read_engagement", "instagram_basic"}

func TestConnect_returnsTheAccountsThatATokenOpens(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	month2 := noon.Add(60 * 24 * time.Hour)
	for name, c := range map[string]struct {
		login   dialect.Login
		config  string
		scopes  []string
		user    string
		granted []string
		expires time.Time
	}{
		"of Instagram Login": {dialect.Instagram, "", []string{"instagram_business_manage_insights"}, "24680011223344556", []string{"instagram_business_basic", "instagram_business_manage_insights"}, month2},
		"of Pages":           {dialect.Facebook, "", pages, "10158560180051171", append([]string{"public_profile"}, pages...), month2},
		"of a system user":   {dialect.Facebook, "demo-system", nil, "10158560180059923", nil, time.Time{}},
	} {
		w.gate = nil
		p := w.provider(c.login)
		p.Config = c.config
		g, accounts, err := w.Connect(t.Context(), p, w.code(p, c.scopes...))
		if want := []exchange.Account{{Graph: metricsaurus, User: c.user, Username: "metricsaurus"}}; err != nil || !slices.Equal(accounts, want) {
			t.Errorf("%s: %+v, %v", name, accounts, err)
		}
		if g.Token == "" || !g.Expires.Truncate(time.Second).Equal(c.expires) || c.granted != nil && !slices.Equal(g.Scopes, c.granted) {
			t.Errorf("%s: %+v", name, g)
		}
		if err := w.Works(t.Context(), p, g.Token); err != nil {
			t.Errorf("%s: the token: %v", name, err)
		}
	}
}

func TestConnect_saysWhichPermissionIsMissing(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	const token = `{"access_token":"IGAAtoken","permissions":["instagram_business_manage_comments"]}`
	for name, c := range map[string]struct {
		login  dialect.Login
		scopes []string
		status int
		bodies map[string]string
		want   []string // nil: another error
	}{
		"the account's":               {dialect.Facebook, pages[:2], 0, nil, pages[2:]},
		"two":                         {dialect.Facebook, pages[2:], 0, nil, pages[:2]},
		"all":                         {dialect.Facebook, nil, 0, nil, pages},
		"refused with 10":             {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":10}}`, "/access_token": token}, []string{"instagram_business_basic"}},
		"refused with 3":              {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":3}}`, "/access_token": token}, []string{"instagram_business_basic"}},
		"refused with 200":            {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":200}}`, "/access_token": token}, []string{"instagram_business_basic"}},
		"refused with 299":            {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":299}}`, "/access_token": token}, []string{"instagram_business_basic"}},
		"a field that is not known":   {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":100}}`, "/access_token": token}, []string{"instagram_business_basic"}},
		"refused for another reason":  {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":300}}`, "/access_token": token}, nil},
		"refused for yet another":     {dialect.Instagram, nil, 200, map[string]string{"/me": `{"error":{"code":199}}`, "/access_token": token}, nil},
		"a server that is broken":     {dialect.Instagram, nil, 500, map[string]string{"/me": `{"error":{"code":10}}`}, nil},
		"refused though it is there":  {dialect.Instagram, nil, 400, map[string]string{"/me": `{"error":{"code":10}}`}, nil},
		"no Page though all is there": {dialect.Facebook, pages, 400, map[string]string{"/me/accounts": `{"error":{"code":4}}`}, nil},
	} {
		w.gate = nil
		p := w.provider(c.login)
		code := w.code(p, c.scopes...)
		w.answers(c.status, c.bodies)
		_, accounts, err := w.Connect(t.Context(), p, code)
		missing, is := errors.AsType[*exchange.MissingError](err)
		if err == nil || accounts != nil || is != (c.want != nil) || is && !slices.Equal(missing.Permissions, c.want) {
			t.Errorf("%s: %+v, %v", name, accounts, err)
		}
	}
}

func TestConnect_saysWhyThereIsNoAccount(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	for name, c := range map[string]struct {
		login  dialect.Login
		status int
		bodies map[string]string
		ofApp  bool
		is     error // nil: a refusal
	}{
		"a used code":           {dialect.Instagram, 400, map[string]string{"/oauth/access_token": `{"error_type":"OAuthException","code":400,"error_message":"used HUSH"}`}, false, nil},
		"a refusal with 200":    {dialect.Instagram, 200, map[string]string{"/oauth/access_token": `{"error_type":"OAuthException","code":400,"error_message":"HUSH"}`}, false, nil},
		"an unknown app":        {dialect.Instagram, 400, map[string]string{"/oauth/access_token": `{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app HUSH"}`}, true, nil},
		"another redirect":      {dialect.Instagram, 400, map[string]string{"/oauth/access_token": `{"error_type":"OAuthException","code":400,"error_message":"Invalid redirect_uri HUSH"}`}, true, nil},
		"another secret, later": {dialect.Instagram, 400, map[string]string{"/access_token": `{"error":{"code":101,"message":"HUSH"}}`}, true, nil},
		"another secret":        {dialect.Facebook, 400, map[string]string{"/oauth/access_token": `{"error":{"code":1,"message":"HUSH"}}`}, true, nil},
		"no words":              {dialect.Facebook, 404, map[string]string{"/oauth/access_token": ``}, false, nil},
		"no Instagram account":  {dialect.Facebook, 200, map[string]string{"/me/accounts": `{"data":[{"id":"1"}]}`, "/debug_token": `{"data":{"scopes":["pages_show_list","pages_read_engagement","instagram_basic"]}}`}, false, exchange.ErrNoAccount},
	} {
		w.gate = nil
		p := w.provider(c.login)
		code := w.code(p, pages...)
		w.answers(c.status, c.bodies)
		_, _, err := w.Connect(t.Context(), p, code)
		refused, isRefused := errors.AsType[*exchange.RefusedError](err)
		if err == nil || isRefused != (c.is == nil) || isRefused && (refused.OfApp != c.ofApp || refused.Status != c.status) || !isRefused && !errors.Is(err, c.is) || strings.Contains(err.Error(), "HUSH") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConnect_readsEachFormOfAnAnswer(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	for name, body := range map[string]string{
		"as documented":           `{"data":[{"access_token":"IGAAdemometricsaurus","user_id":"17841405822304914","permissions":"instagram_business_basic,instagram_business_manage_insights"}]}`,
		"as recorded":             `{"access_token":"IGAAdemometricsaurus","user_id":17841405822304914,"permissions":["instagram_business_basic","instagram_business_manage_insights"]}`,
		"with spaces in the list": `{"access_token":"IGAAdemometricsaurus","permissions":"instagram_business_basic, instagram_business_manage_insights"}`,
	} {
		w.gate = nil
		w.answers(200, map[string]string{"/oauth/access_token": body, "/access_token": `{"access_token":"IGAAdemometricsaurus","token_type":"bearer","expires_in":5184000}`})
		g, accounts, err := w.Connect(t.Context(), w.provider(dialect.Instagram), "code")
		if err != nil || len(accounts) != 1 || accounts[0].Graph != metricsaurus || !slices.Equal(g.Scopes, []string{"instagram_business_basic", "instagram_business_manage_insights"}) {
			t.Errorf("%s: %+v, %+v, %v", name, g, accounts, err)
		}
	}
}

func TestConnect_neverRepeatsARedemption(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	p := w.provider(dialect.Instagram)
	asked := make(chan string, 10)
	w.gate = func(_ http.ResponseWriter, r *http.Request) bool {
		asked <- r.Method + " " + r.URL.String()
		panic(http.ErrAbortHandler)
	}
	_, _, err := w.Connect(t.Context(), p, "secret code")
	if !errors.Is(err, exchange.ErrNoAnswer) || strings.Contains(err.Error(), "secret") || len(asked) != 1 {
		t.Errorf("asked %d times: %v", len(asked), err)
	}
	if got := <-asked; got != "POST /oauth/access_token" {
		t.Errorf("asked at %s", got)
	}
}
