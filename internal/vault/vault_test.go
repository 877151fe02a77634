package vault_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/database"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/seal"
	"github.com/gramql/gramql/internal/vault"
)

// fixture is a vault over a database of its own.
type fixture struct {
	*vault.Vault
	db   *database.DB
	sql  *sql.DB
	keys *seal.File
	good []string
	log  bytes.Buffer
}

func open(t *testing.T) *fixture {
	t.Helper()
	folder := t.TempDir()
	db, err := database.Open(t.Context(), database.Options{Source: filepath.Join(folder, "ours.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	keys, err := seal.OpenFile(filepath.Join(folder, "keys"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{db: db, sql: db.Tables().DB, keys: keys}
	f.Vault = vault.New(db.Grants(), keys, slog.New(slog.NewTextHandler(&f.log, nil)))
	f.OnGood(func(_ context.Context, account string) { f.good = append(f.good, account) })
	return f
}

func (f *fixture) keep(t *testing.T, account string, login dialect.Login, token string) {
	t.Helper()
	if err := f.Keep(t.Context(), account, login, token); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) bury(t *testing.T, account string, login dialect.Login, token string) {
	t.Helper()
	if err := f.Bury(t.Context(), account, login, token); err != nil {
		t.Fatal(err)
	}
}

// opened returns the token of an account, or why it can't be read.
func (f *fixture) opened(t *testing.T, account string, login dialect.Login) string {
	t.Helper()
	token, err := f.Open(t.Context(), account, login)
	if err != nil {
		return err.Error()
	}
	return token
}

func TestVault_keepsATokenForEachAccountAndLoginType(t *testing.T) {
	f := open(t)
	if got := f.opened(t, "17", dialect.Instagram); got != "" {
		t.Errorf("before: %s", got)
	}
	f.keep(t, "17", dialect.Instagram, "IGAAhush")
	f.keep(t, "17", dialect.Facebook, "EAAhush")
	f.keep(t, "18", dialect.Instagram, "IGAAother")
	for _, c := range []struct {
		account string
		login   dialect.Login
		want    string
	}{
		{"17", dialect.Instagram, "IGAAhush"},
		{"17", dialect.Facebook, "EAAhush"},
		{"18", dialect.Instagram, "IGAAother"},
		{"18", dialect.Facebook, ""},
	} {
		if got := f.opened(t, c.account, c.login); got != c.want {
			t.Errorf("%s of %s: %s", c.login, c.account, got)
		}
	}
	var text string
	if err := f.sql.QueryRow("SELECT group_concat(token || mark) FROM account_grant").Scan(&text); err != nil || strings.Contains(text, "hush") {
		t.Errorf("the database has %s, %v", text, err)
	}
}

func TestVault_tellsWhenAGoodTokenComes(t *testing.T) {
	f := open(t)
	f.keep(t, "17", dialect.Instagram, "first")
	f.keep(t, "17", dialect.Instagram, "first") // is known
	f.bury(t, "17", dialect.Instagram, "first")
	if got := f.opened(t, "17", dialect.Instagram); got != "" {
		t.Errorf("after its end: %s", got)
	}
	f.keep(t, "17", dialect.Instagram, "first") // works again
	f.keep(t, "17", dialect.Instagram, "second")
	f.bury(t, "17", dialect.Instagram, "first") // is not there any more
	if got := f.opened(t, "17", dialect.Instagram); got != "second" {
		t.Errorf("the last is %s", got)
	}
	f.bury(t, "17", dialect.Instagram, "second")
	if got := strings.Join(f.good, " "); got != "17 17 17" {
		t.Errorf("told of %s", got)
	}
	var left string
	if err := f.sql.QueryRow("SELECT token FROM account_grant").Scan(&left); err != nil || left != "" {
		t.Errorf("the dead token is kept: %q, %v", left, err)
	}
}

func TestVault_losesOnlyTheRowThatCannotBeOpened(t *testing.T) {
	for name, c := range map[string]struct{ torn, why string }{
		"copied from another account":       {"(SELECT token FROM account_grant WHERE account_id = '18')", "belongs to another place"},
		"copied from another login type":    {"(SELECT token FROM account_grant WHERE login = 'facebook')", "belongs to another place"},
		"cut":                               {"substr(token, 1, 40)", "was altered"},
		"cut before the key's name is over": {"substr(token, 1, 5)", "was altered"},
		"with one letter changed":           {"substr(token, 1, length(token) - 3) || CASE substr(token, -3, 1) WHEN '_' THEN '-' ELSE '_' END || substr(token, -2)", "was altered"},
		"of a key that is gone":             {"'k1.gone.AAAA'", "the key gone"},
		"no sealed text":                    {"'hush'", "was altered"},
		"empty":                             {"''", "was altered"},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.keep(t, "17", dialect.Instagram, "IGAAhush")
			f.keep(t, "17", dialect.Facebook, "EAAhush")
			f.keep(t, "18", dialect.Instagram, "IGAAother")
			if _, err := f.sql.Exec("UPDATE account_grant SET token = " + c.torn + " WHERE account_id = '17' AND login = 'instagram'"); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if got := f.opened(t, "17", dialect.Instagram); got != "" {
					t.Errorf("opened %s", got)
				}
			}
			if why := f.Torn(t.Context(), "17", dialect.Instagram); why == nil || !strings.Contains(why.Error(), c.why) {
				t.Errorf("the reason is %v", why)
			}
			if log := f.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, c.why) || !strings.Contains(log, "account=17 login=instagram") || strings.Contains(log, "hush") {
				t.Errorf("the log has %s", log)
			}
			if f.opened(t, "17", dialect.Facebook) != "EAAhush" || f.opened(t, "18", dialect.Instagram) != "IGAAother" || f.Torn(t.Context(), "18", dialect.Instagram) != nil {
				t.Error("others cannot be opened")
			}
			f.good = nil
			f.keep(t, "17", dialect.Instagram, "IGAAhush") // the same
			if got := f.opened(t, "17", dialect.Instagram); got != "IGAAhush" || len(f.good) != 1 {
				t.Errorf("kept anew it is %s, and was told of %q", got, f.good)
			}
			if why := f.Torn(t.Context(), "19", dialect.Instagram); why != nil {
				t.Errorf("of no token: %v", why)
			}
		})
	}
}

