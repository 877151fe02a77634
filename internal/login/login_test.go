package login_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/login"
)

const metricsaurus = "17841405822304914"

func TestLogin_connectsAnAccountOfInstagramLogin(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	if to := b.signIn("?return_to=/explore%3Fa%3Db", "metricsaurus", "instagram_business_manage_insights"); to != "/explore?a=b" {
		t.Errorf("led to %s", to)
	}
	v := b.visitor("X-GramQL-CSRF", "1")
	if v == nil {
		t.Fatal("nobody is signed in")
	}
	a := v.Account
	if a.Graph != metricsaurus || a.User != "24680011223344556" || a.Username != "metricsaurus" || a.Login != dialect.Instagram ||
		!slices.Equal(a.Scopes, []string{"instagram_business_basic", "instagram_business_manage_insights"}) || !a.Expires.Equal(w.now.Add(60*24*time.Hour)) || a.ID == "" {
		t.Errorf("%+v", a)
	}
	if !strings.HasPrefix(a.Token, "IGAA") || a.Token != w.vault.tokens[metricsaurus+"instagram"] {
		t.Errorf("the token is %s", a.Token)
	}
	if s := v.Session; !s.Expires.Equal(w.now.Add(90*24*time.Hour)) || !s.CreatedAt.Equal(w.now) || !strings.HasPrefix(s.UserAgent, "Go-http-client") || s.ID == "" || string(s.Cookie) == b.cookie() {
		t.Errorf("%+v", s)
	}
}

func TestLogin_connectsTheAccountsOfFacebooksPages(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "instagram_basic", "pages_read_engagement")
	a := b.visitor("X-GramQL-CSRF", "1").Account
	if a.Graph != metricsaurus || a.User != "10158560180051171" || a.Username != "metricsaurus" || a.Login != dialect.Facebook || !strings.HasPrefix(a.Token, "EAA") ||
		!slices.Equal(a.Scopes, []string{"public_profile", "pages_show_list", "pages_read_engagement", "instagram_basic"}) || !a.Expires.Equal(w.now.Add(60*24*time.Hour)) {
		t.Errorf("%+v", a)
	}
}

func TestLogin_connectsTheAccountOfASystemUserWithoutAPage(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *login.Options) { o.Providers[1].Config = "demo-system" })
	b := w.browser()
	b.signIn("?login=facebook", "metricsaurus")
	a := b.visitor("X-GramQL-CSRF", "1").Account
	if a.Graph != metricsaurus || a.User != "10158560180059923" || a.Username != "metricsaurus" || !a.Expires.IsZero() {
		t.Errorf("%+v", a)
	}
}

func TestStart_refusesWhatLeadsElsewhere(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	for query, want := range map[string]int{
		"":                                         303,
		"?return_to=/":                             303,
		"?return_to=/a/b%3Fc%3Dd%23e":              303,
		"?login=facebook":                          303,
		"?login=basic-display":                     400,
		"?login=tiktok":                            400,
		"?return_to=https://evil.ex":               400,
		"?return_to=//evil.example":                400,
		"?return_to=/%5Cevil.example":              400,
		"?return_to=%5C%5Cevil.example":            400,
		"?return_to=/%09/evil.example":             400,
		"?return_to=/%0A/evil.example":             400,
		"?return_to=evil":                          400,
		"?return_to=javascript:alert(1)":           400,
		"?return_to=/" + strings.Repeat("a", 2048): 400,
		"?return_to=///evil.example":               400,
		"?return_to=/a%7F":                         400,
	} {
		b := w.browser()
		status, text, to := b.get(w.url + "/login" + query)
		if status != want || (status == 303) != strings.HasPrefix(to, w.meta+"/") || status != 303 && !strings.Contains(text, "<h1>") {
			t.Errorf("%s: status %d to %s, %s", query, status, to, text)
		}
	}
}

