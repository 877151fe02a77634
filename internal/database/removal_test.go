package database

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/login"
)

// told returns which topics have an event.
func told(t *testing.T, db *DB, topics ...string) (with []string) {
	t.Helper()
	newest, err := db.Events().Newest(t.Context(), topics)
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		if newest[topic] > 0 {
			with = append(with, topic)
		}
	}
	return with
}

func TestLogins_takeBackWhatAUserAllowed(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, viewer := connected(t, db, "1", nil)
		other, _ := connected(t, db, "2", nil)
		for _, want := range []int{1, 0} {
			if n, err := store.Revoke(t.Context(), a.User); n != want || err != nil {
				t.Errorf("%d accounts, %v", n, err)
			}
		}
		found, err := store.Accounts(t.Context(), viewer)
		if err != nil || len(found) != 1 || found[0].State != login.Revoked || found[0].Access == a.Access || !found[0].RenewAt.IsZero() {
			t.Errorf("%+v, %v", found, err)
		}
		_, kept, err := db.Grants().Grant(t.Context(), "1", "instagram")
		_, others, failed := db.Grants().Grant(t.Context(), "2", "instagram")
		if kept || !others || err != nil || failed != nil {
			t.Error("the wrong token is kept", err, failed)
		}
		if got := told(t, db, login.AccessTopic(a.Access), login.AccessTopic(other.Access)); !slices.Equal(got, []string{login.AccessTopic(a.Access)}) {
			t.Errorf("told: %q", got)
		}
		if who(t, store, "cookie of 1") != viewer {
			t.Error("the session has ended")
		}
		if _, ok, _ := db.Renewals().Find(t.Context(), a.Access); ok {
			t.Error("the access is known")
		}
		signIn(t, store, "cookie of 1", "again", a)
		if found, err := store.Accounts(t.Context(), viewer); err != nil || len(found) != 1 || found[0].State != login.Active || found[0].ID != a.ID {
			t.Errorf("connected again: %+v, %v", found, err)
		}
	})
}

func TestLogins_eraseAUser(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		db.now = func() time.Time { return signedInAt }
		a, viewer := connected(t, db, "1", nil)
		_, other := connected(t, db, "2", nil)
		second := account("3", dialect.Facebook)
		second.User = a.User
		signIn(t, store, "cookie of 2", "both", second)
		if n, err := store.Erase(t.Context(), a.User, "receipt"); n != 2 || err != nil {
			t.Errorf("%d accounts, %v", n, err)
		}
		if who(t, store, "cookie of 1") != "" || who(t, store, "both") != other {
			t.Error("the wrong session has ended")
		}
		var viewers, accounts, tokens int
		for table, n := range map[string]*int{"viewer": &viewers, "connected_account": &accounts, "account_grant": &tokens} {
			if err := db.row(t.Context(), "SELECT count(*) FROM "+table, nil, n); err != nil {
				t.Fatal(err)
			}
		}
		if viewers != 1 || accounts != 1 || tokens != 1 || viewer == other {
			t.Errorf("left are %d viewers, %d accounts, %d tokens", viewers, accounts, tokens)
		}
		if at, ok, err := store.Erased(t.Context(), "receipt"); !ok || !at.Equal(signedInAt) || err != nil {
			t.Errorf("%s, %v, %v", at, ok, err)
		}
		if _, ok, err := store.Erased(t.Context(), "another"); ok || err != nil {
			t.Error("there is another receipt", err)
		}
	})
}

func TestLogins_giveAnotherAccessForOtherPermissions(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a, viewer := connected(t, db, "1", nil)
		again := a
		again.Access, again.Scopes = "another", []string{"a"}
		signIn(t, db.Logins(), "", "again", again)
		found, err := db.Logins().Accounts(t.Context(), viewer)
		if err != nil || len(found) != 1 || found[0].Access != "another" || len(told(t, db, login.AccessTopic(a.Access))) != 1 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

func TestLogins_disconnectAccounts(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		a, viewer := connected(t, db, "1", nil)
		other, stranger := connected(t, db, "2", nil)
		if err := store.Disconnect(t.Context(), stranger, []string{a.ID}); err != nil {
			t.Fatal(err)
		}
		if found, err := store.Accounts(t.Context(), viewer); err != nil || len(found) != 1 {
			t.Errorf("a stranger has disconnected it: %+v, %v", found, err)
		}
		if err := store.Disconnect(t.Context(), viewer, []string{a.ID, other.ID}); err != nil {
			t.Fatal(err)
		}
		found, err := store.Accounts(t.Context(), viewer)
		others, failed := store.Accounts(t.Context(), stranger)
		if len(found) != 0 || len(others) != 1 || err != nil || failed != nil {
			t.Errorf("%+v, %+v, %v, %v", found, others, err, failed)
		}
		_, kept, err := db.Grants().Grant(t.Context(), "1", "instagram")
		_, keptOther, failed := db.Grants().Grant(t.Context(), "2", "instagram")
		if kept || !keptOther || err != nil || failed != nil {
			t.Error("the wrong token is kept", err, failed)
		}
		if got := told(t, db, login.AccessTopic(a.Access), login.AccessTopic(other.Access)); !slices.Equal(got, []string{login.AccessTopic(a.Access)}) {
			t.Errorf("told: %q", got)
		}
		if who(t, store, "cookie of 1") != viewer {
			t.Error("the session has ended")
		}
	})
}

func TestLogins_revokeSessionsOfTheirViewer(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		store := db.Logins()
		_, viewer := connected(t, db, "1", nil)
		_, stranger := connected(t, db, "2", nil)
		sessions, err := store.Sessions(t.Context(), viewer, signedInAt)
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		id := sessions[0].ID
		for _, c := range []struct {
			viewer string
			want   error
		}{{stranger, login.ErrNoSession}, {viewer, nil}, {viewer, login.ErrNoSession}} {
			if err := store.RevokeSession(t.Context(), c.viewer, id); !errors.Is(err, c.want) {
				t.Errorf("by %s: %v, want %v", c.viewer, err, c.want)
			}
		}
		if got := told(t, db, login.Topic(id)); len(got) != 1 {
			t.Error("nobody is told")
		}
	})
}
