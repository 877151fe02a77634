package oauth_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

// world is a local graph of which people and apps ask for tokens.
type world struct {
	t *testing.T
	*localgraph.Server
	now     time.Time
	options localgraph.Options
}

const redirect = "http://127.0.0.1:8080/login/callback"

func open(t *testing.T, o localgraph.Options) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)}
	o.Now, o.Log = func() time.Time { return w.now }, slog.New(slog.DiscardHandler)
	w.options = o
	w.start()
	t.Cleanup(w.stop)
	return w
}

func (w *world) start() {
	w.t.Helper()
	var err error
	if w.Server, err = localgraph.Open(w.t.Context(), w.options); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) stop() {
	if err := w.Close(); err != nil {
		w.t.Error(err)
	}
}

// call sends a request; header are names and values in turn.
func (w *world) call(method, address string, form url.Values, header ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://127.0.0.1:8081"+address, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// get returns the decoded answer of a GET that is answered with a status.
func (w *world) get(status int, path string, pairs ...string) map[string]any {
	w.t.Helper()
	return w.decode(status, w.call(http.MethodGet, path+"?"+values(pairs).Encode(), nil))
}

// post is get for a form.
func (w *world) post(status int, path string, pairs ...string) map[string]any {
	w.t.Helper()
	return w.decode(status, w.call(http.MethodPost, path, values(pairs)))
}

func (w *world) decode(status int, answer *httptest.ResponseRecorder) map[string]any {
	w.t.Helper()
	if answer.Code != status {
		w.t.Fatalf("status %d, want %d: %s", answer.Code, status, answer.Body)
	}
	decoder := json.NewDecoder(answer.Body)
	decoder.UseNumber()
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		w.t.Fatal(err)
	}
	return body
}

// values are the parameters of names and values in turn.
func values(pairs []string) url.Values {
	all := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		all.Add(pairs[i], pairs[i+1])
	}
	return all
}

// login is a login type with what an app asks for in it.
type login struct {
	window, scope string
	more          []string
}

const (
	all   = "instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,instagram_business_manage_messages,instagram_business_manage_insights"
	pages = "instagram_basic,pages_show_list,pages_read_engagement,instagram_manage_insights"
)

var (
	instagram = login{window: "/oauth/authorize", scope: all}
	facebook  = login{window: "/v25.0/dialog/oauth", scope: pages}
	basic     = login{window: "/oauth/authorize", scope: "user_profile,user_media"}
)

// address is the window's address.
func (l login) address(pairs ...string) string {
	query := values(append([]string{"client_id", "demo-app", "redirect_uri", redirect, "response_type", "code", "scope", l.scope}, l.more...))
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	return l.window + "?" + query.Encode()
}

// decide sends the window's form, and returns where the browser is sent.
func (w *world) decide(address, action, account string, scopes ...string) *url.URL {
	w.t.Helper()
	answer := w.call(http.MethodPost, address, url.Values{"account": {account}, "scope": scopes, "action": {action}})
	if answer.Code != http.StatusFound || answer.Body.Len() > 0 {
		w.t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	to, err := url.Parse(answer.Header().Get("Location"))
	if err != nil {
		w.t.Fatal(err)
	}
	return to
}

// code lets metricsaurus allow some scopes.
func (w *world) code(l login, scopes ...string) string {
	w.t.Helper()
	return w.decide(l.address(), "allow", "metricsaurus", scopes...).Query().Get("code")
}

// redeem turns a code into a token.
func (w *world) redeem(l login, code string) map[string]any {
	w.t.Helper()
	form := []string{"client_id", "demo-app", "client_secret", "demo-secret", "redirect_uri", redirect, "code", code}
	if l.window == facebook.window {
		return w.get(200, "/v25.0/oauth/access_token", form...)
	}
	return w.post(200, "/oauth/access_token", append(form, "grant_type", "authorization_code")...)
}

// short returns a short-lived token of metricsaurus with some scopes.
func (w *world) short(l login, scopes ...string) string {
	w.t.Helper()
	return w.redeem(l, w.code(l, scopes...))["access_token"].(string)
}

// long returns a long-lived token of metricsaurus with some scopes.
func (w *world) long(l login, scopes ...string) string {
	w.t.Helper()
	short := w.short(l, scopes...)
	if l.window == facebook.window {
		return w.get(200, "/oauth/access_token", "grant_type", "fb_exchange_token", "client_id", "demo-app", "client_secret", "demo-secret", "fb_exchange_token", short)["access_token"].(string)
	}
	return w.get(200, "/access_token", "grant_type", "ig_exchange_token", "client_secret", "demo-secret", "access_token", short)["access_token"].(string)
}

// refused returns the error of a GET that is refused.
func (w *world) refused(path string, pairs ...string) map[string]any {
	w.t.Helper()
	told, _ := w.get(400, path, pairs...)["error"].(map[string]any)
	return told
}

// number is a number as it was written; "" for what is none.
func number(value any) string {
	n, _ := value.(json.Number)
	return n.String()
}
