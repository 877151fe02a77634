package authorization_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/authorization"
)

func basic(id, password string) []string {
	return []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+password))}
}

// blank returns parameters with an empty one.
func blank(all url.Values, name string) url.Values {
	changed := with(all)
	changed.Set(name, "")
	return changed
}

func TestToken_takesFormsOfAppsThatItKnows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := forRefresh("gqr_")
	for name, c := range map[string]struct {
		form   url.Values
		header []string
		status int
		code   string
	}{
		"an app in the form":            {good, nil, 400, "invalid_grant"}, // it is the token that is wrong
		"an app in the header":          {with(good, "client_id", ""), basic("phone", ""), 400, "invalid_grant"},
		"an app in both":                {good, basic("phone", ""), 400, "invalid_grant"},
		"an app in the header, escaped": {with(good, "client_id", ""), basic("%70hone", ""), 400, "invalid_grant"},
		"an empty secret":               {blank(good, "client_secret"), nil, 400, "invalid_grant"},
		"another app in the header":     {good, basic("desktop", ""), 400, "invalid_request"},
		"no app":                        {with(good, "client_id", ""), nil, 401, "invalid_client"},
		"an unknown app":                {with(good, "client_id", "other"), nil, 401, "invalid_client"},
		"an unknown app in the header":  {with(good, "client_id", ""), basic("other", ""), 401, "invalid_client"},
		"a secret":                      {with(good, "client_secret", "x"), nil, 401, "invalid_client"},
		"a secret in the header":        {with(good, "client_id", ""), basic("phone", "x"), 401, "invalid_client"},
		"a malformed header":            {good, []string{"Authorization", "Basic !"}, 401, "invalid_client"},
		"a header badly escaped":        {with(good, "client_id", ""), basic("%zz", ""), 401, "invalid_client"},
		"a bearer token":                {good, []string{"Authorization", "Bearer x"}, 401, "invalid_client"},
		"JSON":                          {good, []string{"Content-Type", "application/json"}, 400, "invalid_request"},
		"no content type":               {good, []string{"Content-Type", ""}, 400, "invalid_request"},
		"a content type with a charset": {good, []string{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}, 400, "invalid_grant"},
		"a parameter twice":             {url.Values{"grant_type": good["grant_type"], "client_id": {"phone"}, "refresh_token": {"a", "b"}}, nil, 400, "invalid_request"},
		"no grant":                      {with(good, "grant_type", ""), nil, 400, "invalid_request"},
		"a grant of passwords":          {with(good, "grant_type", "password"), nil, 400, "unsupported_grant_type"},
		"an app's own grant":            {with(good, "grant_type", "client_credentials"), nil, 400, "unsupported_grant_type"},
		"no refresh token":              {with(good, "refresh_token", ""), nil, 400, "invalid_request"},
		"more than 16 kB":               {with(good, "more", strings.Repeat("a", 16<<10)), nil, 400, "invalid_request"},
	} {
		got := w.post(w.Token, c.form, c.header...)
		if got.status != c.status || got.Error != c.code || got.Description == "" || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %+v", name, got)
		}
		challenged := strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Basic ")
		if sent := slices.Contains(c.header, "Authorization"); challenged != (sent && c.status == 401) {
			t.Errorf("%s: %q", name, got.header.Get("WWW-Authenticate"))
		}
	}
	for name, r := range map[string]*http.Request{
		"GET":              httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?"+good.Encode(), http.NoBody),
		"in the address":   httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/?"+good.Encode(), http.NoBody),
		"a malformed form": httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader("client_id=%zz")),
	} {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		w.Token(answer, r)
		if !strings.Contains(answer.Body.String(), `"invalid_request"`) || (answer.Code == http.StatusMethodNotAllowed) != (r.Method == http.MethodGet) || (answer.Header().Get("Allow") != "") != (r.Method == http.MethodGet) {
			t.Errorf("%s: status %d, %s", name, answer.Code, answer.Body)
		}
	}
}

