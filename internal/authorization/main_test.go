package authorization_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is when the tests begin.
var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// The verifier of the tests, and its challenge.
//
// Source: RFC 7636, appendix B.
const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

const apps = `[
	{"client_id": "phone", "client_name": "On a phone", "redirect_uris": ["com.example.app:/back", "https://app.example/back?kept=1"]},
	{"client_id": "desktop", "redirect_uris": ["http://127.0.0.1/back"], "scope": "read instagram_business_basic instagram_business_manage_insights"}
]`

// world is an authorization server with a person.
type world struct {
	t *testing.T
	*authorization.Server
	db  *database.DB
	now time.Time
	// person is who is signed in, and since is since when; the zero time is just now.
	person string
	since  time.Time
	fails  error // of finding out who is signed in
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: noon}
	var err error
	if w.db, err = database.Open(t.Context(), database.Options{Source: filepath.Join(t.TempDir(), "ours.db"), Now: func() time.Time { return w.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	session := login.Session{ID: "s", Cookie: "cookie", CreatedAt: noon, SeenAt: noon, Expires: noon.AddDate(1, 0, 0)}
	account := login.Account{ID: "a", Login: dialect.Instagram, Graph: "1", User: "u", Username: "someone", ConnectedAt: noon, Access: "access", State: login.Active}
	if err := w.db.Logins().SignIn(t.Context(), "", session, []login.Account{account}); err != nil {
		t.Fatal(err)
	}
	session, err = w.db.Logins().FindSession(t.Context(), "cookie", noon)
	if err != nil {
		t.Fatal(err)
	}
	w.person = session.Viewer
	w.Server = authorization.New(authorization.Options{
		Store: w.db.Authorizations(), Clients: parsed(t, apps), PublicURL: "https://gramql.example/base", SignInPath: "/login",
		SignedIn: func(*http.Request) (string, time.Time, error) {
			if w.since.IsZero() {
				return w.person, w.now, w.fails
			}
			return w.person, w.since, w.fails
		},
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.now }, ClientOf: func(r *http.Request) string { return r.Header.Get("Client") },
	})
	return w
}

func parsed(t *testing.T, text string) authorization.Clients {
	t.Helper()
	clients, err := authorization.ParseClients([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return clients
}

// with returns parameters with others in their place; an empty one is left out.
func with(all url.Values, changes ...string) url.Values {
	changed := url.Values{}
	for name, values := range all {
		changed[name] = values
	}
	for i := 0; i < len(changes); i += 2 {
		if changed.Set(changes[i], changes[i+1]); changes[i+1] == "" {
			changed.Del(changes[i])
		}
	}
	return changed
}

// phone is what the app on a phone asks for.
var phone = url.Values{
	"client_id": {"phone"}, "redirect_uri": {"com.example.app:/back"}, "response_type": {"code"}, "state": {"its state"},
	"code_challenge": {challenge}, "code_challenge_method": {"S256"},
}

// desktop is what the app on a desktop asks for.
var desktop = with(phone, "client_id", "desktop", "redirect_uri", "http://127.0.0.1:49152/back")

// get sends a browser to an address with cookies.
func (w *world) get(handler http.HandlerFunc, address string, cookies ...*http.Cookie) *http.Response {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, address, http.NoBody)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	handler(answer, r)
	return answer.Result()
}

// location is where an answer sends a browser.
func (w *world) location(answer *http.Response) *url.URL {
	w.t.Helper()
	u, err := answer.Location()
	if err != nil {
		w.t.Fatalf("status %d: %v", answer.StatusCode, err)
	}
	return u
}

// begin has an app send somebody to sign in, and returns where people come back, and the
// browser's cookies.
func (w *world) begin(query url.Values) (back string, cookies []*http.Cookie) {
	w.t.Helper()
	answer := w.get(w.Authorize, "https://gramql.example/base/oauth/authorize?"+query.Encode())
	back = w.location(answer).Query().Get("return_to")
	if !strings.HasPrefix(back, "/base/oauth/authorize/signed-in?request=") {
		w.t.Fatalf("%s comes back to %q", w.location(answer), back)
	}
	return back, answer.Cookies()
}

// code has a person sign in for an app, and returns its code.
func (w *world) code(query url.Values) string {
	w.t.Helper()
	back, cookies := w.begin(query)
	told := w.location(w.get(w.Continue, back, cookies...)).Query()
	if told.Get("code") == "" {
		w.t.Fatalf("%v", told)
	}
	return told.Get("code")
}

// answer is what an app is answered.
type answer struct {
	status int
	header http.Header

	Access      string `json:"access_token"`
	Type        string `json:"token_type"`
	Expires     int    `json:"expires_in"`
	Refresh     string `json:"refresh_token"`
	Scope       string `json:"scope"`
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// post sends a form to an endpoint; header are names and values in turn.
func (w *world) post(handler http.HandlerFunc, form url.Values, header ...string) (got answer) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	recorded := httptest.NewRecorder()
	handler(recorded, r)
	got.status, got.header = recorded.Code, recorded.Header()
	if recorded.Body.Len() > 0 {
		if err := json.Unmarshal(recorded.Body.Bytes(), &got); err != nil {
			w.t.Fatalf("status %d: %v: %s", got.status, err, recorded.Body)
		}
	}
	return got
}

// forCode is the form that turns a code of the phone's into tokens.
func forCode(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "client_id": {"phone"}, "code": {code}, "redirect_uri": {"com.example.app:/back"}, "code_verifier": {verifier}}
}

// forRefresh is the form that turns a refresh token of the phone's into others.
func forRefresh(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {"phone"}, "refresh_token": {token}}
}

// signedIn has a person sign in on a phone, and returns the app's tokens.
func (w *world) signedIn() answer {
	w.t.Helper()
	got := w.post(w.Token, forCode(w.code(phone)))
	if got.status != http.StatusOK {
		w.t.Fatalf("%+v", got)
	}
	return got
}

// works reports whether an access token works.
func (w *world) works(secret string) bool {
	w.t.Helper()
	_, err := w.Identify(w.t.Context(), secret)
	return err == nil
}