func TestStart_asksForWhatIsSet(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	_, _, to := w.browser().get(w.url + "/login")
	window, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	query := window.Query()
	if state := query.Get("state"); len(state) < 43 {
		t.Errorf("the state is %q", state)
	}
	query.Del("state")
	want := url.Values{
		"client_id": {"demo-app"}, "redirect_uri": {w.url + "/login/callback"}, "response_type": {"code"},
		"scope": {"instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,instagram_business_manage_messages,instagram_business_manage_insights"},
	}
	if window.Path != "/oauth/authorize" || query.Encode() != want.Encode() {
		t.Errorf("%s", window)
	}
}

func TestStart_goesToTheNameThatCookiesAreFor(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	other := strings.Replace(w.url, "127.0.0.1", "localhost", 1)
	status, _, to := w.browser().get(other + "/login?return_to=/a")
	if status != 303 || to != w.url+"/login?here=1&return_to=%2Fa" {
		t.Errorf("status %d to %s", status, to)
	}
	if _, _, to := w.browser().get(other + "/login?here=1"); !strings.HasPrefix(to, w.meta) {
		t.Errorf("it goes round in circles: %s", to)
	}
}

func TestStart_saysThatThereIsNoApp(t *testing.T) {
	t.Parallel()
	for _, app := range []login.App{{}, {ID: "1"}, {Secret: "s"}} {
		w := open(t, func(o *login.Options) { o.App = app })
		if status, text, _ := w.browser().get(w.url + "/login"); status != 503 || !strings.Contains(text, "-app-id") {
			t.Errorf("status %d: %s", status, text)
		}
	}
}

func TestCallback_takesAStateOnceInItsBrowserAndInTime(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	refused := func(b *browser, address string) {
		t.Helper()
		if status, text, _ := b.get(address); status != 400 || !strings.Contains(text, "This login is over") || b.cookie() != "" {
			t.Errorf("status %d: %s", status, text)
		}
	}
	b := w.browser()
	back := b.decide("", "allow", "metricsaurus")
	refused(w.browser(), back) // it is gone with that, and nobody is signed in
	refused(b, back)
	back = b.decide("", "allow", "metricsaurus")
	w.pass(10 * time.Minute)
	refused(b, back)
	refused(b, w.url+"/login/callback?code=AQBguess")
	refused(b, w.url+"/login/callback?code=AQBguess&state=guess")
	back = b.decide("", "allow", "metricsaurus")
	if status, _, _ := b.get(back); status != 303 {
		t.Fatalf("status %d", status)
	}
	if status, _, _ := b.get(back); status != 400 {
		t.Errorf("it is taken twice: status %d", status)
	}
}

func TestCallback_takesTwoLoginsOfOneBrowser(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	first, second := b.decide("", "allow", "metricsaurus"), b.decide("?return_to=/two", "allow", "cretaceouscoffee")
	for address, want := range map[string]string{first: "/", second: "/two"} {
		if status, _, to := b.get(address); status != 303 || to != want {
			t.Errorf("status %d to %s", status, to)
		}
	}
}