func TestToken_givesTokensForACodeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.code(phone)
	w.now = noon.Add(time.Minute - 1)
	got := w.post(w.Token, forCode(code))
	if got.status != http.StatusOK || got.Type != "Bearer" || got.Expires != 900 || got.Scope != "read write" || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Pragma") != "no-cache" {
		t.Errorf("%+v", got)
	}
	access, err := w.Identify(t.Context(), got.Access)
	if err != nil || access.Person != w.person || access.Client != "phone" || !slices.Equal(access.Scopes, []string{"read", "write"}) || !access.Expires.Equal(w.now.Add(15*time.Minute).Truncate(time.Millisecond)) {
		t.Errorf("%+v, %v", access, err)
	}
	other := w.signedIn()
	if again := w.post(w.Token, forCode(code)); again.status != http.StatusBadRequest || again.Error != "invalid_grant" {
		t.Errorf("once more: %+v", again)
	}
	if refreshed := w.post(w.Token, forRefresh(got.Refresh)); w.works(got.Access) || refreshed.Error != "invalid_grant" {
		t.Errorf("what came of the code works: %+v", refreshed)
	}
	if !w.works(other.Access) {
		t.Error("what came of another code has ended")
	}
}

func TestToken_givesNothingForACodeThatDoesNotFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.code(phone)
	elsewhere := newWorld(t).code(phone)
	for name, c := range map[string]struct {
		form url.Values
		code string
	}{
		"no code":                       {with(forCode(code), "code", ""), "invalid_request"},
		"no verifier":                   {with(forCode(code), "code_verifier", ""), "invalid_request"},
		"another verifier":              {with(forCode(code), "code_verifier", strings.ToLower(verifier)), "invalid_grant"},
		"the challenge as the verifier": {with(forCode(code), "code_verifier", challenge), "invalid_grant"},
		"a verifier too short":          {with(forCode(code), "code_verifier", "short"), "invalid_grant"},
		"another address":               {with(forCode(code), "redirect_uri", "https://app.example/back?kept=1"), "invalid_grant"},
		"an empty address":              {blank(forCode(code), "redirect_uri"), "invalid_grant"},
		"another app":                   {with(forCode(code), "client_id", "desktop"), "invalid_grant"},
		"a mistyped code":               {forCode(code[:len(code)-1]), "invalid_grant"},
		"a code of elsewhere":           {forCode(elsewhere), "invalid_grant"},
	} {
		if got := w.post(w.Token, c.form); got.status != http.StatusBadRequest || got.Error != c.code || got.Access != "" || got.Refresh != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := w.post(w.Token, forCode(code)); got.status != http.StatusOK {
		t.Errorf("the code was used up by requests that do not fit: %+v", got)
	}
	code = w.code(phone)
	if got := w.post(w.Token, with(forCode(code), "redirect_uri", "")); got.status != http.StatusOK { // as OAuth 2.1 has it
		t.Errorf("without an address: %+v", got)
	}
	code, w.now = w.code(phone), w.now.Add(time.Minute)
	if got := w.post(w.Token, forCode(code)); got.Error != "invalid_grant" {
		t.Errorf("after a minute: %+v", got)
	}
}

func TestToken_givesANewRefreshTokenEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.signedIn()
	w.now = noon.Add(14 * time.Minute)
	second := w.post(w.Token, forRefresh(first.Refresh))
	if second.status != http.StatusOK || second.Refresh == first.Refresh || second.Access == first.Access || second.Expires != 900 || second.Scope != first.Scope || !w.works(first.Access) || !w.works(second.Access) {
		t.Errorf("%+v", second)
	}
	w.now = noon.Add(15 * time.Minute)
	if w.works(first.Access) || !w.works(second.Access) {
		t.Error("an access token lives longer, or shorter, than 15 minutes")
	}
	w.now = w.now.Add(89 * 24 * time.Hour)
	third := w.post(w.Token, forRefresh(second.Refresh))
	if third.status != http.StatusOK || !w.works(third.Access) {
		t.Errorf("89 days later: %+v", third)
	}
	w.now = w.now.Add(90 * 24 * time.Hour)
	if got := w.post(w.Token, forRefresh(third.Refresh)); got.Error != "invalid_grant" {
		t.Errorf("after 90 days: %+v", got)
	}
}

