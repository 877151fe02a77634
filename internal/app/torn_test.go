package app_test

import (
	"database/sql"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
)

// notes is a log that may be read while it is written.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(line []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(line)
}

func (n *notes) count(words string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Count(n.text.String(), words)
}

// change runs a statement on a program's database.
func change(t *testing.T, s config.Settings, statement string, args ...any) {
	t.Helper()
	ours, err := sql.Open("sqlite", s.DatabaseSource()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ours.Close() }()
	changed, err := ours.ExecContext(t.Context(), statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := changed.RowsAffected(); n == 0 || err != nil {
		t.Fatalf("%s changed nothing, %v", statement, err)
	}
}

func TestApp_losesOneAccountWithATokenThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	for name, torn := range map[string]string{
		"copied from another account": "(SELECT token FROM account_grant WHERE account_id = '" + cretaceouscoffee + "')",
		"cut":                         "substr(token, 1, 40)",
		"of a key that is gone":       "'k1.gone.AAAA'",
		"no sealed text":              "'torn'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := apptest.Settings(t)
			log := &notes{}
			a := apptest.ServeLogging(t, settings, slog.New(slog.NewTextHandler(log, nil)))
			b := newBrowser(t, a)
			b.signIn("", "metricsaurus")
			b.signIn("", "cretaceouscoffee")
			change(t, settings, "UPDATE account_grant SET token = "+torn+" WHERE account_id = $1", metricsaurus)
			meant, other := []string{"X-GramQL-CSRF", "1"}, []string{"X-GramQL-CSRF", "1", "X-GramQL-Account", "cretaceouscoffee"}

			got := b.ask(`{ viewer { accounts { username state user { username } } sessions { id } apiKeys { id } } }`, meant...)
			for i, state := range []string{"NEEDS_REAUTHENTICATION", "ACTIVE"} {
				if apptest.At(got.Data, "viewer", "accounts", i, "state") != state {
					t.Errorf("%+v", got.Data)
				}
			}
			if len(got.Errors) != 1 || got.Code() != "UNAUTHENTICATED" || pathOf(got) != "viewer.accounts.0.user" || apptest.At(got.Data, "viewer", "accounts", 1, "user", "username") != "cretaceouscoffee" {
				t.Errorf("users: %+v", got)
			}
			if got := b.ask(`{ me { username } }`, meant...); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["loginUrl"] != b.base+"/login?login=instagram" || got.Errors[0].Extensions["reauthenticate"] != true {
				t.Errorf("in the name of the account: %+v", got)
			}
			if got := b.ask(`{ me { username } }`, other...); len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "cretaceouscoffee" {
				t.Errorf("in the name of the other: %+v", got)
			}
			if got := b.ask(`{ accounts { username } }`, other...); len(apptest.List(got.Data, "accounts")) != 1 || got.Code() != "UNAUTHENTICATED" {
				t.Errorf("all accounts: %+v", got)
			}
			key, _ := b.createKey("kind: SECRET")
			if got := b.stranger().ask(`{ me { username } }`, "Authorization", "Bearer "+key, "X-GramQL-Account", "cretaceouscoffee"); len(got.Errors) > 0 {
				t.Errorf("by a key: %+v", got)
			}
			if n := log.count("cannot be opened"); n != 1 {
				t.Errorf("the log says it %d times", n)
			}
			b.signIn("", "metricsaurus")
			if got := b.ask(`{ me { username } viewer { accounts { state } } }`, meant...); len(got.Errors) > 0 || apptest.At(got.Data, "viewer", "accounts", 0, "state") != "ACTIVE" {
				t.Errorf("connected again: %+v", got)
			}
		})
	}
}

func TestApp_asksForNoOtherAccountThanOneWhoseRowIsTorn(t *testing.T) {
	t.Parallel()
	const date = "when it was connected"
	for name, torn := range map[string]string{
		"its scopes":                  "UPDATE connected_account SET scopes = '[\"inst' WHERE account_id = $1",
		"its login type":              "UPDATE connected_account SET login = 'none' WHERE account_id = $1",
		"its state":                   "UPDATE connected_account SET state = 'none' WHERE account_id = $1",
		date:                          "UPDATE connected_account SET connected_at = 'torn' WHERE account_id = $1",
		"when its token ends":         "UPDATE connected_account SET expires_at = 'torn' WHERE account_id = $1",
		"when its token died":         "UPDATE account_grant SET died_at = 'torn' WHERE account_id = $1",
		"what its token is marked by": "UPDATE account_grant SET mark = 'torn' WHERE account_id = $1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := apptest.Settings(t)
			a := apptest.ServeLogging(t, settings, slog.New(slog.DiscardHandler))
			b := newBrowser(t, a)
			b.signIn("", "metricsaurus")
			b.signIn("", "cretaceouscoffee")
			key, _ := b.createKey("kind: SECRET")
			change(t, settings, torn, metricsaurus)
			meant := []string{"X-GramQL-CSRF", "1"}

			for by, ask := range map[string]func() apptest.Answer{
				"session": func() apptest.Answer { return b.ask(`{ me { username } }`, meant...) },
				"key":     func() apptest.Answer { return b.stranger().ask(`{ me { username } }`, "Authorization", "Bearer "+key) },
			} {
				if got := ask(); got.Code() != "UNAUTHENTICATED" || got.Errors[0].Extensions["loginUrl"] == nil {
					t.Errorf("by a %s: %+v", by, got)
				}
			}
			got := b.ask(`{ viewer { accounts { username state login } sessions { id } apiKeys { id } } }`, meant...)
			at, other := 0, 1
			if name == date {
				at, other = 1, 0
			}
			if len(got.Errors) > 0 || apptest.At(got.Data, "viewer", "accounts", at, "username") != "metricsaurus" || apptest.At(got.Data, "viewer", "accounts", at, "state") != "NEEDS_REAUTHENTICATION" ||
				apptest.At(got.Data, "viewer", "accounts", other, "state") != "ACTIVE" {
				t.Errorf("%+v", got)
			}
			b.signIn("", "metricsaurus")
			if got := b.ask(`{ me { username } viewer { accounts { state } } }`, meant...); len(got.Errors) > 0 || apptest.At(got.Data, "me", "username") != "metricsaurus" || len(apptest.List(got.Data, "viewer", "accounts")) != 2 ||
				apptest.At(got.Data, "viewer", "accounts", 0, "state") != "ACTIVE" {
				t.Errorf("connected again: %+v", got)
			}
		})
	}
}