func TestCallback_saysWhatToDo(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	answer := func(path string, status int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(rw http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, path) {
				return false
			}
			rw.WriteHeader(status)
			_, _ = io.WriteString(rw, body)
			return true
		}
	}
	for name, c := range map[string]struct {
		query  string
		gate   func(http.ResponseWriter, *http.Request) bool
		status int
		says   string
	}{
		"a used code":             {"", answer("/oauth/access_token", 400, `{"error_type":"OAuthException","code":400,"error_message":"This authorization code has been used HUSH"}`), 502, "did not accept the login"},
		"a refusal with 200":      {"", answer("/oauth/access_token", 200, `{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found HUSH"}`), 502, "did not accept the login"},
		"an unknown app":          {"", answer("/oauth/access_token", 400, `{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app HUSH"}`), 502, "does not know this server"},
		"another secret":          {"", answer("/oauth/access_token", 400, `{"error_type":"OAuthException","code":400,"error_message":"Error validating client secret. HUSH"}`), 502, "does not know this server"},
		"another redirect":        {"", answer("/oauth/access_token", 400, `{"error_type":"OAuthException","code":400,"error_message":"Invalid redirect_uri HUSH"}`), 502, "does not know this server"},
		"another secret, later":   {"", answer("/access_token", 400, `{"error":{"code":101,"message":"HUSH"}}`), 502, "does not know this server"},
		"a secret of Facebook":    {"?login=facebook", answer("/oauth/access_token", 400, `{"error":{"code":1,"message":"HUSH"}}`), 502, "does not know this server"},
		"a code of Facebook":      {"?login=facebook", answer("/oauth/access_token", 400, `{"error":{"code":100,"error_subcode":36009,"message":"HUSH"}}`), 502, "did not accept the login"},
		"a failure of Meta's":     {"", answer("/me", 503, `{"error":{"code":2,"message":"HUSH"}}`), 502, "did not answer"},
		"a failure without words": {"", answer("/me", 500, `HUSH`), 502, "did not answer"},
		"a redirect of Meta's":    {"", answer("/access_token", 302, ``), 502, "did not accept the login"},
		"nothing":                 {"", answer("/oauth/access_token", 200, `{}`), 502, "could not be understood"},
		"an empty token":          {"", answer("/oauth/access_token", 200, `{"access_token":""}`), 502, "could not be understood"},
		"a token with spaces":     {"", answer("/oauth/access_token", 200, `{"access_token":"IGAA HUSH"}`), 502, "could not be understood"},
		"no JSON":                 {"", answer("/oauth/access_token", 200, `HUSH`), 502, "could not be understood"},
		"endless text":            {"", answer("/oauth/access_token", 200, `{"access_token":"`+strings.Repeat("HUSH", 20_000)+`"}`), 502, "could not be understood"},
		"nobody":                  {"", answer("/me", 200, `{"id":"x","user_id":null}`), 502, "could not be understood"},
		"no Pages":                {"?login=facebook", answer("/me/accounts", 200, `{"data":[{"id":"1"}]}`), 303, ""},
	} {
		w.gate = nil
		b := w.browser()
		back := b.decide(c.query, "allow", "metricsaurus", "pages_show_list", "instagram_basic", "pages_read_engagement")
		w.gate = c.gate
		status, text, _ := b.get(back)
		if status != c.status || !strings.Contains(text, c.says) || strings.Contains(text, "HUSH") || (b.cookie() == "") != (status != 303) {
			t.Errorf("%s: status %d: %s", name, status, text)
		}
	}
	w.gate = nil
	b := w.browser()
	if status, text, _ := b.get(b.decide("", "deny", "")); status != 403 || !strings.Contains(text, "You did not allow it") || !strings.Contains(text, `href="/login?login=instagram"`) {
		t.Errorf("status %d: %s", status, text)
	}
	if text := w.log.String(); strings.Contains(text, "HUSH") || strings.Contains(text, "AQB") || strings.Contains(text, "demo-secret") || strings.Contains(text, "IGAA") || !strings.Contains(text, "code 101") {
		t.Error(text)
	}
}