func TestToken_answersTheRefreshTokenBeforeInTheSameWayForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.signedIn()
	second := w.post(w.Token, forRefresh(first.Refresh))
	w.now = noon.Add(30 * time.Second)
	again := w.post(w.Token, forRefresh(first.Refresh))
	if again.status != http.StatusOK || again.Refresh != second.Refresh || again.Access != second.Access || again.Expires != 870 {
		t.Errorf("%+v, then %+v", second, again)
	}
	third := w.post(w.Token, forRefresh(second.Refresh))
	if third.status != http.StatusOK {
		t.Errorf("%+v", third)
	}
	if late := w.post(w.Token, forRefresh(first.Refresh)); late.Error != "invalid_grant" {
		t.Errorf("after its successor was used: %+v", late)
	}
	for _, each := range []answer{first, second, third} {
		if w.works(each.Access) || w.post(w.Token, forRefresh(each.Refresh)).Error != "invalid_grant" {
			t.Error("something that came of the sign-in works after an old refresh token was used")
		}
	}
}

func TestToken_endsAllWhenAnOldRefreshTokenComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, other := w.signedIn(), w.signedIn()
	second := w.post(w.Token, forRefresh(first.Refresh))
	w.now = noon.Add(30*time.Second + time.Millisecond)
	got := w.post(w.Token, forRefresh(first.Refresh))
	if got.status != http.StatusBadRequest || got.Error != "invalid_grant" || w.works(second.Access) || w.post(w.Token, forRefresh(second.Refresh)).Error != "invalid_grant" {
		t.Errorf("%+v", got)
	}
	if !w.works(other.Access) || w.post(w.Token, forRefresh(other.Refresh)).status != http.StatusOK {
		t.Error("another sign-in has ended, too")
	}
}

func TestToken_takesNoRefreshTokenThatWasNeverGiven(t *testing.T) {
	t.Parallel()
	w, elsewhere := newWorld(t), newWorld(t)
	first := w.signedIn()
	for name, form := range map[string]url.Values{
		"mistyped":         forRefresh(first.Refresh[:len(first.Refresh)-1]),
		"an access token":  forRefresh(first.Access),
		"of elsewhere":     forRefresh(elsewhere.signedIn().Refresh),
		"of another app":   with(forRefresh(first.Refresh), "client_id", "desktop"),
		"more than it has": with(forRefresh(first.Refresh), "scope", "everything"),
	} {
		if got := w.post(w.Token, form); got.status != http.StatusBadRequest || got.Access != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := w.post(w.Token, forRefresh(first.Refresh)); got.status != http.StatusOK || !w.works(first.Access) {
		t.Errorf("strangers have ended what the app has: %+v", got)
	}
}

func TestToken_givesOneSuccessorToSeveralAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.signedIn()
	all := make([]answer, 6)
	var together sync.WaitGroup
	for i := range all {
		together.Go(func() { all[i] = w.post(w.Token, forRefresh(first.Refresh)) })
	}
	together.Wait()
	for _, each := range all {
		if each.status != http.StatusOK || each.Refresh != all[0].Refresh || each.Access != all[0].Access {
			t.Errorf("%+v, and %+v", all[0], each)
		}
	}
	if got := w.post(w.Token, forRefresh(all[0].Refresh)); got.status != http.StatusOK {
		t.Errorf("%+v", got)
	}
}

