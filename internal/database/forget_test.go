package database

import (
	"testing"

	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/vault"
)

func TestForgetPublications_dropsThoseOfTheAccountsAndTellsWhoWatches(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Publications()
		for n, account := range []string{"1", "1", "2"} {
			addPublication(t, store, newPublication(account, n))
			if err := db.Lent().Lend(t.Context(), vault.Row{Account: account, Login: "instagram", Sealed: "s", Mark: "m"}); err != nil {
				t.Fatal(err)
			}
		}
		topics := []string{publish.Topic("1000"), publish.Topic("1002")}
		before, err := db.Events().Newest(t.Context(), topics)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.ForgetPublications(t.Context(), []string{"1", "3"}); err != nil {
			t.Fatal(err)
		}
		for id, stays := range map[string]bool{"1000": false, "1001": false, "1002": true} {
			if p, err := store.Get(t.Context(), id); err != nil || (p != nil) != stays {
				t.Errorf("publication %s: %v, %v", id, p, err)
			}
		}
		for account, stays := range map[string]bool{"1": false, "2": true} {
			if _, found, err := db.Lent().Lent(t.Context(), account, "instagram"); err != nil || found != stays {
				t.Errorf("what account %s has lent is there: %t, %v", account, found, err)
			}
		}
		after, err := db.Events().Newest(t.Context(), topics)
		if err != nil || after[topics[0]] <= before[topics[0]] || after[topics[1]] != before[topics[1]] {
			t.Errorf("told: %v, before: %v, %v", after, before, err)
		}
	})
}