func TestCallback_redeemsACodeOnceAndReadsEachFormOfTheAnswer(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"as documented":           `{"data":[{"access_token":"IGAAdemometricsaurus","user_id":"17841405822304914","permissions":"instagram_business_basic,instagram_business_manage_insights"}]}`,
		"as recorded":             `{"access_token":"IGAAdemometricsaurus","user_id":17841405822304914,"permissions":["instagram_business_basic","instagram_business_manage_insights"]}`,
		"with spaces in the list": `{"access_token":"IGAAdemometricsaurus","permissions":"instagram_business_basic, instagram_business_manage_insights"}`,
	} {
		w := open(t, nil)
		redeemed := 0
		w.gate = func(rw http.ResponseWriter, r *http.Request) bool {
			switch r.URL.Path {
			case "/oauth/access_token":
				redeemed++
				_, _ = io.WriteString(rw, body)
				if r.Method != http.MethodPost || r.FormValue("code") == "" || strings.Contains(r.FormValue("code"), "#") || r.URL.RawQuery != "" {
					t.Errorf("%s %s: %v", r.Method, r.URL, r.Form)
				}
			case "/access_token":
				_, _ = io.WriteString(rw, `{"access_token":"IGAAdemometricsaurus","token_type":"bearer","expires_in":5184000}`)
			default:
				return false
			}
			return true
		}
		b := w.browser()
		back := b.decide("", "allow", "metricsaurus")
		back = strings.Replace(back, "&state", "%23_&state", 1)
		if status, text, _ := b.get(back); status != 303 {
			t.Fatalf("%s: status %d: %s", name, status, text)
		}
		if a := b.visitor("X-GramQL-CSRF", "1").Account; redeemed != 1 || a.Graph != metricsaurus || !slices.Equal(a.Scopes, []string{"instagram_business_basic", "instagram_business_manage_insights"}) {
			t.Errorf("%s: %d times, %+v", name, redeemed, a)
		}
	}
}

func TestSession_changesItsCookieAtEachSignInAndEndsWithLogout(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	first := b.cookie()
	b.signIn("", "cretaceouscoffee")
	if b.cookie() == first || len(w.store.sessions) != 1 {
		t.Errorf("%d sessions", len(w.store.sessions))
	}
	stolen := w.browser()
	ours, _ := url.Parse(w.url)
	stolen.Jar.SetCookies(ours, []*http.Cookie{{Name: "gramql", Value: b.cookie()}})
	for _, header := range [][]string{{}, {"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "null", "Sec-Fetch-Site", "same-origin"}} {
		if status, _, _ := b.send(http.MethodPost, w.url+"/logout", nil, header...); status != 403 || stolen.visitor("X-GramQL-CSRF", "1") == nil {
			t.Errorf("%q: status %d", header, status)
		}
	}
	if status, _, to := b.send(http.MethodPost, w.url+"/logout", nil, "Origin", w.url, "Accept", "text/html,*/*"); status != 303 || to != "/" || b.cookie() != "" {
		t.Errorf("status %d to %s", status, to)
	}
	if v, err := stolen.identify("X-GramQL-CSRF", "1"); v != nil || !errors.Is(err, login.ErrSignedOut) {
		t.Errorf("the cookie lives on: %+v, %v", v, err)
	}
	if status, _, _ := b.send(http.MethodPost, w.url+"/logout", nil, "X-GramQL-CSRF", "1"); status != 204 {
		t.Errorf("status %d", status)
	}
}

func TestSession_hasACookieThatOnlyThisServerReads(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]string{
		"https://gramql.example": "__Host-gramql=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax",
		"http://127.0.0.1:8080":  "gramql=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
	} {
		w := open(t, func(o *login.Options) { o.PublicURL = public })
		b := w.browser()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/logout", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-GramQL-CSRF", "1")
		answer, err := b.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := answer.Header.Get("Set-Cookie"); got != want {
			t.Errorf("%s", got)
		}
	}
}

func TestStart_bindsALoginToTheBrowserByACookieThatNoOtherHostSets(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]string{
		"https://gramql.example": `^__Host-gramql-login=[A-Z2-7]{52}; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$`,
		"http://127.0.0.1:8080":  `^gramql-login=[A-Z2-7]{52}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax$`,
	} {
		w := open(t, func(o *login.Options) { o.PublicURL = public })
		answer := httptest.NewRecorder()
		w.login.Start(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, public+"/login", nil))
		if got := answer.Header().Get("Set-Cookie"); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s", got)
		}
	}
}

