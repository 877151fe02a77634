package database

import (
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
	"github.com/gramql/gramql/internal/vault"
)

// connected is an account that is signed in to, with a token until an hour later.
func connected(t *testing.T, db *DB, graph string, set func(*login.Account)) (login.Account, string) {
	t.Helper()
	a := account(graph, dialect.Instagram)
	if set != nil {
		set(&a)
	}
	keep(t, db, graph, "mark of "+graph)
	return a, signIn(t, db.Logins(), "", login.Hash("cookie of "+graph), a)
}

// changedBy returns the accounts whose state is another by a time than was told.
func changedBy(t *testing.T, db *DB, at time.Time) (graphs []string) {
	t.Helper()
	changed, err := db.Renewals().Changed(t.Context(), at, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range changed {
		graphs = append(graphs, a.Graph+" "+string(a.StateWith(true, at)))
	}
	return graphs
}

func TestRenewals_knowWhoseStateHasChanged(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		const week = 7 * 24 * time.Hour
		connected(t, db, "1", func(a *login.Account) { a.Expires = signedInAt.Add(2 * week) })
		connected(t, db, "2", func(a *login.Account) { a.Expires = time.Time{} })
		connected(t, db, "3", func(a *login.Account) { a.Expires, a.State = signedInAt.Add(2*week), login.Revoked })
		for _, c := range []struct {
			at   time.Duration
			want []string
		}{
			{week, nil},
			{week + time.Millisecond, []string{"1 EXPIRING"}},
			{2*week - time.Millisecond, []string{"1 EXPIRING"}},
			{2 * week, []string{"1 NEEDS_REAUTHENTICATION"}},
		} {
			if got := changedBy(t, db, signedInAt.Add(c.at)); !slices.Equal(got, c.want) {
				t.Errorf("after %s: %q", c.at, got)
			}
		}
		if err := db.Grants().Bury(t.Context(), "2", "instagram", "mark of 2"); err != nil {
			t.Fatal(err)
		}
		if got := changedBy(t, db, signedInAt); len(got) != 1 {
			t.Errorf("one has lost its token: %q", got)
		}
	})
}

func TestRenewals_knowWhatIsDueAndWhoHasIt(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Renewals()
		a, viewer := connected(t, db, "1", func(a *login.Account) { a.RenewAt = signedInAt.Add(time.Minute) })
		connected(t, db, "2", func(a *login.Account) { a.RenewAt = time.Time{} })
		due := func(at time.Duration) int {
			t.Helper()
			found, err := store.Due(t.Context(), signedInAt.Add(at), 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(found)
		}
		if due(time.Minute-time.Millisecond) != 0 || due(time.Minute) != 1 {
			t.Error("it is due at another time")
		}
		claim := func(by string, at time.Duration) bool {
			t.Helper()
			ok, err := store.Claim(t.Context(), a.ID, by, signedInAt.Add(at), signedInAt.Add(at+time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if !claim("one", time.Minute) || claim("two", 2*time.Minute-time.Millisecond) || due(2*time.Minute-time.Millisecond) != 0 || due(2*time.Minute) != 1 || !claim("two", 2*time.Minute) {
			t.Error("a claim is held by two, or for ever")
		}
		var changes []login.Change
		db.OnChanged(func(c login.Change) { changes = append(changes, c) })
		settle := func(by string, s renewal.Settled) (changed []login.Change) {
			t.Helper()
			changes = nil
			if err := store.Settle(t.Context(), a.ID, by, s); err != nil {
				t.Fatal(err)
			}
			return changes
		}
		topic := login.AccountsTopic(viewer)
		told := func() int64 {
			newest, err := db.Events().Newest(t.Context(), []string{topic})
			if err != nil {
				t.Fatal(err)
			}
			return newest[topic]
		}
		before := told()
		later := renewal.Settled{State: login.Active, Expires: signedInAt.Add(time.Hour * 24), RenewAt: signedInAt.Add(time.Hour)}
		if changed := settle("one", renewal.Settled{State: login.Expiring}); changed != nil || told() != before {
			t.Errorf("who has lost the claim settles %v", changed)
		}
		if changed := settle("two", later); changed != nil || told() != before {
			t.Errorf("nothing has changed: %v", changed)
		}
		found, ok, err := store.Find(t.Context(), a.Access)
		if err != nil || !ok || !found.Expires.Equal(later.Expires) || !found.RenewAt.Equal(later.RenewAt) || found.State != login.Active {
			t.Errorf("%+v, %v", found, err)
		}
		if !claim("three", 3*time.Minute) {
			t.Error("a claim that was given up is held")
		}
		dead := login.Change{Graph: "1", Login: dialect.Instagram, From: login.Active, To: login.NeedsReauthentication, Why: "dead"}
		if changed := settle("three", renewal.Settled{State: dead.To, Why: dead.Why}); !slices.Equal(changed, []login.Change{dead}) || told() <= before {
			t.Errorf("a change is told as %v", changed)
		}
		if due(time.Hour*48) != 0 {
			t.Error("an account without access is due")
		}
		if found, ok, err := db.ConnectedAs(t.Context(), "1", dialect.Instagram); !ok || err != nil || found.ID != a.ID {
			t.Errorf("%+v, %v", found, err)
		}
		if _, ok, err := db.ConnectedAs(t.Context(), "1", dialect.Facebook); ok || err != nil {
			t.Error("it is connected with another login type", err)
		}
		if _, ok, err := store.Find(t.Context(), "another"); ok || err != nil {
			t.Error("an access is found that nobody gave", err)
		}
	})
}

func TestLogins_giveUpTheRenewalOfAnAccountThatSignsIn(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Renewals()
		a, viewer := connected(t, db, "1", nil)
		if ok, err := store.Claim(t.Context(), a.ID, "one", signedInAt, signedInAt.Add(time.Hour)); !ok || err != nil {
			t.Fatal(err)
		}
		again := a
		again.ID, again.Access, again.RenewAt = "another", "another access", signedInAt.Add(time.Minute)
		signIn(t, db.Logins(), "", "again", again)
		if err := store.Settle(t.Context(), a.ID, "one", renewal.Settled{State: login.NeedsReauthentication}); err != nil {
			t.Fatal(err)
		}
		found, err := db.Logins().Accounts(t.Context(), viewer)
		if err != nil || len(found) != 1 || found[0].State != login.Active || found[0].Access != a.Access || found[0].ID != a.ID || !found[0].RenewAt.Equal(again.RenewAt) {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

func TestGrants_swapATokenForTheOneThatIsThere(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		keep(t, db, "1", "old")
		for _, c := range []struct {
			mark string
			want bool
		}{{"another", false}, {"old", true}, {"old", false}} {
			if got, err := db.Grants().Swap(t.Context(), c.mark, vaultRow("1", "new")); got != c.want || err != nil {
				t.Errorf("%s: %v, %v", c.mark, got, err)
			}
		}
		if err := db.Grants().Bury(t.Context(), "1", "instagram", "new"); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Grants().Swap(t.Context(), "new", vaultRow("1", "newer")); got || err != nil {
			t.Errorf("a dead one is swapped: %v", err)
		}
	})
}

func vaultRow(graph, mark string) vault.Row {
	return vault.Row{Account: graph, Login: "instagram", Sealed: "sealed " + mark, Mark: mark}
}

// keep keeps a token of an account.
func keep(t *testing.T, db *DB, graph, mark string) {
	t.Helper()
	if err := db.Grants().Keep(t.Context(), vaultRow(graph, mark)); err != nil {
		t.Fatal(err)
	}
}
