package authorization_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const authorizeURL = "https://gramql.example/base/oauth/authorize?"

func TestAuthorize_sendsNobodyToAnAddressThatIsNotTheApps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, query := range map[string]string{
		"no app":                    with(phone, "client_id", "").Encode(),
		"an unknown app":            with(phone, "client_id", "other").Encode(),
		"two apps":                  phone.Encode() + "&client_id=desktop",
		"none of several addresses": with(phone, "redirect_uri", "").Encode(),
		"an unknown address":        with(phone, "redirect_uri", "https://evil.example/").Encode(),
		"another app's address":     with(phone, "redirect_uri", "http://127.0.0.1/back").Encode(),
		"two addresses":             phone.Encode() + "&redirect_uri=https://evil.example/",
		"a longer address":          with(phone, "redirect_uri", "com.example.app:/back/more").Encode(),
		"capital letters":           with(phone, "redirect_uri", "COM.example.app:/back").Encode(),
		"another query":             with(phone, "redirect_uri", "https://app.example/back?kept=2").Encode(),
		"another port on https":     with(phone, "redirect_uri", "https://app.example:8443/back?kept=1").Encode(),
		"another name of loopback":  with(desktop, "redirect_uri", "http://localhost:49152/back").Encode(),
		"a host behind a port":      with(desktop, "redirect_uri", "http://127.0.0.1:1@evil.example/back").Encode(),
		"port 0":                    with(desktop, "redirect_uri", "http://127.0.0.1:0/back").Encode(),
		"a port of six digits":      with(desktop, "redirect_uri", "http://127.0.0.1:490000/back").Encode(),
		"a port too high":           with(desktop, "redirect_uri", "http://127.0.0.1:65536/back").Encode(),
		"loopback on another path":  with(desktop, "redirect_uri", "http://127.0.0.1:49152/other").Encode(),
		"loopback on https":         with(desktop, "redirect_uri", "https://127.0.0.1:49152/back").Encode(),
	} {
		answer := w.get(w.Authorize, authorizeURL+query)
		text, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != http.StatusBadRequest || answer.Header.Get("Location") != "" || strings.Contains(string(text), "evil") || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: status %d, to %q: %s", name, answer.StatusCode, answer.Header.Get("Location"), text)
		}
	}
}

func TestAuthorize_tellsTheAppWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct{ query, code string }{
		"no type of answer":              {with(phone, "response_type", "").Encode(), "invalid_request"},
		"a token as the answer":          {with(phone, "response_type", "token").Encode(), "unsupported_response_type"},
		"the answer in a fragment":       {with(phone, "response_mode", "fragment").Encode(), "invalid_request"},
		"no challenge":                   {with(phone, "code_challenge", "").Encode(), "invalid_request"},
		"a challenge that is too short":  {with(phone, "code_challenge", challenge[1:]).Encode(), "invalid_request"},
		"a challenge that is too long":   {with(phone, "code_challenge", challenge+"a").Encode(), "invalid_request"},
		"a challenge in base64":          {with(phone, "code_challenge", challenge[1:]+"+").Encode(), "invalid_request"},
		"no method":                      {with(phone, "code_challenge_method", "").Encode(), "invalid_request"},
		"the verifier itself":            {with(phone, "code_challenge_method", "plain").Encode(), "invalid_request"},
		"an unknown scope":               {with(phone, "scope", "read everything").Encode(), "invalid_scope"},
		"to write, of an app that reads": {with(desktop, "scope", "read write").Encode(), "invalid_scope"},
		"another permission":             {with(desktop, "scope", "instagram_business_manage_comments").Encode(), "invalid_scope"},
		"no window":                      {with(phone, "prompt", "none").Encode(), "login_required"},
		"an unknown login":               {with(phone, "login", "other").Encode(), "invalid_request"},
		"a parameter twice":              {phone.Encode() + "&scope=read&scope=write", "invalid_request"},
		"a malformed address":            {phone.Encode() + "&scope=%zz", "invalid_request"},
	} {
		told := w.location(w.get(w.Authorize, authorizeURL+c.query))
		query := told.Query()
		if query.Get("error") != c.code || query.Get("error_description") == "" || query.Get("state") != "its state" || query.Get("iss") != "https://gramql.example/base" || query.Has("code") || told.Path != "/back" {
			t.Errorf("%s: %s", name, told)
		}
	}
	for name, query := range map[string]string{"a state that is too long": with(phone, "state", strings.Repeat("a", 2049)).Encode(), "two states": phone.Encode() + "&state=b"} {
		if told := w.location(w.get(w.Authorize, authorizeURL+query)).Query(); told.Get("error") != "invalid_request" || told.Has("state") {
			t.Errorf("%s: %v", name, told)
		}
	}
	to := w.location(w.get(w.Authorize, authorizeURL+with(phone, "redirect_uri", "https://app.example/back?kept=1", "response_type", "token", "state", "").Encode()))
	if to.Query().Get("kept") != "1" || to.Query().Has("state") || to.Host != "app.example" {
		t.Errorf("%s", to)
	}
}