func TestIdentify_isForRequestsThatAreMeant(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	for name, c := range map[string]struct {
		header []string
		known  bool
		why    error
	}{
		"our header":                 {[]string{"X-GramQL-CSRF", "1"}, true, nil},
		"Apollo's header":            {[]string{"Apollo-Require-Preflight", "true"}, true, nil},
		"our own page":               {[]string{"Origin", w.url}, true, nil},
		"our own page, by GET":       {[]string{"Sec-Fetch-Site", "same-origin"}, true, nil},
		"no header":                  {nil, false, login.ErrNotMeant},
		"another origin":             {[]string{"Origin", "https://evil.example"}, false, login.ErrNotMeant},
		"another origin that forges": {[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"}, false, login.ErrNotMeant},
		"another port":               {[]string{"Origin", "http://127.0.0.1:1"}, false, login.ErrNotMeant},
		"another scheme":             {[]string{"Origin", strings.Replace(w.url, "http", "https", 1)}, false, login.ErrNotMeant},
		"no origin at all":           {[]string{"Origin", "http://"}, false, login.ErrNotMeant},
		"a sandboxed page":           {[]string{"Origin", "null"}, false, login.ErrNotMeant},
		"a link":                     {[]string{"Sec-Fetch-Site", "none"}, false, login.ErrNotMeant},
		"a token beside the cookie":  {[]string{"X-GramQL-CSRF", "1", "Authorization", "Bearer IGAA"}, false, nil},
	} {
		if v, err := b.identify(c.header...); (v != nil) != c.known || !errors.Is(err, c.why) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
	w.pass(90 * 24 * time.Hour)
	if v, err := b.identify("X-GramQL-CSRF", "1"); v != nil || !errors.Is(err, login.ErrSignedOut) {
		t.Errorf("after 90 days: %+v, %v", v, err)
	}
}

func TestIdentify_choosesAmongAccounts(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "instagram_basic", "pages_read_engagement")
	if got := b.visitor("X-GramQL-CSRF", "1").Account; got.Others {
		t.Errorf("one account by two login types: %+v", got)
	}
	b.signIn("", "cretaceouscoffee")
	for name, want := range map[string]string{
		"": "metricsaurus", "cretaceouscoffee": "cretaceouscoffee", "CretaceousCoffee": "cretaceouscoffee",
		"17841405309211844": "cretaceouscoffee", "24680011223349001": "cretaceouscoffee", metricsaurus: "metricsaurus", "nobody": "",
		globalid.New("User", "17841405309211844"): "cretaceouscoffee", globalid.New("User", "24680011223349001"): "cretaceouscoffee",
		globalid.New("Media", "17841405309211844"): "", globalid.New("User", "1"): "",
	} {
		if got := b.visitor("X-GramQL-CSRF", "1", "X-GramQL-Account", name).Account; got.Username != want || (got.Token == "") != (want == "") || got.Others != (want != "") {
			t.Errorf("%q: %+v", name, got)
		}
	}
}

func TestIdentify_neverTakesAnotherAccountForOneWhoseTokenDied(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	b.signIn("", "cretaceouscoffee")
	delete(w.vault.tokens, metricsaurus+"instagram")
	for _, name := range []string{"", "metricsaurus"} {
		if got := b.visitor("X-GramQL-CSRF", "1", "X-GramQL-Account", name).Account; got.Username != "metricsaurus" || got.Token != "" {
			t.Errorf("%q: %+v", name, got)
		}
	}
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "instagram_basic", "pages_read_engagement")
	if got := b.visitor("X-GramQL-CSRF", "1").Account; got.Username != "metricsaurus" || got.Login != dialect.Facebook || got.Token == "" {
		t.Errorf("with another login type: %+v", got)
	}
}

func TestIdentify_knowsItsOwnPagesByTheAddressThatBrowsersHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		public, origin string
		known          bool
	}{
		{"https://gramql.example", "https://gramql.example", true},
		{"https://GramQL.example:443/api", "https://gramql.example", true},
		{"http://gramql.example:80", "http://gramql.example", true},
		{"https://gramql.example:80", "https://gramql.example", false},
		{"https://gramql.example", "http://gramql.example", false},
		{"https://gramql.example", "https://evil.gramql.example", false},
		{"https://gramql.example", "https://gramql.example.evil.example", false},
		{"https://gramql.example", "null", false},
	} {
		w := open(t, nil)
		b := w.browser()
		b.signIn("", "metricsaurus")
		w.login.PublicURL = c.public
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://inside:8080/graphql", nil)
		for _, name := range []string{"gramql", "__Host-gramql"} {
			r.AddCookie(&http.Cookie{Name: name, Value: b.cookie()})
		}
		r.Header.Set("Origin", c.origin)
		if v, err := w.login.Identify(t.Context(), r); (v != nil) != c.known || !c.known && !errors.Is(err, login.ErrNotMeant) {
			t.Errorf("a page of %s asks %s: %+v, %v", c.origin, c.public, v, err)
		}
	}
}

