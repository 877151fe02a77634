package database

import (
	"context"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/vault"
)

func lend(t *testing.T, db *DB, accounts ...string) {
	t.Helper()
	for _, account := range accounts {
		if err := db.Lent().Lend(t.Context(), vault.Row{Account: account, Login: "instagram", Sealed: "k1.one.AA", Mark: "a"}); err != nil {
			t.Fatal(err)
		}
	}
}

func isLent(t *testing.T, db *DB, account string) bool {
	t.Helper()
	_, found, err := db.Lent().Lent(t.Context(), account, "instagram")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestLent_isOneForEachAccountAndLoginTypeUntilItIsGivenBack(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		l, ctx := db.Lent(), t.Context()
		second := vault.Row{Account: "17", Login: "instagram", Sealed: "k1.two.BB", Mark: "b"}
		other := vault.Row{Account: "17", Login: "facebook", Sealed: "k1.two.CC", Mark: "a"}
		lend(t, db, "17")
		for _, r := range []vault.Row{other, second} {
			if err := l.Lend(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.GiveBack(ctx, "17", "instagram", "a"); err != nil { // is not there any more
			t.Fatal(err)
		}
		if r, found, err := l.Lent(ctx, "17", "instagram"); !found || err != nil || r != second {
			t.Errorf("%+v, %v, %v", r, found, err)
		}
		if by, err := db.SealedBy(ctx); err != nil || by["two"] != 2 || len(by) != 1 {
			t.Errorf("sealed by %v, %v", by, err)
		}
		if err := l.GiveBack(ctx, "17", "instagram", "b"); err != nil {
			t.Fatal(err)
		}
		if r, found, err := l.Lent(ctx, "17", "instagram"); found || err != nil || r != (vault.Row{}) {
			t.Errorf("given back: %+v, %v, %v", r, found, err)
		}
		if r, found, _ := l.Lent(ctx, "17", "facebook"); !found || r != other {
			t.Errorf("of the other login type: %+v", r)
		}
	})
}

func TestLent_isGivenBackWithTheEndOfTheLastPublication(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		lend(t, db, "1", "2")
		store := db.Publications()
		first, second := newPublication("1", 1), newPublication("1", 2)
		addPublication(t, store, first)
		addPublication(t, store, second)
		savePublication(t, store, first)
		if !isLent(t, db, "1") {
			t.Error("it is given back before any has ended")
		}
		for i, p := range []*publication.Publication{first, second} {
			p.State, p.EndedAt = publication.Cancelled, noon
			savePublication(t, store, p)
			if got, want := isLent(t, db, "1"), i == 0; got != want {
				t.Errorf("after the end of %d of 2 it is lent: %t", i+1, got)
			}
		}
		if !isLent(t, db, "2") {
			t.Error("another account's is given back")
		}
	})
}

func TestLent_isGivenBackWhenNothingCameOfIt(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		lend(t, db, "1", "2")
		addPublication(t, db.Publications(), newPublication("1", 1))
		for _, c := range []struct {
			before time.Duration
			second bool
		}{{-time.Hour, true}, {time.Hour, false}} {
			if err := db.GiveBackUnused(t.Context(), time.Now().Add(c.before)); err != nil {
				t.Fatal(err)
			}
			if !isLent(t, db, "1") || isLent(t, db, "2") != c.second {
				t.Errorf("before %v: that which is needed is lent: %t, the other: %t", c.before, isLent(t, db, "1"), isLent(t, db, "2"))
			}
		}
	})
}

func TestLent_isKeptWithAnEndThatIsNotWritten(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		lend(t, db, "1")
		store, p := db.Publications(), newPublication("1", 1)
		addPublication(t, store, p)
		stale := *p
		savePublication(t, store, p)
		stale.EndedAt = noon
		if err := store.Save(context.WithoutCancel(t.Context()), &stale, publish.Change{}); err == nil || !isLent(t, db, "1") {
			t.Errorf("%v, lent: %t", err, isLent(t, db, "1"))
		}
	})
}
