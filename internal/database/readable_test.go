package database

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// tear changes rows to what cannot be read.
func tear(t *testing.T, db *DB, statement string) {
	t.Helper()
	if err := db.update(t.Context(), func(tx *tx) error {
		n, err := tx.exec(statement)
		if err == nil && n != 1 {
			err = fmt.Errorf("%d rows", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestLists_leaveOutOnlyTheRowThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var told []string
		db.OnTorn(func(table string, why error) { told = append(told, table+": "+why.Error()) })
		person := signIn(t, db.Logins(), "", "one", account("1", dialect.Instagram), account("2", dialect.Instagram), account("3", dialect.Instagram))
		keys, apps, posts := db.Credentials(), db.Authorizations(), db.Publications()
		for i, id := range []string{"k1", "k2", "k3"} {
			k := credential.Key{ID: id, Person: person, Kind: credential.Public, CreatedAt: signedInAt.Add(time.Duration(-i) * time.Minute), Terms: credential.Terms{Accounts: []string{"1"}, Origins: []string{id}}}
			if err := keys.Add(t.Context(), k, credential.Hash(id)); err != nil {
				t.Fatal(err)
			}
			f := authorization.Family{ID: "f" + id, Client: "phone", Person: person, Code: credential.Hash("code " + id), CreatedAt: k.CreatedAt, Expires: signedInAt.AddDate(1, 0, 0)}
			if err := apps.Add(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []string{"p1", "p2", "p3", "p4", "p5"} {
			if _, err := posts.Add(t.Context(), &publication.Publication{ID: id, Account: "1", Login: dialect.Instagram, State: publication.Queued, CreatedAt: signedInAt}, ""); err != nil {
				t.Fatal(err)
			}
		}
		lists := map[string]func() string{
			"connected_account": func() string {
				all, err := db.Logins().Accounts(t.Context(), person)
				return idsOf(t, all, err, func(i int) string { return all[i].Graph })
			},
			"credential": func() string {
				all, err := keys.Keys(t.Context(), person)
				return idsOf(t, all, err, func(i int) string { return all[i].ID })
			},
			"authorization_family": func() string {
				all, err := apps.Families(t.Context(), person, signedInAt)
				return idsOf(t, all, err, func(i int) string { return all[i].ID })
			},
			"publication": func() string {
				all, err := posts.List(t.Context(), publish.Query{Account: "1", Limit: 3})
				return idsOf(t, all, err, func(i int) string { return all[i].ID })
			},
		}
		for table, c := range map[string]struct{ before, tear, after string }{
			"connected_account":    {"1 2 3", "UPDATE connected_account SET scopes = '[\"instag' WHERE account_id = '2'", "1 2 3"},
			"credential":           {"k1 k2 k3", "UPDATE credential SET terms = '' WHERE id = 'k2'", "k1 k3"},
			"authorization_family": {"fk1 fk2 fk3", "UPDATE authorization_family SET scopes = '{' WHERE id = 'fk2'", "fk1 fk3"},
			"publication":          {"p5 p4 p3", "UPDATE publication SET content = 'torn' WHERE id = 'p4'", "p5 p3 p2"},
		} {
			if got := lists[table](); got != c.before {
				t.Errorf("%s, before: %s", table, got)
			}
			tear(t, db, c.tear)
			told = nil
			for range 2 {
				if got := lists[table](); got != c.after {
					t.Errorf("%s, after: %s", table, got)
				}
			}
			if len(told) != 1 || !strings.HasPrefix(told[0], table+": ") {
				t.Errorf("%s: told %q", table, told)
			}
		}
		tear(t, db, "UPDATE publication SET login = 'none' WHERE id = 'p3'")
		tear(t, db, "UPDATE publication SET failure = 'torn' WHERE id = 'p2'")
		if got := lists["publication"](); got != "p5 p1" {
			t.Errorf("several in a row: %s", got)
		}
		if origins, err := keys.Origins(t.Context(), signedInAt); err != nil || len(origins) != 2 {
			t.Errorf("origins: %q, %v", origins, err)
		}
		if err := db.Logins().Disconnect(t.Context(), person, []string{account("1", dialect.Instagram).ID}); err != nil {
			t.Error(err)
		}
		if got := lists["credential"](); got != "" {
			t.Errorf("after the account was disconnected: %s", got)
		}
		var left int
		if err := db.row(t.Context(), "SELECT count(*) FROM credential", nil, &left); err != nil || left != 0 {
			t.Errorf("%d keys are left, %v", left, err)
		}
	})
}

// idsOf returns the ids of a list.
func idsOf[T any](t *testing.T, all []T, err error, id func(i int) string) string {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
	var ids []string
	for i := range all {
		ids = append(ids, id(i))
	}
	return strings.Join(ids, " ")
}