func TestAuthorize_sendsPeopleToSignInEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		query url.Values
		login string
	}{
		"a phone":                      {phone, ""},
		"a page":                       {with(phone, "redirect_uri", "https://app.example/back?kept=1", "prompt", "login", "response_mode", "query"), ""},
		"a port of today":              {desktop, ""},
		"no port":                      {with(desktop, "redirect_uri", "http://127.0.0.1/back"), ""},
		"the highest port":             {with(desktop, "redirect_uri", "http://127.0.0.1:65535/back"), ""},
		"the only address":             {with(desktop, "redirect_uri", ""), ""},
		"a login type":                 {with(phone, "login", "facebook"), "facebook"},
		"a state that is long enough":  {with(phone, "state", strings.Repeat("a", 2048)), ""},
		"parameters that nobody knows": {with(phone, "nonce", "n", "audience", "a"), ""},
	} {
		answer := w.get(w.Authorize, authorizeURL+c.query.Encode())
		to := w.location(answer)
		cookies := answer.Cookies()
		if to.Scheme+"://"+to.Host+to.Path != "https://gramql.example/base/login" || to.Query().Get("login") != c.login || len(cookies) != 1 {
			t.Errorf("%s: %s, %v", name, to, cookies)
			continue
		}
		if is := cookies[0]; is.Name != "__Host-gramql-authorize" || !is.Secure || !is.HttpOnly || is.SameSite != http.SameSiteLaxMode || is.Path != "/" || is.Domain != "" || is.MaxAge != 900 || len(is.Value) < 26 {
			t.Errorf("%s: %s", name, is)
		}
		if back := to.Query().Get("return_to"); strings.Contains(back, "its state") || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %s, %v", name, back, answer.Header)
		}
	}
}

func TestAuthorize_keepsToOneNameOfThisMachine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.PublicURL = "http://127.0.0.1:8080"
	for address, want := range map[string]string{
		"http://localhost:8080/oauth/authorize?" + phone.Encode():             "http://127.0.0.1:8080/oauth/authorize?" + phone.Encode() + "&here=1",
		"http://localhost:8080/oauth/authorize?" + phone.Encode() + "&here=1": "http://127.0.0.1:8080/login?",
		"http://127.0.0.1:8080/oauth/authorize?" + phone.Encode():             "http://127.0.0.1:8080/login?",
		"http://proxy.example/oauth/authorize?" + phone.Encode():              "http://127.0.0.1:8080/login?",
	} {
		answer := w.get(w.Authorize, address)
		if got := w.location(answer).String(); !strings.HasPrefix(got, want) {
			t.Errorf("%s leads to %s", address, got)
		}
		if cookies := answer.Cookies(); len(cookies) > 0 && (cookies[0].Name != "gramql-authorize" || cookies[0].Secure) {
			t.Errorf("%v", cookies)
		}
	}
}

func TestContinue_givesTheAppACodeOnlyForASignInThatWasBegunForIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *world, cookies *[]*http.Cookie)
		status int
		told   string // error; "" for a code
	}{
		"as it should be":     {func(*world, *[]*http.Cookie) {}, http.StatusSeeOther, ""},
		"a moment later":      {func(w *world, _ *[]*http.Cookie) { w.now = noon.Add(15*time.Minute - 1) }, http.StatusSeeOther, ""},
		"too late":            {func(w *world, _ *[]*http.Cookie) { w.now = noon.Add(15 * time.Minute) }, http.StatusBadRequest, ""},
		"another browser":     {func(_ *world, cookies *[]*http.Cookie) { *cookies = nil }, http.StatusBadRequest, ""},
		"a made-up browser":   {func(_ *world, cookies *[]*http.Cookie) { (*cookies)[0].Value = "x" }, http.StatusBadRequest, ""},
		"nobody is signed in": {func(w *world, _ *[]*http.Cookie) { w.person = "" }, http.StatusBadRequest, ""},
		"signed in before":    {func(w *world, _ *[]*http.Cookie) { w.since = noon.Add(-time.Millisecond) }, http.StatusBadRequest, ""},
		"it is not known who": {func(w *world, _ *[]*http.Cookie) { w.fails = errors.New("down") }, http.StatusSeeOther, "server_error"},
		"the person is gone":  {func(w *world, _ *[]*http.Cookie) { w.person = "gone" }, http.StatusSeeOther, "server_error"},
		"the app is gone":     {func(w *world, _ *[]*http.Cookie) { w.Clients = nil }, http.StatusBadRequest, ""},
		"the app's address is gone": {func(w *world, _ *[]*http.Cookie) {
			w.Clients = parsed(w.t, `[{"client_id": "phone", "redirect_uris": ["a.b:/"]}]`)
		}, http.StatusBadRequest, ""},
	} {
		w := newWorld(t)
		back, cookies := w.begin(phone)
		c.change(w, &cookies)
		answer := w.get(w.Continue, back, cookies...)
		if answer.StatusCode != c.status {
			t.Errorf("%s: status %d", name, answer.StatusCode)
			continue
		}
		if c.status != http.StatusSeeOther {
			continue
		}
		told := w.location(answer)
		if query := told.Query(); told.Scheme != "com.example.app" || told.Path != "/back" || strings.HasPrefix(query.Get("code"), "gqc_") == query.Has("error") || query.Get("state") != "its state" || query.Get("iss") != "https://gramql.example/base" || query.Get("error") != c.told {
			t.Errorf("%s: %s", name, told)
		}
		if again := w.get(w.Continue, back, cookies...); again.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: once more, status %d", name, again.StatusCode)
		}
	}
}

