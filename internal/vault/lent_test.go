package vault_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/vault"
)

func TestLent_isKeptSealedApartFromGrants(t *testing.T) {
	f := open(t)
	lent := vault.NewLent(f.db.Lent(), f.keys, slog.New(slog.NewTextHandler(&f.log, nil)))
	opened := func(login dialect.Login) string {
		t.Helper()
		token, err := lent.Open(t.Context(), "17", login)
		if err != nil {
			return err.Error()
		}
		return token
	}
	f.keep(t, "17", dialect.Instagram, "IGAAconnected")
	if got := opened(dialect.Instagram); got != "" {
		t.Errorf("before: %s", got)
	}
	for _, token := range []string{"IGAAfirst", "IGAAhush", "IGAAhush"} {
		if err := lent.Keep(t.Context(), "17", dialect.Instagram, token); err != nil {
			t.Fatal(err)
		}
	}
	if got := opened(dialect.Instagram); got != "IGAAhush" || opened(dialect.Facebook) != "" {
		t.Errorf("opened %s", got)
	}
	var text string
	if err := f.sql.QueryRow("SELECT group_concat(token || mark) FROM lent_token").Scan(&text); err != nil || strings.Contains(text, "hush") {
		t.Errorf("kept as %s, %v", text, err)
	}
	if got := f.opened(t, "17", dialect.Instagram); got != "IGAAconnected" || len(f.good) != 1 {
		t.Errorf("the grant is %s, and was told of %q", got, f.good)
	}
	if _, err := f.sql.Exec("UPDATE lent_token SET token = (SELECT token FROM account_grant)"); err != nil {
		t.Fatal(err)
	}
	if got := opened(dialect.Instagram); got != "" || !strings.Contains(f.log.String(), "belongs to another place") {
		t.Errorf("a grant's text opened: %s", got)
	}
	if err := lent.Keep(t.Context(), "17", dialect.Instagram, "IGAAhush"); err != nil || opened(dialect.Instagram) != "IGAAhush" {
		t.Errorf("lent again: %v", err)
	}
	for _, c := range []struct {
		dead string
		left int
	}{{"IGAAfirst", 1}, {"IGAAhush", 0}} {
		if err := lent.Bury(t.Context(), "17", dialect.Instagram, c.dead); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := f.sql.QueryRow("SELECT count(*) FROM lent_token").Scan(&left); err != nil || left != c.left {
			t.Errorf("after %s is dead %d are left, %v", c.dead, left, err)
		}
	}
}

func TestLent_isSealedWithTheFirstKey(t *testing.T) {
	f := open(t)
	lent := vault.NewLent(f.db.Lent(), f.keys, slog.New(slog.NewTextHandler(&f.log, nil)))
	if err := lent.Keep(t.Context(), "17", dialect.Instagram, "IGAAhush"); err != nil {
		t.Fatal(err)
	}
	if found, err := f.db.Grants().SealedByOthers(t.Context(), "another", vault.Sealed{}, 9); err != nil || len(found) != 1 || found[0].Table != "lent_token" {
		t.Errorf("%+v, %v", found, err)
	}
}