func TestVault_opensNoTokenWhosePlaceNoOtherCouldTake(t *testing.T) {
	f := open(t)
	f.keep(t, "17", dialect.Instagram, "IGAAhush")
	if _, err := f.sql.Exec("UPDATE account_grant SET mark = 'torn'"); err != nil {
		t.Fatal(err)
	}
	if got := f.opened(t, "17", dialect.Instagram); got != "" || !strings.Contains(f.log.String(), "mark") {
		t.Errorf("opened %s, the log has %s", got, f.log.String())
	}
	f.keep(t, "17", dialect.Instagram, "IGAAhush")
	if got := f.opened(t, "17", dialect.Instagram); got != "IGAAhush" {
		t.Errorf("kept anew it is %q", got)
	}
}

func TestVault_saysOfEachTextThatItCannotBeOpened(t *testing.T) {
	f := open(t)
	f.keep(t, "17", dialect.Instagram, "one")
	f.keep(t, "18", dialect.Instagram, "two")
	for i, set := range []string{"'first'", "'first'", "'second'"} {
		if _, err := f.sql.Exec("UPDATE account_grant SET token = " + set); err != nil {
			t.Fatal(err)
		}
		for _, account := range []string{"17", "18"} {
			f.opened(t, account, dialect.Instagram)
		}
		if got, want := strings.Count(f.log.String(), "\n"), []int{2, 2, 4}[i]; got != want {
			t.Errorf("after %s: %d lines, want %d", set, got, want)
		}
	}
}

func TestReseal_letsOldKeysGo(t *testing.T) {
	f := open(t)
	if n, err := f.Reseal(t.Context()); n != 0 || err != nil {
		t.Errorf("without a ring: %d, %v", n, err)
	}
	const many = 250 // more than are looked at at once
	for i := range many {
		f.keep(t, string(rune('a'+i%26))+strings.Repeat("x", i/26), dialect.Instagram, "token")
	}
	f.keep(t, "17", dialect.Instagram, "dead")
	f.bury(t, "17", dialect.Instagram, "dead")
	old := f.keys.Ring().IDs()[0]
	id, err := seal.AddKey(f.keys.Path())
	if err != nil {
		t.Fatal(err)
	}
	if f.keys, err = seal.OpenFile(f.keys.Path(), slog.Default()); err != nil {
		t.Fatal(err)
	}
	f.Vault = vault.New(f.db.Grants(), f.keys, slog.Default())
	f.keep(t, "18", dialect.Instagram, "new")
	for _, want := range []int{many, 0} {
		if n, err := f.Reseal(t.Context()); n != want || err != nil {
			t.Errorf("%d were sealed anew, want %d; %v", n, want, err)
		}
	}
	if by, err := f.db.SealedBy(t.Context()); err != nil || len(by) != 1 || by[id] != many+1 {
		t.Errorf("sealed by %v, %v", by, err)
	}
	if err := seal.RetireKey(f.keys.Path(), old); err != nil {
		t.Fatal(err)
	}
	if got := f.opened(t, "a", dialect.Instagram); got != "token" {
		t.Errorf("opened %s", got)
	}
}

func TestReseal_goesOnAfterWhatItCannotOpen(t *testing.T) {
	f := open(t)
	for i := range 120 { // more than are looked at at once
		f.keep(t, strconv.Itoa(100+i), dialect.Instagram, "token")
	}
	f.keep(t, "the last", dialect.Instagram, "token")
	if _, err := f.sql.Exec("UPDATE account_grant SET token = 'k1.gone.AAAA' WHERE account_id <> 'the last'"); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.AddKey(f.keys.Path()); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.OpenFile(f.keys.Path(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	n, err := vault.New(f.db.Grants(), keys, slog.Default()).Reseal(t.Context())
	if unknown, ok := errors.AsType[*seal.UnknownKeyError](err); n != 1 || !ok || unknown.ID != "gone" {
		t.Errorf("%d were sealed anew, %v", n, err)
	}
}

func TestVault_saysWhyNothingIsKept(t *testing.T) {
	f := open(t)
	if err := os.Mkdir(f.keys.Path(), 0o700); err != nil {
		t.Fatal(err)
	}
	err := f.Keep(t.Context(), "17", dialect.Instagram, "hush")
	if err == nil || !strings.Contains(err.Error(), "folder") || strings.Contains(err.Error(), "hush") {
		t.Errorf("error = %v", err)
	}
	if got := f.opened(t, "17", dialect.Instagram); got != "" || len(f.good) > 0 {
		t.Errorf("%s is kept, %q told", got, f.good)
	}
}