func TestIdentify_notesOnceAMinuteThatASessionIsUsed(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	for _, wait := range []time.Duration{0, time.Minute - 1, 1} {
		w.pass(wait)
		b.visitor("X-GramQL-CSRF", "1")
	}
	if w.store.seen != 1 {
		t.Errorf("noted %d times", w.store.seen)
	}
}

func TestLogin_saysThatTheFaultIsOurs(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	back := b.decide("", "allow", "metricsaurus")
	w.store.broken = errors.New("the disk is full")
	for address, method := range map[string]string{"/login": http.MethodGet, "/logout": http.MethodPost, "/login/callback?state=guess&code=x": http.MethodGet} {
		if status, text, _ := b.send(method, w.url+address, nil, "X-GramQL-CSRF", "1"); address != "/login/callback?state=guess&code=x" && (status != 500 || strings.Contains(text, "disk")) {
			t.Errorf("%s: status %d: %s", address, status, text)
		}
	}
	if status, _, _ := b.get(back); status != 500 || !strings.Contains(w.log.String(), "the disk is full") {
		t.Errorf("status %d: %s", status, w.log)
	}
	w.store.broken, w.vault.broken = nil, errors.New("no key")
	if status, _, _ := b.get(b.decide("", "allow", "metricsaurus")); status != 500 || !strings.Contains(w.log.String(), "no key") {
		t.Errorf("status %d: %s", status, w.log)
	}
}

func TestAccountsOf_saysWhetherEachStillIsConnected(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus")
	person := b.visitor("X-GramQL-CSRF", "1").Session.Viewer
	for _, c := range []struct {
		passes time.Duration
		want   login.State
	}{{53 * 24 * time.Hour, login.Active}, {1, login.Expiring}, {7*24*time.Hour - 2, login.Expiring}, {1, login.NeedsReauthentication}} {
		w.pass(c.passes)
		if got, err := w.login.AccountsOf(t.Context(), person); err != nil || len(got) != 1 || got[0].State != c.want || got[0].Token != "" {
			t.Errorf("%+v, %v, want %s", got, err, c.want)
		}
	}
	b.signIn("?login=facebook", "metricsaurus", "pages_show_list", "pages_read_engagement", "instagram_basic")
	delete(w.vault.tokens, metricsaurus+"facebook")
	if got, err := w.login.AccountsOf(t.Context(), person); err != nil || len(got) != 2 || got[1].State != login.NeedsReauthentication {
		t.Errorf("%+v, %v", got, err)
	}
	if sessions, err := w.login.SessionsOf(t.Context(), person); err != nil || len(sessions) != 1 {
		t.Errorf("%+v, %v", sessions, err)
	}
}

