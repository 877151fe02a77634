package login_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is this program with a login, the local graph that people log in to, and a log.
type world struct {
	t     *testing.T
	graph *localgraph.Server
	// gate, unless nil, answers a request to the graph in its place.
	gate  func(w http.ResponseWriter, r *http.Request) bool
	login *login.Login
	store *memory
	vault *vault
	url   string // of this program
	meta  string // of the graph
	log   *strings.Builder

	mu  sync.Mutex
	now time.Time
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// open starts a world; set, unless nil, changes what the login is made of.
func open(t *testing.T, set func(*login.Options)) *world {
	t.Helper()
	w := &world{t: t, store: &memory{}, vault: &vault{tokens: map[string]string{}}, log: &strings.Builder{}, now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	ours := httptest.NewServer(mux)
	t.Cleanup(ours.Close)
	w.url = ours.URL
	var err error
	w.graph, err = localgraph.Open(t.Context(), localgraph.Options{Now: w.time, PublicURL: w.url, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.graph.Close() })
	graph := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.gate == nil || !w.gate(rw, r) {
			w.graph.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(graph.Close)
	w.meta = graph.URL
	base, err := url.Parse(graph.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := login.Options{
		Store: w.store, Vault: w.vault, Providers: exchange.Upstream{Base: base, Version: "v27.0"}.Providers(),
		App: login.App{ID: "demo-app", Secret: "demo-secret"}, PublicURL: w.url,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: w.time,
	}
	if set != nil {
		set(&o)
	}
	w.login = login.New(o)
	mux.HandleFunc("GET /login", w.login.Start)
	mux.HandleFunc("GET /login/callback", w.login.Callback)
	mux.HandleFunc("POST /logout", w.login.Logout)
	mux.HandleFunc("POST /meta/deauthorize", w.login.Deauthorize)
	mux.HandleFunc("POST /meta/data-deletion", w.login.DataDeletion)
	mux.HandleFunc("GET /meta/data-deletion/{code}", w.login.Erasure)
	mux.HandleFunc("/", func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "home") })
	return w
}

// browser is a browser of somebody.
type browser struct {
	*world
	*http.Client
}

func (w *world) browser() *browser {
	jar, _ := cookiejar.New(nil) // never fails without options
	b := &browser{w, &http.Client{Jar: jar, Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	w.t.Cleanup(b.CloseIdleConnections)
	return b
}

// get opens a page, and returns its status, its text and where it leads.
func (b *browser) get(address string) (status int, text, to string) {
	b.t.Helper()
	return b.send(http.MethodGet, address, nil)
}

func (b *browser) send(method, address string, form url.Values, header ...string) (status int, text, to string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header.Get("Location")
}

// decide begins a login, decides in Meta's window, and returns the address that leads
// back here.
func (b *browser) decide(query, action, account string, scopes ...string) string {
	b.t.Helper()
	status, text, window := b.get(b.url + "/login" + query)
	if status != http.StatusSeeOther {
		b.t.Fatalf("status %d: %s", status, text)
	}
	status, text, back := b.send(http.MethodPost, window, url.Values{"action": {action}, "account": {account}, "scope": scopes})
	if status != http.StatusFound {
		b.t.Fatalf("status %d: %s", status, text)
	}
	return back
}

// signIn connects an account, and returns where the browser ends up.
func (b *browser) signIn(query, account string, scopes ...string) string {
	b.t.Helper()
	status, text, to := b.get(b.decide(query, "allow", account, scopes...))
	if status != http.StatusSeeOther {
		b.t.Fatalf("status %d: %s", status, text)
	}
	return to
}

// cookie is the session's secret.
func (b *browser) cookie() string {
	ours, _ := url.Parse(b.url) // it has been opened
	for _, c := range b.Jar.Cookies(ours) {
		if c.Name == "gramql" {
			return c.Value
		}
	}
	return ""
}

// visitor is who asks by the browser's cookie; header are names and values in turn.
func (b *browser) visitor(header ...string) *login.Visitor {
	b.t.Helper()
	v, err := b.identify(header...)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// identify is as visitor, with the reason why nobody asks.
func (b *browser) identify(header ...string) (*login.Visitor, error) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, b.url+"/graphql", nil)
	r.AddCookie(&http.Cookie{Name: "gramql", Value: b.cookie()})
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return b.login.Identify(b.t.Context(), r)
}

// vault keeps tokens in the open.
type vault struct {
	mu     sync.Mutex
	tokens map[string]string
	broken error
}

func (v *vault) Keep(_ context.Context, account string, l dialect.Login, token string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.tokens[account+l.String()] = token
	return v.broken
}

func (v *vault) Open(_ context.Context, account string, l dialect.Login) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.tokens[account+l.String()], v.broken
}

// memory is a store that forgets everything when it ends.
type memory struct {
	mu       sync.Mutex
	begun    []login.Begun
	sessions []login.Session
	accounts map[string][]login.Account
	seen     int
	removed  []string
	requests []login.Removal
	receipt  login.Hash
	broken   error
}

func (m *memory) Begin(_ context.Context, b login.Begun) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.begun = append(m.begun, b)
	return m.broken
}

func (m *memory) TakeBegun(_ context.Context, state, browser login.Hash, now time.Time) (login.Begun, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.begun, func(b login.Begun) bool { return b.State == state })
	if i < 0 {
		return login.Begun{}, errors.Join(login.ErrNotBegun, m.broken)
	}
	b := m.begun[i]
	m.begun = slices.Delete(m.begun, i, i+1)
	if b.Browser != browser || !now.Before(b.Expires) {
		return b, login.ErrNotBegun
	}
	return b, nil
}

