package renewal_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
	"github.com/gramql/gramql/internal/renewal"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a database with a connected account, and the local graph that renews its token.
type world struct {
	*renewal.Renewer
	t     *testing.T
	graph *localgraph.Server
	db    *database.DB
	vault *vault.Vault
	login *login.Login
	log   strings.Builder

	mu       sync.Mutex
	now      time.Time
	down     bool
	renewals int // that the graph was asked for
	outcomes []renewal.Outcome
	changes  []login.State
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// pass lets days pass.
func (w *world) pass(days int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time.Duration(days) * 24 * time.Hour)
}

// ServeHTTP answers as the graph does, unless it is down.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	if strings.HasSuffix(r.URL.Path, "/refresh_access_token") || r.URL.Query().Get("grant_type") == "fb_exchange_token" {
		w.renewals++
	}
	down := w.down
	w.mu.Unlock()
	if down {
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.graph.ServeHTTP(rw, r)
}

// open signs metricsaurus in with a login type.
func open(t *testing.T, kind dialect.Login) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(&w.log, nil))
	mux := http.NewServeMux()
	ours := httptest.NewServer(mux)
	t.Cleanup(ours.Close)
	var err error
	w.graph, err = localgraph.Open(t.Context(), localgraph.Options{Now: w.time, PublicURL: ours.URL, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.graph.Close() })
	meta := httptest.NewServer(w)
	t.Cleanup(meta.Close)
	base, err := url.Parse(meta.URL)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	w.db, err = database.Open(t.Context(), database.Options{Source: filepath.Join(folder, "ours.db"), Now: w.time})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	keys, err := seal.OpenFile(filepath.Join(folder, "keys"), log)
	if err != nil {
		t.Fatal(err)
	}
	w.vault = vault.New(w.db.Grants(), keys, log)
	w.login = login.New(login.Options{
		Store: w.db.Logins(), Vault: w.vault, Providers: exchange.Upstream{Base: base, Version: "v27.0"}.Providers(),
		App: login.App{ID: "demo-app", Secret: "demo-secret"}, PublicURL: ours.URL, Log: log, Now: w.time,
	})
	mux.HandleFunc("GET /login", w.login.Start)
	mux.HandleFunc("GET /login/callback", w.login.Callback)
	w.Renewer = w.another(w.vault)
	w.signIn(ours.URL, kind)
	w.db.OnChanged(func(c login.Change) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changes = append(w.changes, c.To)
		if c.Why == "" || c.From == c.To || c.Login != kind {
			t.Errorf("a change is told as %+v", c)
		}
	})
	w.renewals = 0 // Facebook's tokens are exchanged so, too
	return w
}

// another returns a renewer, as another process would have it.
func (w *world) another(v renewal.Vault) *renewal.Renewer {
	return renewal.New(renewal.Options{
		Store: w.db.Renewals(), Vault: v, Meta: w.login, Now: w.time, Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		Renewed: func(o renewal.Outcome) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.outcomes = append(w.outcomes, o)
		},
	})
}

func (w *world) signIn(ours string, kind dialect.Login) {
	w.t.Helper()
	jar, _ := cookiejar.New(nil) // never fails without options
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
	window, err := browser.Get(ours + "/login?login=" + kind.String())
	if err != nil {
		w.t.Fatal(err)
	}
	_ = window.Body.Close()
	end, err := browser.PostForm(window.Request.URL.String(), url.Values{"action": {"allow"}, "account": {"metricsaurus"}, "scope": {"pages_show_list", "instagram_basic", "pages_read_engagement"}})
	if err != nil {
		w.t.Fatal(err)
	}
	_ = end.Body.Close()
}

// account is the connected account, with its token.
func (w *world) account() login.Account {
	w.t.Helper()
	accounts, err := w.db.Logins().Accounts(context.Background(), w.viewer())
	if err != nil || len(accounts) != 1 {
		w.t.Fatal(accounts, err)
	}
	a := accounts[0]
	if a.Token, err = w.vault.Open(context.Background(), a.Graph, a.Login); err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) viewer() (id string) {
	w.t.Helper()
	if err := w.db.Tables().DB.QueryRowContext(context.Background(), "SELECT id FROM viewer").Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// work does what is due.
func (w *world) work() {
	w.t.Helper()
	if err := w.Work(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}