func TestCallback_saysWhichPermissionIsMissingAndAsksForItAgain(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	facebook := []string{"pages_show_list", "pages_read_engagement", "instagram_basic"}
	for name, c := range map[string]struct {
		login   string
		scopes  []string
		missing string
	}{
		"the account's":  {"facebook", facebook[:2], "instagram_basic"},
		"to read Pages":  {"facebook", []string{facebook[0], facebook[2]}, "pages_read_engagement"},
		"all of Pages":   {"facebook", facebook[2:], "pages_show_list, pages_read_engagement"},
		"all":            {"facebook", nil, "pages_show_list, pages_read_engagement, instagram_basic"},
		"all but others": {"facebook", []string{"instagram_manage_comments"}, "pages_show_list, pages_read_engagement, instagram_basic"},
		"of Instagram":   {"instagram", []string{"instagram_business_manage_comments"}, "instagram_business_basic"},
	} {
		b := w.browser()
		back := b.decide("?return_to=/a%3Fb%3Dc&login="+c.login, "allow", "metricsaurus", c.scopes...)
		w.gate = func(rw http.ResponseWriter, r *http.Request) bool {
			switch {
			case c.login == "facebook": // the local graph refuses it as Meta does
				return false
			case strings.HasSuffix(r.URL.Path, "/me"):
				rw.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(rw, `{"error":{"code":10,"message":"HUSH"}}`)
			default:
				_, _ = io.WriteString(rw, `{"access_token":"IGAAtoken","permissions":["instagram_business_manage_comments"]}`)
			}
			return true
		}
		status, text, _ := b.get(back)
		w.gate = nil
		again := "/login?again=1&amp;login=" + c.login + "&amp;return_to=%2Fa%3Fb%3Dc"
		if status != http.StatusForbidden || !strings.Contains(text, "You did not allow "+c.missing+"<") || !strings.Contains(text, `href="`+again+`"`) || b.cookie() != "" {
			t.Errorf("%s: status %d: %s", name, status, text)
			continue
		}
		_, _, to := b.get(w.url + strings.ReplaceAll(again, "&amp;", "&"))
		if strings.Contains(to, "auth_type=rerequest") != (c.login == "facebook") {
			t.Errorf("%s: it is asked at %s", name, to)
		}
		if to := b.signIn(strings.ReplaceAll(again[len("/login"):], "&amp;", "&"), "metricsaurus", append(facebook, "instagram_business_basic")...); to != "/a?b=c" {
			t.Errorf("%s: people come back to %s", name, to)
		}
	}
}

func TestCallback_offersTheLoginThatPeopleCameFrom(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	for login, name := range map[string]string{"facebook": "Facebook", "instagram": "Instagram"} {
		b := w.browser()
		anew := `href="/login?login=` + login + `&amp;return_to=%2Fa"`
		late := b.decide("?return_to=/a&login="+login, "allow", "metricsaurus")
		w.pass(11 * time.Minute)
		if status, text, _ := b.get(late); status != http.StatusBadRequest || !strings.Contains(text, anew) {
			t.Errorf("too late: status %d: %s", status, text)
		}
		theirs := b.decide("?return_to=/a&login="+login, "allow", "metricsaurus")
		if _, text, _ := w.browser().get(theirs); strings.Contains(text, "return_to") || !strings.Contains(text, `href="/login"`) {
			t.Errorf("another browser: %s", text)
		}
		back := b.decide("?return_to=/a&login="+login, "allow", "metricsaurus")
		w.gate = func(rw http.ResponseWriter, _ *http.Request) bool {
			rw.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		if status, text, _ := b.get(back); status != http.StatusBadGateway || !strings.Contains(text, anew) || !strings.Contains(text, name+" did not answer") {
			t.Errorf("status %d: %s", status, text)
		}
		w.gate = nil
	}
}

func TestCallback_saysThatAPermissionIsNotAskedFor(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *login.Options) { o.Providers[1].Scopes = []string{"pages_show_list", "pages_read_engagement"} })
	b := w.browser()
	if status, text, _ := b.get(b.decide("?login=facebook", "allow", "metricsaurus", "pages_show_list", "pages_read_engagement")); status != http.StatusForbidden || !strings.Contains(text, "instagram_basic") || !strings.Contains(text, "-scopes") {
		t.Errorf("status %d: %s", status, text)
	}
}