func (m *memory) SignIn(_ context.Context, old login.Hash, fresh login.Session, accounts []login.Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh.Viewer = "viewer"
	m.sessions = append(slices.DeleteFunc(m.sessions, func(s login.Session) bool { return s.Cookie == old }), fresh)
	if m.accounts == nil {
		m.accounts = map[string][]login.Account{}
	}
	for _, a := range accounts {
		a.Token = ""
		m.accounts[fresh.Viewer] = append(m.accounts[fresh.Viewer], a)
	}
	return m.broken
}

func (m *memory) Revoke(_ context.Context, request login.Removal) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.removed, m.requests = append(m.removed, "revoked "+request.User), append(m.requests, request)
	return 1, m.broken
}

func (m *memory) Erase(_ context.Context, request login.Removal, receipt login.Hash) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.removed, m.requests, m.receipt = append(m.removed, "erased "+request.User), append(m.requests, request), receipt
	return 1, m.broken
}

func (m *memory) Disconnect(_ context.Context, viewer string, accounts []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.accounts[viewer] = slices.DeleteFunc(slices.Clone(m.accounts[viewer]), func(a login.Account) bool { return slices.Contains(accounts, a.ID) })
	return m.broken
}

func (m *memory) RevokeSession(_ context.Context, viewer, session string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.sessions)
	m.sessions = slices.DeleteFunc(m.sessions, func(s login.Session) bool { return s.Viewer == viewer && s.ID == session })
	if len(m.sessions) == before {
		return login.ErrNoSession
	}
	return m.broken
}

func (m *memory) Erased(_ context.Context, receipt login.Hash) (time.Time, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC), receipt == m.receipt, m.broken
}

func (m *memory) FindSession(_ context.Context, cookie login.Hash, now time.Time) (login.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.sessions {
		if s.Cookie == cookie && now.Before(s.Expires) {
			return s, m.broken
		}
	}
	return login.Session{}, login.ErrNoSession
}

func (m *memory) See(context.Context, string, time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen++
	return m.broken
}

func (m *memory) EndSession(_ context.Context, cookie login.Hash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions = slices.DeleteFunc(m.sessions, func(s login.Session) bool { return s.Cookie == cookie })
	return m.broken
}

func (m *memory) Accounts(_ context.Context, viewer string) ([]login.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.accounts[viewer], m.broken
}

func (m *memory) Sessions(context.Context, string, time.Time) ([]login.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sessions, m.broken
}