func TestToken_narrowsScopesAndNeverWidensThem(t *testing.T) {
	t.Parallel()
	const one, other = "instagram_business_basic", "instagram_business_manage_insights"
	const app = "com.example.app:/back"
	for name, c := range map[string]struct {
		registered, asked, granted, refreshed, then string
		registeredThen                              string // what the app has when it refreshes; "-": as before
		works                                       bool
	}{
		"nothing is said":         {"", "", "read write", "", "read write", "-", true},
		"it only reads":           {"", "read", "read", "", "read", "-", true},
		"it writes":               {"", "write", "read write", "", "read write", "-", true},
		"a permission":            {"", one, one + " read write", "", one + " read write", "-", true},
		"an app that only reads":  {"read", one, one + " read", "", one + " read", "-", true},
		"an app with permissions": {"read " + one + " " + other, "read", one + " " + other + " read", "read " + one, one + " read", "-", true},
		"an app with one of them": {one + " " + other, one, one + " read write", "", one + " read write", "-", true},
		"less at the refresh":     {"", "", "read write", "read " + one, one + " read", "-", true},
		"more at the refresh":     {"", "read", "read", "read write", "", "-", true},
		"another at the refresh":  {"", one, one + " read write", other, "", "-", true},
		"the app has less by now": {"", "", "read write", "", one + " read", "read " + one, true},
		"the app has one less":    {"", one + " " + other, one + " " + other + " read write", "", one + " read write", one, true},
		"the app has another":     {"", one, one + " read write", "", "", other, false},
		"the app has more by now": {"read " + one, "", one + " read", "", one + " read", "", true},
	} {
		w := newWorld(t)
		register := func(scope string) {
			w.Clients = parsed(t, `[{"client_id": "phone", "redirect_uris": ["`+app+`"], "scope": "`+scope+`"}]`)
		}
		register(c.registered)
		first := w.post(w.Token, forCode(w.code(with(phone, "scope", c.asked))))
		if first.Scope != c.granted {
			t.Errorf("%s: granted %q", name, first.Scope)
		}
		if c.registeredThen != "-" {
			register(c.registeredThen)
		}
		if then := w.post(w.Token, with(forRefresh(first.Refresh), "scope", c.refreshed)); then.Scope != c.then || (then.status == http.StatusOK) != (c.then != "") {
			t.Errorf("%s: then %+v", name, then)
		}
		if w.works(first.Access) != c.works {
			t.Errorf("%s: the first access token works: %v", name, !c.works)
		}
	}
}

func TestToken_narrowsOneAccessTokenAndNotTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.signedIn()
	narrow := w.post(w.Token, with(forRefresh(first.Refresh), "scope", "read"))
	wide := w.post(w.Token, forRefresh(first.Refresh)) // an answer was lost
	if narrow.Scope != "read" || wide.Scope != "read write" || narrow.Access == wide.Access || narrow.Refresh != wide.Refresh {
		t.Errorf("%+v, %+v", narrow, wide)
	}
	if a, err := w.Identify(t.Context(), narrow.Access); err != nil || !slices.Equal(a.Scopes, []string{"read"}) {
		t.Errorf("%v, %v", a.Scopes, err)
	}
	if next := w.post(w.Token, forRefresh(narrow.Refresh)); next.Scope != "read write" {
		t.Errorf("%+v", next)
	}
}

func TestIdentify_knowsAccessTokensOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, elsewhere := w.signedIn(), newWorld(t).signedIn()
	for secret, want := range map[string]error{
		got.Access:                     nil,
		got.Refresh:                    authorization.ErrNoAccess,
		w.code(phone):                  authorization.ErrNoAccess,
		got.Access[:len(got.Access)-1]: authorization.ErrMalformed,
		"gqa_":                         authorization.ErrMalformed,
		elsewhere.Access:               authorization.ErrEnded,
	} {
		if _, err := w.Identify(t.Context(), secret); err != want || !authorization.IsOurs(secret) { //nolint:errorlint // the very problem
			t.Errorf("%.8s…: %v, want %v", secret, err, want)
		}
	}
	for _, text := range []string{"", "gq_x", "IGAA", "EAA", "gqx_", "GQA_x"} {
		if authorization.IsOurs(text) {
			t.Errorf("%s is ours", text)
		}
	}
	code := w.code(phone)
	w.Clients = nil
	if _, err := w.Identify(t.Context(), got.Access); err != authorization.ErrEnded { //nolint:errorlint // the very problem
		t.Errorf("of an app that is gone: %v", err)
	}
	_ = w.db.Close()
	if _, err := w.Identify(t.Context(), got.Access); err == nil || err == authorization.ErrEnded { //nolint:errorlint // the very problem
		t.Errorf("without a database: %v", err)
	}
	w.Clients = parsed(t, apps)
	for _, form := range []url.Values{forRefresh(got.Refresh), forCode(code)} {
		if busy := w.post(w.Token, form); busy.status != http.StatusServiceUnavailable || busy.Error != "temporarily_unavailable" || busy.header.Get("Retry-After") == "" {
			t.Errorf("without a database an app takes what it has for dead: %+v", busy)
		}
	}
}

func TestTrim_leavesWhatLives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.signedIn()
	back, cookies := w.begin(phone)
	if err := w.Trim(t.Context()); err != nil || !w.works(got.Access) {
		t.Errorf("%v", err)
	}
	if told := w.location(w.get(w.Continue, back, cookies...)).Query(); !told.Has("code") {
		t.Errorf("%v", told)
	}
}