func TestContinue_tellsTheAppWhyTheSignInHasFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		code              string
		missing           []string
		error, describing string
	}{
		"not allowed":        {"access_denied", nil, "access_denied", "the person did not allow it"},
		"not all allowed":    {"access_denied", []string{"instagram_basic", "pages_show_list"}, "access_denied", "the person did not allow it: instagram_basic,pages_show_list"},
		"no answer":          {"temporarily_unavailable", nil, "temporarily_unavailable", "Meta does not answer; have the person begin anew in a few minutes"},
		"a fault":            {"server_error", nil, "server_error", "the sign-in has failed; have the person begin anew"},
		"no such login":      {"invalid_request", nil, "invalid_request", "this server has no such login"},
		"a code of nobody's": {"<b>", []string{"<b>"}, "server_error", "the sign-in has failed; have the person begin anew"},
		"no code":            {"", nil, "server_error", "the sign-in has failed; have the person begin anew"},
	} {
		back, cookies := w.begin(phone)
		told := w.location(w.get(w.Continue, w.Failed(back, c.code, c.missing), cookies...))
		query := told.Query()
		if told.Scheme != "com.example.app" || query.Get("error") != c.error || query.Get("error_description") != c.describing || query.Get("state") != "its state" || query.Get("iss") != "https://gramql.example/base" || query.Has("code") {
			t.Errorf("%s: %s", name, told)
		}
		if again := w.get(w.Continue, back, cookies...); again.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: once more, status %d", name, again.StatusCode)
		}
	}
	back, _ := w.begin(phone)
	if got := w.get(w.Continue, w.Failed(back, "access_denied", nil)); got.StatusCode != http.StatusBadRequest || got.Header.Get("Location") != "" {
		t.Errorf("another browser is sent to %q with status %d", got.Header.Get("Location"), got.StatusCode)
	}
	for _, path := range []string{"", "/", "/base/", "/oauth/authorize/signed-in?request=1", "/base/oauth/authorize?x", "//evil.example/base/oauth/authorize/signed-in?"} {
		if got := w.Failed(path, "access_denied", nil); got != "" {
			t.Errorf("whoever did not allow it and began with %q comes back to %q", path, got)
		}
	}
}

func TestAuthorize_servesSeveralSignInsInOneBrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, cookies := w.begin(phone)
	answer := w.get(w.Authorize, authorizeURL+desktop.Encode(), cookies...)
	second := w.location(answer).Query().Get("return_to")
	if len(answer.Cookies()) != 1 || answer.Cookies()[0].Value != cookies[0].Value {
		t.Errorf("%v, then %v", cookies, answer.Cookies())
	}
	for back, scheme := range map[string]string{first: "com.example.app", second: "http"} {
		if told := w.location(w.get(w.Continue, back, cookies...)); told.Scheme != scheme || !told.Query().Has("code") {
			t.Errorf("%s", told)
		}
	}
}

func TestAuthorize_saysThatTheFaultIsOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	back, cookies := w.begin(phone)
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	if told := w.location(w.get(w.Authorize, authorizeURL+phone.Encode())); told.Query().Get("error") != "server_error" || told.Query().Get("state") != "its state" || told.Query().Get("iss") == "" {
		t.Errorf("begun: %s", told)
	}
	answer := w.get(w.Continue, back, cookies...) // of which it is not known whose it is
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusInternalServerError || strings.Contains(strings.ToLower(string(text)), "sql") {
		t.Errorf("ended: status %d: %s", answer.StatusCode, text)
	}
	if got := w.post(w.Token, forRefresh("gqr_")); got.Error != "invalid_grant" {
		t.Errorf("%+v", got)
	}
}
