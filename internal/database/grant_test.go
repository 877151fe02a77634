package database

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/jobs"
	"github.com/gramql/gramql/internal/vault"
)

func TestGrants_keepOneForEachAccountAndLoginType(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		g, ctx := db.Grants(), t.Context()
		if r, found, err := g.Grant(ctx, "17", "instagram"); found || err != nil || r != (vault.Row{}) {
			t.Errorf("before: %+v, %v, %v", r, found, err)
		}
		first := vault.Row{Account: "17", Login: "instagram", Sealed: "k1.one.AAAA", Mark: "a"}
		second := vault.Row{Account: "17", Login: "instagram", Sealed: "k1.two.BBBB", Mark: "b"}
		other := vault.Row{Account: "17", Login: "facebook", Sealed: "k1.two.CCCC", Mark: "a"}
		for _, r := range []vault.Row{first, other, second} {
			if err := g.Keep(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		if err := g.Bury(ctx, "17", "instagram", "a"); err != nil { // is not there any more
			t.Fatal(err)
		}
		if r, found, err := g.Grant(ctx, "17", "instagram"); !found || err != nil || r != second {
			t.Errorf("kept: %+v, %v, %v", r, found, err)
		}
		if by, err := db.SealedBy(ctx); err != nil || len(by) != 1 || by["two"] != 2 {
			t.Errorf("sealed by %v, %v", by, err)
		}
		if err := g.Bury(ctx, "17", "instagram", "b"); err != nil {
			t.Fatal(err)
		}
		if r, _, err := g.Grant(ctx, "17", "instagram"); err != nil || !r.Dead || r.Sealed != "" || r.Mark != "b" {
			t.Errorf("buried: %+v, %v", r, err)
		}
		if by, err := db.SealedBy(ctx); err != nil || by["two"] != 1 {
			t.Errorf("sealed by %v, %v", by, err)
		}
		if err := g.Keep(ctx, first); err != nil {
			t.Fatal(err)
		}
		if r, _, err := g.Grant(ctx, "17", "instagram"); err != nil || r != first {
			t.Errorf("kept again: %+v, %v", r, err)
		}
	})
}

func TestGrants_findWhatOtherKeysSealed(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		g, ctx := db.Grants(), t.Context()
		for _, r := range []vault.Row{
			{Account: "17", Login: "instagram", Sealed: "k1.one.AA", Mark: "a"},
			{Account: "18", Login: "instagram", Sealed: "k1.two.BB", Mark: "b"},
			{Account: "19", Login: "instagram", Sealed: "k1.three.CC", Mark: "c"},
			{Account: "20", Login: "instagram", Sealed: "", Mark: "d"},
			{Account: "21", Login: "instagram", Sealed: "torn", Mark: "e"},
			{Account: "22", Login: "instagram", Sealed: "k1.tor", Mark: "f"},
		} {
			if err := g.Keep(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		found, err := g.SealedByOthers(ctx, "two", vault.Sealed{}, 10)
		if err != nil || len(found) != 2 {
			t.Fatalf("%+v, %v", found, err)
		}
		for i := range found {
			if one, err := g.SealedByOthers(ctx, "two", found[i], 1); err != nil || !slices.Equal(one, found[i+1:]) {
				t.Errorf("behind %+v: %+v, %v", found[i], one, err)
			}
		}
		for _, s := range found {
			if s.Table != "account_grant" || s.Column != "token" || s.Key != "17/instagram" && s.Key != "19/instagram" {
				t.Errorf("found %+v", s)
			}
			if s.Key == "19/instagram" {
				s.Text = "another by now"
			}
			if err := g.Replace(ctx, s, "k1.two.DD"); err != nil {
				t.Error(err)
			}
		}
		if by, err := db.SealedBy(ctx); err != nil || by["two"] != 2 || by["three"] != 1 || len(by) != 2 {
			t.Errorf("sealed by %v, %v", by, err)
		}
	})
}

func TestServed_tellsWhetherAProcessDoesJobs(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		served := func() bool {
			t.Helper()
			yes, err := db.Served(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		if served() {
			t.Error("there is no process")
		}
		left(t, db, "dead", jobs.DeadAfter+time.Second)
		if served() {
			t.Error("the process is dead")
		}
		if _, err := db.Processes().Beat(t.Context(), "me"); err != nil {
			t.Fatal(err)
		}
		if !served() {
			t.Error("there is a process")
		}
	})
}

func TestGrants_holdNoTokenInATornRow(t *testing.T) {
	db := openTest(t, filepath.Join(t.TempDir(), "ours.db")) // PostgreSQL keeps numbers only
	g := db.Grants()
	keep(t, db, "17", "a")
	tear(t, db, "UPDATE account_grant SET died_at = 'torn'")
	if r, found, err := g.Grant(t.Context(), "17", "instagram"); !found || err != nil || r.Sealed != "" {
		t.Errorf("torn: %+v, %v, %v", r, found, err)
	}
	keep(t, db, "17", "b")
	if r, found, err := g.Grant(t.Context(), "17", "instagram"); !found || err != nil || r != vaultRow("17", "b") {
		t.Errorf("kept anew: %+v, %v, %v", r, found, err)
	}
}