func TestCallback_sendsWhoeverDidNotAllowItWhereTheyAreToldOf(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *login.Options) {
		o.Failed = func(returnTo, code string, missing []string) string {
			if returnTo == "/app" {
				return "/app?" + code + "," + strings.Join(missing, ",")
			}
			return ""
		}
	})
	b := w.browser()
	answer := func(status int, body string) func(rw http.ResponseWriter, r *http.Request) bool {
		return func(rw http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/oauth/authorize" || strings.HasSuffix(r.URL.Path, "/dialog/oauth") {
				return false
			}
			rw.WriteHeader(status)
			_, _ = io.WriteString(rw, body)
			return true
		}
	}
	for name, c := range map[string]struct {
		login, action string
		scopes        []string
		gate          func(rw http.ResponseWriter, r *http.Request) bool
		want          string
	}{
		"not allowed":           {"", "deny", nil, nil, "access_denied,"},
		"not all allowed":       {"&login=facebook", "allow", []string{"pages_show_list", "pages_read_engagement"}, nil, "access_denied,instagram_basic"},
		"a code that is no use": {"", "allow", nil, answer(400, `{"error_type":"OAuthException","code":400,"error_message":"used"}`), "server_error,"},
		"an app that is no use": {"", "allow", nil, answer(400, `{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app"}`), "server_error,"},
		"no answer":             {"", "allow", nil, answer(503, ``), "temporarily_unavailable,"},
		"an odd answer":         {"", "allow", nil, answer(200, `{}`), "server_error,"},
	} {
		w.gate = c.gate
		if status, _, to := b.get(b.decide("?return_to=/app"+c.login, c.action, "metricsaurus", c.scopes...)); status != http.StatusSeeOther || to != "/app?"+c.want {
			t.Errorf("%s: status %d to %q", name, status, to)
		}
	}
	w.gate = nil
	back, err := url.Parse(b.decide("?return_to=/app", "deny", ""))
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"state": {back.Query().Get("state")}, "error": {"server_error"}}
	if status, _, to := b.get(w.url + "/login/callback?" + query.Encode()); status != http.StatusSeeOther || to != "/app?server_error," {
		t.Errorf("Meta's error: status %d to %q", status, to)
	}
	if status, _, to := b.get(w.url + "/login?return_to=/app&login=basic-display"); status != http.StatusSeeOther || to != "/app?invalid_request," {
		t.Errorf("no such login: status %d to %q", status, to)
	}
	w.vault.broken = errors.New("no key")
	if status, _, to := b.get(b.decide("?return_to=/app", "allow", "metricsaurus")); status != http.StatusSeeOther || to != "/app?server_error," {
		t.Errorf("a fault of ours: status %d to %q", status, to)
	}
	w.vault.broken = nil
	if status, text, to := b.get(b.decide("?return_to=/other", "deny", "")); status != http.StatusForbidden || to != "" || !strings.Contains(text, "You did not allow it") {
		t.Errorf("status %d to %q: %s", status, to, text)
	}
}

func TestSignedIn_knowsTheSessionOfARequestWhoeverSentIt(t *testing.T) {
	t.Parallel()
	w := open(t, nil)
	b := w.browser()
	b.signIn("", "metricsaurus", "instagram_business_basic")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
	if _, err := w.login.SignedIn(t.Context(), r); !errors.Is(err, login.ErrNoSession) {
		t.Errorf("nobody is signed in: %v", err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.AddCookie(&http.Cookie{Name: "gramql", Value: b.cookie()})
	if s, err := w.login.SignedIn(t.Context(), r); err != nil || s.Viewer == "" || !s.CreatedAt.Equal(w.time()) {
		t.Errorf("%+v, %v", s, err)
	}
}
